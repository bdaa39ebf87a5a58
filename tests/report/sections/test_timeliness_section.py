"""How soon onward referrals were made: cells by place, the chart, and what is said where a release hides a part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.ledger.counts import counts
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding.cells import Cells
from tideturn.evaluation.withholding.timeliness import timeliness_cells
from tideturn.report.blocks import Figure, Paragraph, Section
from tideturn.report.charts.timeliness import Place, Timeliness
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.released import Release
from tideturn.report.sections.timeliness import timeliness

CONCERN = date(2019, 1, 7)
WAITED: Mapping[str, tuple[int | None, ...]] = {"ldn": (0, 3, 4, 9, None), "gm": (3, 3, 10)}
"""Days from concern to referral, by place; a target of three days parts them."""


def with_referrals(dataset: Dataset, target: object = 3) -> Dataset:
    cases, made = [], []
    for site, waited in WAITED.items():
        for number, days in enumerate(waited):
            case = f"{site}-{number}"
            cases.append({"case_id": case, "site": site, "received": CONCERN, "opened": CONCERN})
            made.append(
                {"case_id": case, "kind": "other", "referred": CONCERN + timedelta(days=days or 0)}
                | {"concern": None if days is None else CONCERN}
            )
    tables = {
        name: pl.DataFrame(
            [{column: row.get(column) for column in TABLES[name].names} for row in given],
            schema=TABLES[name].empty().schema,
        )
        for name, given in (("cases", cases), ("onward_referrals", made))
    }
    further = {} if target is None else {"timeliness": {"onward_referral_days": target}}
    programme = replace(dataset.programme, further=further)
    return replace(dataset, programme=programme, tables={**dataset.tables, **tables})


def looked_up(dataset: Dataset, evaluation: Evaluation, release: Release | None = None, **hidden: str) -> Lookup:
    """The dataset with what it counts; `gm="late in_time"` hides these fields of Greater Manchester's."""
    items = counts(dataset, evaluation.year)
    evidence = [
        replace(item, value=item.value.of({**item.by_name, **dict.fromkeys(hidden.get(item.scope, "").split())}))
        if item.evidence_id.startswith("count/onward_")
        else item
        for item in items
    ]
    return Lookup(dataset, replace(evaluation, evidence=tuple(evidence)), release)


def figure(section: Section | None) -> Figure:
    assert section is not None
    return next(block for block in section.blocks if isinstance(block, Figure))


def quiet(section: Section | None) -> list[str]:
    assert section is not None
    told = ["".join(s.text for s in block.words) for block in section.blocks if isinstance(block, Paragraph)]
    return [re.sub(r"\d+(?=[,).])", "#", text) if text.startswith("Evidence") else text for text in told]


def test_cells_part_each_place_by_the_target_and_add_up(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    cells = Cells()
    dataset = with_referrals(small_dataset)
    cells.add("onward/programme/1#made", 8)
    timeliness_cells(dataset, small_evaluation.year, cells)
    counts = {name: cell.count for name, cell in cells.counts.items()}
    assert counts == {
        "onward/programme/1#made": 8,
        "onward/ldn/1#in_time": 2,
        "onward/ldn/1#late": 2,
        "onward/ldn/1#not_known": 1,
        "onward/ldn/1#timed": 5,
        "onward/gm/1#in_time": 2,
        "onward/gm/1#late": 1,
        "onward/gm/1#not_known": 0,
        "onward/gm/1#timed": 3,
        "onward/programme/1#in_time": 4,
        "onward/programme/1#late": 3,
        "onward/programme/1#not_known": 1,
    }
    assert all(cell.protected for cell in cells.counts.values())
    for relation in cells.relations:
        assert sum(times * counts[name] for name, times in relation.terms) == relation.constant
    joined = {name for relation in cells.relations for name, _ in relation.terms}
    assert joined == set(counts), "a cell that no sum joins cannot be guarded by another"


def test_the_chart_shows_each_place_against_the_target(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    section = timeliness(looked_up(with_referrals(small_dataset), small_evaluation))
    shown = figure(section)
    assert shown.title == "4 of 8 onward referrals were made within 3 calendar days of the concern"
    assert quiet(section) == ["Evidence #, #, #."]
    assert shown.chart == Timeliness(
        (Place("Whole programme", 4, 3, 1), Place("London", 2, 2, 1), Place("Greater Manchester", 2, 1, 0))
    )
    assert shown.sentence == (
        "Whole programme: of 8 referrals, 4 were made within 3 calendar days of the concern and 3 were made later. "
        "For 1, the day of the concern is not recorded."
    )


def test_a_chart_without_the_whole_programme_says_what_it_is_about(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    look = looked_up(with_referrals(small_dataset), small_evaluation, Release("year-1-1", {}), programme="late")
    shown = figure(timeliness(look))
    assert shown.title == "Referrals made within 3 calendar days of the concern"
    assert shown.sentence.startswith("London: of 5 referrals, 2 were made within")


def test_without_a_target_only_the_middle_is_told(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    dataset = with_referrals(small_dataset, None)
    (told,) = quiet(timeliness(looked_up(dataset, small_evaluation)))
    assert re.fullmatch(
        r"The median time from concern to referral was 3 calendar days, over 7 referrals \(Evidence \d+\)\. "
        r"The programme has set no number of days within which they should be made\.",
        told,
    )
    hidden = looked_up(dataset, small_evaluation, Release("year-1-1", {}), programme="median_days")
    assert timeliness(hidden) is None


def test_a_release_draws_no_bar_with_a_hidden_part(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    dataset = with_referrals(small_dataset)
    look = looked_up(dataset, small_evaluation, Release("year-1-1", {}), gm="late in_time")
    section = timeliness(replace(look, dataset=small_dataset_without_rows(dataset)))
    chart = figure(section).chart
    assert isinstance(chart, Timeliness)
    assert [place.name for place in chart.places] == ["Whole programme", "London"]
    assert [["".join(s.text for s in cell) for cell in row] for row in figure(section).table.rows][2] == [
        *("Greater Manchester", "c", "c", "0"),
    ]
    told = quiet(section)
    # What is hidden in part is in no list of evidence.
    assert told[0] == "Evidence #, #."
    assert told[1:] == ["No bar is drawn for Greater Manchester: a number behind it is too small to be shown."]


def small_dataset_without_rows(dataset: Dataset) -> Dataset:
    kept = {name: frame for name, frame in dataset.tables.items() if name not in ("cases", "onward_referrals")}
    return replace(dataset, tables=kept)
