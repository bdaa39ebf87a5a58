"""The published error rates: they are those of this code, of every world in it, and what the page says of them."""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path

import pytest
from tests.calibration import __main__ as long_run
from tests.calibration import kept, page, tables
from tests.calibration.catalogue import BOUND, Drawn, every_world
from tests.calibration.rates import Rates
from tests.calibration.real_counts import read_real

WORLDS = {world.key: world for world in every_world()}
ROWS: list[tables.Row] = tables.read(tables.READINGS, tables.Row)
PROGRAMMES: list[tables.ProgrammeRow] = tables.read(tables.PROGRAMMES, tables.ProgrammeRow)
DRAWN = [row for row in ROWS if row.held_to != tables.REAL]
TEXT = page.PAGE.read_text(encoding="utf-8")
DRAWN_PROGRAMMES = {"null": 2_000, "effects": 2_000, "one_question": 2_000}
"""At least so many are on the page."""


def test_the_page_is_made_from_the_tables() -> None:
    assert page.filled(TEXT, ROWS, PROGRAMMES) == TEXT
    assert not re.search(r"-->\s*<!-- end", TEXT)


def test_the_table_holds_exactly_the_worlds_of_the_code() -> None:
    assert len(WORLDS) == len(every_world())
    assert [(*row.key, row.held_to) for row in DRAWN] == [(*one.key, one.held_to) for one in WORLDS.values()]
    assert min(row.draws for row in DRAWN) >= long_run.DRAWS


def test_every_measured_reading_stays_within_the_bounds() -> None:
    assert page.beyond(ROWS, page.ANY) == []
    held = Counter(row.reading for row in ROWS if row.held_to == BOUND)
    beyond = Counter(row.reading for row in page.beyond(ROWS, page.NINE_OF_TEN))
    assert not {reading for reading, number in beyond.items() if number > held[reading] / 10}
    assert "No reading leaves a bound." in TEXT


@pytest.mark.parametrize(
    ("kind", "least"), [("level", 0.75), ("dispersion 1.5", 0.6), ("dispersion 2", 0.5), ("dispersion 3", 0.3)]
)
def test_half_as_many_again_is_seen(kind: str, least: float) -> None:
    (row,) = (row for row in ROWS if row.world == f"{kind}, 1.5 times as many" and row.sizes.startswith("20 a month"))
    assert row.rates.rose >= least


@pytest.mark.parametrize("row", DRAWN[5::90], ids=lambda row: ", ".join(row.key))
def test_a_world_drawn_again_reads_as_often(row: tables.Row) -> None:
    found = WORLDS[row.key].rates(400, 1)
    for here, there in zip((found.rose, found.fell), row.shares, strict=True):
        # Of a share that was never seen, one draw more.
        likely = max(there, 1 / found.draws)
        assert abs(here - there) <= 4 * math.sqrt(likely * (1 - likely) / found.draws)


def test_enough_programmes_are_drawn_and_stay_within_the_bounds() -> None:
    of = {world: [row for row in PROGRAMMES if row.world == world] for world in kept.WORLDS}
    for world, rows in of.items():
        assert [row.seed for row in rows] == list(range(len(rows)))
        assert len(rows) >= DRAWN_PROGRAMMES[world]
    supported = {
        (world, kind): sum(row.supported(kind) for row in rows) / len(rows)
        for world, rows in of.items()
        for kind in ("false", "true", "state")
    }
    assert supported["null", "false"] < supported["one_question", "false"] <= 0.2
    assert "With one question each, more is falsely *supported*, though within the bound." in TEXT
    assert supported["null", "state"] <= 2.5
    assert supported["effects", "true"] >= 3


@pytest.mark.parametrize("world", kept.WORLDS)
def test_a_programme_drawn_again_is_judged_as_it_was(world: str) -> None:
    (row,) = (row for row in PROGRAMMES if (row.world, row.seed) == (world, 1))
    assert tables.ProgrammeRow.of(world, 1, kept.outcomes(world, 1)) == row


def test_a_finished_world_is_not_drawn_again_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    def rates(draws: int, seed: int) -> Rates:
        drawn.append(seed)
        return Rates(0.25, 0.5, draws)

    monkeypatch.setattr(kept, "FOLDER", tmp_path / "calibration")
    monkeypatch.setattr(long_run, "every_world", lambda: [Drawn("series", "level", "many", BOUND, rates)])
    for again, times in ((False, 1), (False, 1), (True, 2)):
        long_run.draw_reading("series", again=again)
        assert len(drawn) == times
    counted = {"world": "level", "sizes": "many", "draws": 20_000, "rose": 5_000, "fell": 10_000}
    assert list(kept.lines("series")) == [counted]


def test_real_counts_are_read_as_if_a_programme_had_begun_in_each_year(tmp_path: Path) -> None:
    """50 a quarter for three years, then 100: of the years with two before them, one does not move and one rises."""
    file = tmp_path / "series.csv"
    quarters = [f"{year}-Q{quarter}" for year in range(2010, 2014) for quarter in range(1, 5)]
    # Rows of one period are added up: half of each count stands in a row of its own.
    lines = [f"met,all,{period},{25 if period < '2013' else 50}" for period in quarters for _ in range(2)]
    file.write_text("\n".join(["indicator,site,period,count", *lines]), encoding="utf-8")
    once = Rates(0.5, 0.0, 2)
    assert list(read_real(file)) == [("met", "1 series, 2010-Q1 to 2013-Q4", once, once)]
