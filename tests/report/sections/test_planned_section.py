"""How a report tells the year's plan: numerators, what is hidden, and what nobody recorded."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.worked_example import example, judged

from tideturn.dataset.model import Dataset
from tideturn.evaluation.ledger.counts import counts
from tideturn.evaluation.model import Evaluation
from tideturn.report.blocks import Annex, Facts, Figure, Paragraph
from tideturn.report.sections.fidelity import fidelity
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.planned import Work, furthest_behind, in_full, planned, planned_and_delivered
from tideturn.report.sections.programme import programme
from tideturn.report.sections.released import Release


def work(**given: object) -> Work:
    values: dict[str, object] = {"component": "casework", "place": "London", "measure": "young people", "planned": 36.0}
    values |= {
        "delivered": 27.0,
        "hidden": False,
        "quality": "",
        "departure": None,
        "judged": None,
        "reason": "",
    }
    return Work(**{**values, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "27 of 36 young people (75%)"),
        ({"delivered": 94.0, "planned": 90.0, "measure": "sessions"}, "94 of 90 sessions (104%)"),
        ({"delivered": 10.5, "planned": 9.0, "measure": "months running"}, "10.5 of 9 months running"),
        ({"delivered": 0.0}, "0 of 36 young people (0%)"),
        ({"delivered": 3.0, "planned": 0.0}, "3 of 0 young people"),
        ({"delivered": None}, "not recorded, of 36 young people"),
        ({"delivered": None, "hidden": True}, "c of 36 young people"),
    ],
)
def test_what_was_delivered_is_told_with_what_was_planned(given: dict[str, object], said: str) -> None:
    assert work(**given).of_planned == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ""),
        ({"departure": "not_delivered"}, "not all delivered"),
        ({"departure": "not_delivered", "delivered": 0.0}, "not delivered"),
        ({"departure": "not_delivered", "delivered": None}, "not delivered"),
        # Of 2 planned, “not all delivered” beside a hidden number would say that it is 1.
        ({"departure": "not_delivered", "delivered": None, "hidden": True}, "not as planned"),
        ({"departure": "added"}, "added"),
    ],
)
def test_how_work_departed_from_its_plan(given: dict[str, object], said: str) -> None:
    assert work(**given).departed == said


def test_only_a_known_number_below_its_plan_is_short() -> None:
    assert work().short
    assert not work(delivered=36.0).short
    assert not work(delivered=None).short
    assert not work(delivered=None, hidden=True).short


@pytest.fixture
def hidden(small_dataset: Dataset, small_evaluation: Evaluation) -> Lookup:
    """A release in which the number of casework is hidden, beside work whose number nobody recorded."""
    plan = small_dataset.table("plan")
    more = [
        {"component": "casework", "node_id": "n", "site": "gm", "year": 1, "measure": "young people", "planned": 12.0},
        {"component": "outreach", "node_id": "n", "site": "gm", "year": 1, "measure": "walks", "planned": 5.0},
    ]
    rows = [{**dict.fromkeys(plan.columns), **row} for row in more]
    whole = pl.concat([plan, pl.DataFrame(rows, schema=plan.schema)])
    dataset = replace(small_dataset, tables={**small_dataset.tables, "plan": whole})
    return Lookup(dataset, with_counts(dataset, small_evaluation), Release("year-1-1", {}))


def with_counts(dataset: Dataset, evaluation: Evaluation) -> Evaluation:
    """The evaluation with this plan's counts; those of young people hidden, as a release would hide them."""
    items = (
        replace(item, value=item.value.of({**item.by_name, "delivered": None})) if item.unit == "young people" else item
        for item in counts(dataset, evaluation.year)
    )
    return replace(evaluation, evidence=tuple(items))


def test_what_fell_furthest_behind_is_named_where_no_number_is_hidden(
    small_dataset: Dataset, small_evaluation: Evaluation, hidden: Lookup
) -> None:
    look = Lookup(
        small_dataset, replace(small_evaluation, evidence=tuple(counts(small_dataset, small_evaluation.year)))
    )
    (short,) = (one for one in planned(look) if one.short)
    assert furthest_behind(look) == f"Furthest behind the plan: {short.name}, 18 of 20 days (90%)."
    assert furthest_behind(hidden) == ""


