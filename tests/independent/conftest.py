"""The worked example and its two evaluated years, made once by the command as anybody would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.once import written_once

from .answered_anew import write_answered_anew
from .folder import Folder
from .moved_little import write_moved_little
from .placing import Placing
from .printed import Printed, printed_for, tideturn
from .reading import Document

YEARS = (1, 2)
SECOND = Path(__file__).parent / "second_folder"


def _year_of(folder: Folder, name: str, number: int) -> Path:
    def evaluate(out: Path) -> None:
        tideturn("evaluate", folder.path, "--year", number, "--out", out, "--page-only")

    return written_once(f"independent-{name}-{number}", evaluate)


def _evaluated(folder: Folder, name: str) -> dict[int, Printed]:
    return printed_for(folder, {number: _year_of(folder, name, number) for number in YEARS})


@pytest.fixture(scope="session")
def folder() -> Folder:
    return Folder(written_once("independent-folder", lambda path: tideturn("example", path)))


@pytest.fixture(scope="session")
def printed(folder: Folder) -> dict[int, Printed]:
    return _evaluated(folder, "year")


@pytest.fixture(scope="session")
def second() -> dict[int, Printed]:
    """Both years of the second programme."""
    return _evaluated(Folder(SECOND), "second")


@pytest.fixture(scope="session")
def fallen(folder: Folder, printed: dict[int, Printed]) -> Printed:
    """The second year of the example where many shares fell, since one earlier wave or since both."""
    anew = Folder(written_once("independent-fallen", lambda path: write_answered_anew(folder.path, path)))
    return printed_for(anew, {1: printed[1].out, 2: _year_of(anew, "fallen", 2)})[2]


@pytest.fixture(scope="session")
def still(second: dict[int, Printed]) -> Printed:
    """The second year of the second programme where little moved."""
    anew = Folder(written_once("independent-still", lambda path: write_moved_little(SECOND, path)))
    return printed_for(anew, {1: second[1].out, 2: _year_of(anew, "still", 2)})[2]


@pytest.fixture(scope="session")
def page(printed: dict[int, Printed], second: dict[int, Printed]) -> Callable[[str, int], tuple[Placing, Document]]:
    """`page("report" | "evidence" | "second" | "second evidence", year)`: of the example, or the second programme."""

    def found(name: str, number: int) -> tuple[Placing, Document]:
        one = (second if name.startswith("second") else printed)[number]
        return one.placing, one.document("evidence" if name.endswith("evidence") else "report")

    return found
