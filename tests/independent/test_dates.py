"""Every date that is printed stands in the folder, or is the first or last day of one of its years."""

from __future__ import annotations

import re
from datetime import date

import pytest

from .conftest import YEARS, Printed
from .folder import Folder
from .numbers import MONTHS

DOCUMENTS = ("report", "evidence")
PRINTED = re.compile(rf"\b(\d{{1,2}}) ({MONTHS}) (\d{{4}})\b")
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
