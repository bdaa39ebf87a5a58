"""The impact by area: own staff beside partners, parts of the system, how far changes have come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from tests.annexed import whole

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.told import bound_in
from tideturn.report.blocks import DataTable, Figure, Section, Words
from tideturn.report.charts.stages import of_changes
from tideturn.report.sections.impact import impact
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.written import Written

ELEMENTS = {"emerging": "structures", "no_change_observed": "pathways"}
"""The small programme's third outcome of the system, the mixed one, names no part."""
IN_YEAR, AFTER = date(2019, 2, 1), date(2019, 11, 1)


def changed(dataset: Dataset, *changes: dict[str, object]) -> Dataset:
    """The small programme with parts of the system named and these harvested changes."""
    element = pl.Series("element", [ELEMENTS.get(code) for code in dataset.table("outcomes")["outcome_id"]], pl.String)
    given = [
        {"change_id": f"c{i}", "site": "ldn", "date": IN_YEAR, "description": "It changed", "element": "pathways"}
        | {"level": "local"}
        | change
        for i, change in enumerate(changes)
    ]
    frame = pl.DataFrame(
        [{column: row.get(column) for column in TABLES["changes"].names} for row in given],
        schema=TABLES["changes"].empty().schema,
    )
    outcomes = dataset.table("outcomes").with_columns(element)
    return replace(dataset, tables={**dataset.tables, "outcomes": outcomes, "changes": frame})


def area(dataset: Dataset, evaluation: Evaluation, name: str) -> Section:
    look = Lookup(dataset, evaluation)
    return next(whole(s) for s in impact(look, Written(look)) if s.anchor == f"area-{name}")


def said(words: Words) -> str:
    return "".join(span.text for span in words)


def test_areas_come_in_order_under_their_own_headings(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    look = Lookup(small_dataset, small_evaluation)
    assert [section.title for section in impact(look, Written(look))] == [
        "Impact on young people",
        "Impact on practitioners",
        "Impact on the system",
    ]


def test_the_system_is_told_by_its_parts(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    system = area(changed(small_dataset), small_evaluation, "system")
    inner = [block for block in system.blocks if isinstance(block, Section)]
    assert [(part.level, part.title) for part in inner] == [
        (3, "Pathways"),
        (3, "Structures"),
        (3, "Outcome that is mixed"),
    ]
    for part, code in zip(inner, ("no_change_observed", "emerging"), strict=False):
        assert [(one.level, one.anchor) for one in part.blocks if isinstance(one, Section)] == [(4, f"outcome-{code}")]


def test_own_staff_stand_beside_outside_professionals(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    practitioners = area(small_dataset, small_evaluation, "practitioner")
    first = practitioners.blocks[0]
    assert isinstance(first, Section)
    (table,) = first.blocks
    assert isinstance(table, DataTable)
    rows = {said(row[0]): [said(cell) for cell in row[1:]] for row in table.rows}
    assert rows["Outcome that is contested"] == ["Interviews: negative", "Survey: positive", "Dissonance"]
    # An outcome of which neither spoke has no row.
    assert "Outcome that is adverse" not in rows


def figure(section: Section) -> Figure | None:
    stages = [b for b in section.blocks if isinstance(b, Section) and b.anchor == "stages"]
    if not stages:
        return None
    (found,) = stages[0].blocks
    assert isinstance(found, Figure)
    return found


@pytest.mark.parametrize(
    ("change", "stage"),
    [
        ({}, "adopted"),
        ({"stage": "piloted"}, "piloted"),
        ({"stage": "embedded", "reversed_on": date(2019, 6, 1)}, "reversed"),
        ({"stage": "embedded", "reversed_on": AFTER}, "embedded"),
        ({"stage": "reversed"}, "reversed"),
        ({"stage": "reversed", "reversed_on": AFTER}, "adopted"),
    ],
)
def test_a_change_stands_at_the_stage_it_had_reached_by_the_years_end(
    small_dataset: Dataset, small_evaluation: Evaluation, change: dict[str, object], stage: str
) -> None:
    shown = figure(area(changed(small_dataset, change), small_evaluation, "system"))
    assert shown is not None
    assert shown.chart == of_changes({stage: 1})


def test_changes_of_another_year_are_not_counted(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    assert figure(area(changed(small_dataset, {"date": AFTER}), small_evaluation, "system")) is None
    both = figure(area(changed(small_dataset, {"date": AFTER}, {"stage": "spread"}), small_evaluation, "system"))
    assert both is not None
    assert both.title == "Of 1 change noticed in the year, 1 was adopted, embedded or spread, and none was undone"


@pytest.mark.parametrize(
    ("directions", "said"),
    [
        ((None, "positive"), "2 were adopted, embedded or spread, and"),
        (("negative", "positive"), "2 were adopted, embedded or spread (1 of these for the worse), and"),
        (("negative",), "1 was adopted, embedded or spread (for the worse), and"),
    ],
)
def test_a_change_for_the_worse_is_told_from_the_others(
    small_dataset: Dataset, small_evaluation: Evaluation, directions: tuple[str | None, ...], said: str
) -> None:
    dataset = changed(small_dataset, *({"direction": one} for one in directions))
    shown = figure(area(dataset, small_evaluation, "system"))
    assert shown is not None
    assert said in shown.title
    assert all(not Bindings(small_evaluation, dataset=dataset).why_not(one) for one in bound_in(shown.title))