def test_a_hidden_number_is_told_from_one_that_nobody_recorded(hidden: Lookup) -> None:
    assert [one.of_planned for one in planned(hidden)] == [
        "18 of 20 days (90%)",
        "4 of 4 days",
        "c of 12 young people",
        "not recorded, of 5 walks",
    ]


def test_the_chart_says_its_numbers_in_words_and_in_a_table_and_draws_nothing_hidden(hidden: Lookup) -> None:
    (figure,) = charts(hidden)
    assert figure.title == "Planned and delivered"
    (annexed,) = (block for block in planned_and_delivered(hidden) if isinstance(block, Annex))
    assert "".join(span.text for block in annexed.blocks for span in block.words) == (  # type: ignore[union-attr]
        "Training days: 1 of 2 planned pieces of work was delivered in full. "
        "Casework: the numbers are too small to show. "
        "Outreach: the one planned piece of work has no record of what was delivered."
    )
    assert [piece.delivered for piece in figure.chart.pieces] == [18.0, 4.0, None, None]  # type: ignore[union-attr]
    assert "Casework, Greater Manchester: c of 12 young people." in figure.description
    cells = ["".join(span.text for span in cell) for row in figure.table.rows for cell in row]
    assert cells[10:15] == ["Casework", "Greater Manchester", "young people", "c", "12"]


def charts(look: Lookup) -> list[Figure]:
    """The charts, each of which is followed by the numbers of its evidence."""
    blocks = planned_and_delivered(look)
    figures = [block for block in blocks if isinstance(block, Figure)]
    *drawn, annexed = blocks
    assert isinstance(annexed, Annex)
    assert all(isinstance(block, Paragraph) for block in drawn[1::2])
    assert drawn[::2] == figures
    return figures


def test_a_chart_of_everything_says_how_much_was_delivered_in_full(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    (figure,) = charts(Lookup(small_dataset, small_evaluation))
    assert figure.title == "1 of 2 planned pieces of work was delivered in full"


def test_of_work_that_is_hidden_in_part_the_rest_is_counted(hidden: Lookup) -> None:
    shown = work(component="training", measure="days")
    not_shown = work(component="training", delivered=None, hidden=True)
    assert in_full(hidden, "training", [shown, replace(shown, delivered=36.0), not_shown]) == (
        "Training: 1 of 2 planned pieces of work was delivered in full. For 1 more, the numbers are too small to show."
    )


def test_without_a_plan_there_is_neither_chart_nor_section(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    bare = {name: frame for name, frame in small_dataset.tables.items() if name != "plan"}
    look = Lookup(replace(small_dataset, tables=bare), small_evaluation)
    assert planned_and_delivered(look) == ()
    assert fidelity(look) is None


def test_a_long_plan_is_several_charts_with_the_places_of_a_component_together(hidden: Lookup) -> None:
    plan = hidden.dataset.table("plan")
    counts = {"advice": 5, "casework": 4, "training": 3, "visits": 23}
    rows = [
        {"component": component, "node_id": "n", "site": "ldn", "year": 1, "measure": f"m{i}", "planned": 5.0}
        for component, count in counts.items()
        for i in range(count)
    ]
    whole = pl.DataFrame([{**dict.fromkeys(plan.columns), **row} for row in rows], schema=plan.schema)
    dataset = replace(hidden.dataset, tables={**hidden.dataset.tables, "plan": whole})
    figures = charts(replace(hidden, dataset=dataset, evaluation=with_counts(dataset, hidden.evaluation)))
    assert [(figure.title, len(figure.table.rows)) for figure in figures] == [
        ("Planned and delivered: advice, casework and training", 12),
        ("Planned and delivered: visits", 20),
        ("Planned and delivered: visits, continued", 3),
    ]
    assert len({figure.anchor for figure in figures}) == 3


def test_the_programme_is_told_by_the_work_that_was_planned_for_the_year() -> None:
    """A reader of the report alone learns what the programme does; `plan.csv` names it."""
    (facts,) = (block for block in programme(Lookup(example(), judged(2), None)).blocks if isinstance(block, Facts))
    said = {name: "".join(span.text for span in text) for name, text in facts.pairs}
    assert said["Work planned"] == "Casework, therapy, training, transport, custody pilot, policy and participation."
