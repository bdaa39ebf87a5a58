"""What records to collect is advised only where it could show something, and in the words for what is lacking."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .conftest import SECOND
from .folder import Folder, Year
from .placing import Placing
from .printed import Printed
from .reading import Document, Passage

TIES = "Ask partner organisations about their ties in two waves."
CASES = (
    "Record the steps of the pathway with their times, before and after any change to it, and where nothing changes."
)
TOGETHER, SUITED, SHARED = (
    "Organisations work together more",
    "Pathways suit the complexity of exploitation",
    "Better information is shared",
)
SECOND_FOLDER = Folder(SECOND)
TABLE, DOOR = "Agencies sit at one table", "There is one way in for a worry"
BOTH = "more organisations that answer both waves"
YEARS, PILOT, PLACES = (
    "more cases in the year and in the year before",
    "more cases since the pilot began and before the pilot began",
    "more cases at the places with and without a pilot",
)


@cache
def placing(year: Year) -> Placing:
    return Placing(year)


def refused(year: Year, outcome: str, where: str, text: str) -> list[str]:
    """Return why a cell of what to collect is refused."""
    row = {"Outcome": outcome, "What to collect": text, "Where": where}
    cell = Passage("evidence", "to-collect", (), ("to-collect",), "cell", text, row=row, column="What to collect")
    return placing(year).why_not(Document("evidence", (cell,), (), frozenset(), text), cell)


def lacks(text: str, what: str) -> str:
    return f"{text} It takes {what}." if what else text


# At the places of the example in its first year, when 12, 7 and 3 organisations had been asked once.
FIRST_YEAR = (
    (TOGETHER, "London", "", True),
    (TOGETHER, "Whole programme", "", True),
    (TOGETHER, "Birmingham", "", False),
    (TOGETHER, "London and National", "", False),
    (SHARED, "London", "", False),  # ties are evidence on the other outcome
    (TOGETHER, "London", BOTH, False),
    (TOGETHER, "London", f"10 {BOTH}", False),
)


@pytest.mark.parametrize(("outcome", "where", "lack", "right"), FIRST_YEAR)
def test_ties_before_a_second_wave(folder: Folder, outcome: str, where: str, lack: str, right: bool) -> None:
    assert (not refused(folder.year(1), outcome, where, lacks(TIES, lack))) == right


@pytest.mark.parametrize("outcome", [TOGETHER, SHARED])
def test_ties_for_any_outcome_where_none_is_named(folder: Folder, outcome: str) -> None:
    free = Folder(folder.path)
    del free.settings["network"]
    assert not refused(free.year(1), outcome, "London", TIES)
    assert refused(free.year(1), outcome, "Birmingham", TIES)


LITTLE_MOVED = (
    (TABLE, "Whole programme", BOTH, True),
    (TABLE, "Whole programme", "", False),
    (TABLE, "Whole programme", "1 more organisation that answers both waves", False),
    (TABLE, "Whole programme and Cwm Tawe", BOTH, False),
    (TABLE, "Cwm Tawe", "6 more organisations that answer both waves", False),  # 4 were asked
    (DOOR, "Whole programme", BOTH, False),
)


@pytest.mark.parametrize(("outcome", "where", "lack", "right"), LITTLE_MOVED)
def test_ties_after_a_second_wave(still: Printed, outcome: str, where: str, lack: str, right: bool) -> None:
    assert (not refused(still.year, outcome, where, lacks(TIES, lack))) == right


@pytest.mark.parametrize(
    ("silent", "more"), [(2, "1 more organisation that answers"), (4, "3 more organisations that answer")]
)
def test_ties_where_too_few_answered_both(folder: Folder, silent: int, more: str) -> None:
    """11 organisations of London answered both waves, of 12 that were asked: let some be silent."""
    fewer = Folder(folder.path)
    rows = [
        each for each in fewer.table("waves") if each["wave"] == "2" and each["organisation_id"].startswith("org-lon")
    ]
    for row in rows[:silent]:
        row["responded"] = "no"
    found = [
        bool(refused(fewer.year(2), TOGETHER, "London", lacks(TIES, each))) for each in (f"{more} both waves", BOTH, "")
    ]
    assert found == [False, True, True]


def test_ties_that_show_a_change_lack_nothing(folder: Folder) -> None:
    for lack in ("", BOTH):
        assert refused(folder.year(2), TOGETHER, "London", lacks(TIES, lack))


SECOND_YEAR = (
    (SUITED, "Birmingham", YEARS, True),
    (SUITED, "London and Birmingham", YEARS, True),
    (SUITED, "National", "", True),
    (SUITED, "Birmingham", "", False),
    (SUITED, "National", YEARS, False),
    (SUITED, "Birmingham", PILOT, False),
    (SUITED, "Birmingham", PLACES, False),
    (SUITED, "Greater Manchester", PLACES, False),  # it shows a change
    (SUITED, "Birmingham", "more cases that are over", False),
    (SUITED, "Birmingham", "2 more in the year before that are over", False),
)


@pytest.mark.parametrize(("outcome", "where", "lack", "right"), SECOND_YEAR)
def test_cases(folder: Folder, outcome: str, where: str, lack: str, right: bool) -> None:
    assert (not refused(folder.year(2), outcome, where, lacks(CASES, lack))) == right


@pytest.mark.parametrize(
    ("where", "lack", "right"),
    [
        ("Cwm Tawe", PILOT, True),
        ("Whole programme", YEARS, True),
        ("Cwm Tawe", YEARS, False),
        ("Cwm Tawe", PLACES, False),
        ("Whole programme", PILOT, False),
        ("Tees Valley", YEARS, False),  # 9 cases and 8
        ("Tees Valley", "1 more in the year and 2 more in the year before that are over", True),
        ("Tees Valley", "2 more in the year and 2 more in the year before that are over", False),
    ],
)
def test_cases_of_a_pilot(where: str, lack: str, right: bool) -> None:
    assert (not refused(SECOND_FOLDER.year(2), DOOR, where, lacks(CASES, lack))) == right


@pytest.fixture
def piloted(folder: Folder, tmp_path: Path) -> Year:
    """The example, with a pilot where nothing changed."""
    for each in folder.path.iterdir():
        if each.name != "pathways":
            (tmp_path / each.name).symlink_to(each)
    (tmp_path / "pathways").mkdir()
    text = (folder.path / "pathways" / "custody.toml").read_text(encoding="utf-8")
    was = 'site = "manchester"\ndate = 2019-10-07'
    assert was in text
    moved = text.replace(was, 'site = "birmingham"\ndate = 2020-02-03')
    (tmp_path / "pathways" / "custody.toml").write_text(moved, encoding="utf-8")
    return Folder(tmp_path).year(2)


def test_cases_beside_places_without_a_pilot(piloted: Year) -> None:
    for where in ("Birmingham", "Whole programme"):
        assert not refused(piloted, SUITED, where, lacks(CASES, PLACES))
        assert refused(piloted, SUITED, where, lacks(CASES, YEARS))
        assert refused(piloted, SUITED, where, lacks(CASES, PILOT))


@pytest.mark.parametrize("other", [PILOT, PLACES])
def test_other_words_of_a_strand_are_refused(printed: dict[int, Printed], other: str) -> None:
    evidence, place = printed[2].evidence, printed[2].placing
    found = next(each for each in evidence.passages if "6 of 18 cases in the year met" in each.text)
    assert f"it would take {YEARS}." in found.text
    assert not place.why_not(evidence, found)
    assert place.why_not(evidence, replace(found, text=found.text.replace(YEARS, other)))
