"""One thing is counted in one way, wherever the report tells of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import polars as pl
import pytest

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.model import Evaluation
from tideturn.report import render_html

Recount = Callable[[Dataset, Evaluation], Evaluation]
END = date(2019, 8, 31)


@pytest.fixture
def page(small_dataset: Dataset, small_evaluation: Evaluation, recount: Recount) -> Callable[..., str]:
    """`page(milestones=[…], …)`: the report of the small programme with these tables."""
    return partial(_page, small_dataset, small_evaluation, recount)


def _page(dataset: Dataset, evaluation: Evaluation, recount: Recount, **tables: list[dict[str, object]]) -> str:
    frames = {
        name: pl.DataFrame(
            [{column: row.get(column) for column in TABLES[name].names} for row in rows],
            schema=TABLES[name].empty().schema,
        )
        for name, rows in tables.items()
    }
    whole = replace(dataset, tables={**dataset.tables, **frames})
    return render_html(whole, recount(whole, evaluation)).decode()


def test_late_milestones_are_as_many_among_the_challenges(page: Callable[..., str]) -> None:
    day = date(2019, 1, 7)
    rows = [
        {"milestone_id": "on time", "actual": day},
        {"milestone_id": "late, no cause told", "actual": date(2019, 2, 7)},
        {"milestone_id": "missed", "cause_of_delay": "Nobody came."},
    ]
    told = page(
        milestones=[{"site": "gm", "title": "Open", "planned": day, **row} for row in rows],
    )
    assert "Of 3 milestones, 1 was reached on time (" in told
    assert "Of 3 milestones, 2 were late or missed; see Milestones (" in told


@pytest.mark.parametrize(
    ("last", "said"),
    [((True, True), "2 of 2 partner organisations answered"), ((True, False), "1 of 2 partner organisations answered")],
)
def test_partners_of_an_earlier_wave_did_not_answer_the_last(
    page: Callable[..., str], last: tuple[bool, ...], said: str
) -> None:
    waves = [
        {"wave": wave, "date": END, "organisation_id": f"org{place}", "responded": answered}
        for wave, several in ((1, (True, True, True)), (2, last))
        for place, answered in enumerate(several)
    ]
    told = page(waves=waves)
    assert said in told
    assert "3 of 3 partner organisations" not in told
