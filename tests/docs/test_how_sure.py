"""The page for those who read a report: its numbers are those of the error rates that are published."""

from __future__ import annotations

import re
from pathlib import Path

from tests.calibration import tables
from tests.calibration.catalogue import BOUND, UNSEEN

PAGE = " ".join((Path(__file__).parents[2] / "docs" / "how-sure-is-sure.md").read_text(encoding="utf-8").split())
PROGRAMMES: list[tables.ProgrammeRow] = tables.read(tables.PROGRAMMES, tables.ProgrammeRow)
READINGS: list[tables.Row] = tables.read(tables.READINGS, tables.Row)


def the(pattern: str) -> tuple[float, ...]:
    """The numbers of the only place in the page that reads so."""
    (found,) = re.findall(pattern, PAGE)
    return tuple(float(number.replace(",", "")) for number in ([found] if isinstance(found, str) else found))


def of(world: str) -> list[tables.ProgrammeRow]:
    return [row for row in PROGRAMMES if row.world == world]


def test_what_is_falsely_called_supported() -> None:
    rows = of("null")
    assert the(r"([\d,]+) programmes in which \*\*nothing changes") == (len(rows),)
    false = [row.supported("false") for row in rows]
    assert the(r"It called (\d+) changes supported") == (round(100 * sum(false) / len(rows)),)
    assert the(r"(\d+) of the 100 programmes had none") == (round(100 * false.count(0) / len(rows)),)
    states = sum(row.supported("state") for row in rows) / len(rows)
    assert the(r"It said of (\d+) states, of (\d+),") == (round(100 * states), 500)


def test_the_readme_gives_the_same_number() -> None:
    readme = " ".join((Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").split())
    (said,) = re.findall(r"in 100 of them, (\d+) of 1,300 changes", readme)
    assert (float(said),) == the(r"It called (\d+) changes supported")


def test_what_is_truly_called_supported() -> None:
    rows = of("effects")
    assert the(r"([\d,]+) programmes in which \*\*seven outcomes do change") == (len(rows),)
    assert the(r"On average, it called ([\d.]+) of the seven") == (
        round(sum(row.supported("true") for row in rows) / len(rows), 1),
    )


def test_no_comparison_is_wrong_more_often_than_it_says() -> None:
    bound, unseen = ([row for row in READINGS if row.held_to == held] for held in (BOUND, UNSEEN))
    assert the(r"We tried (\d+) worlds in which nothing changes. In (\d+) of them") == (
        len(bound) + len(unseen),
        len(bound),
    )
    most, fell = the(r"rose in at most ([\d.]+) of 100 years, and that it fell in at most (\d\.\d)")
    rates = [share for row in bound for share in row.shares]
    assert 100 * max(rates) <= most == fell
    (few,) = the(r"in most, each happens in fewer than (\d)")
    assert sum(100 * rate < few for rate in rates) > 0.9 * len(rates)
    worst = tuple(round(100 * max(row.shares[way] for row in unseen)) for way in (0, 1))
    assert the(r"the other (\d+): workers") == (len(unseen),)
    assert the(r"rose in up to (\d+) of 100 years, and that it fell in up to (\d+)") == worst
