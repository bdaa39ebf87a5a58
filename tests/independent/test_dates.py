"""Every date that is printed stands in the folder, or is the first or last day of one of its years."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from .conftest import YEARS
from .folder import Folder
from .numbers import MONTHS
from .printed import Printed

DOCUMENTS = ("report", "evidence")
PRINTED = re.compile(rf"\b(\d{{1,2}}) ({MONTHS}) (\d{{4}})\b")
MONTH = re.compile(
    r"\b(?:(\d{1,2}) )?(January|February|March|April|May|June|July|August|September|October|November|December)"
    r" (\d{4})\b"
)
STORED = re.compile(r"\b\d{4}-\d\d-\d\d")


@pytest.fixture(scope="module")
def dates(folder: Folder) -> set[str]:
    """All days that the folder's files name, as they are printed."""
    found = set()
    for path in sorted(folder.path.rglob("*.csv")) + sorted(folder.path.rglob("*.toml")):
        found |= set(STORED.findall(path.read_text(encoding="utf-8-sig")))
    days = {date.fromisoformat(each) for each in found}
    return {f"{each.day} {each:%B %Y}" for each in days}


@pytest.mark.parametrize("number", YEARS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_printed_dates_stand_in_the_folder(
    printed: dict[int, Printed], dates: set[str], name: str, number: int
) -> None:
    strange = {
        f"{match[0]} in “{passage.text[:120]}”"
        for passage in printed[number].document(name).passages
        for match in PRINTED.finditer(passage.text.replace("\n", " "))
        if match[0] not in dates
    }
    assert not strange


# Where the report looks ahead: the programme's years, and what is due.
AHEAD = re.compile(r"^Year \d+, \d+ \w+ \d{4} to")
AHEAD_COLUMNS = {"By", "Planned"}
AHEAD_IN = "summary-next"


@pytest.mark.parametrize("number", YEARS)
def test_nothing_is_told_that_came_later(printed: dict[int, Printed], number: int) -> None:
    end, later = printed[number].year.data_to, set()
    for name in DOCUMENTS:
        for passage in printed[number].document(name).passages:
            if passage.column in AHEAD_COLUMNS or AHEAD.search(passage.text) or AHEAD_IN in passage.ids:
                continue
            for match in MONTH.finditer(passage.text.replace("\n", " ")):
                when = datetime.strptime(f"{match[1] or 1} {match[2]} {match[3]}", "%d %B %Y").date()
                if when > end:
                    later.add(passage.text)
    assert not later
