"""The second programme's reports, in other words and with other gaps, are reproduced by the same calculation."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .checking import check, check_plain
from .conftest import YEARS
from .folder import Folder
from .known import SECOND_WRONG, Known
from .printed import DOCUMENTS, Printed, printed_for, tideturn

HERE = Path(__file__).parent / "second_folder"


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Printed]:
    """Both years of the second programme."""
    outs = {number: tmp_path_factory.mktemp(f"second-{number}") for number in YEARS}
    for number, out in outs.items():
        tideturn("evaluate", HERE, "--year", number, "--out", out, "--page-only")
    return printed_for(Folder(HERE), outs)


@pytest.mark.parametrize("number", YEARS)
def test_every_number_is_placed_and_reproduced(second: dict[int, Printed], number: int) -> None:
    printed = second[number]
    check([printed.document(name) for name in DOCUMENTS], printed.year, SECOND_WRONG)


@pytest.mark.pdf
@pytest.mark.parametrize("number", YEARS)
def test_every_number_of_the_plain_reports(tmp_path: Path, number: int) -> None:
    check_plain(Folder(HERE), number, tmp_path, [])


@pytest.mark.parametrize("entry", SECOND_WRONG, ids=lambda each: each.pattern[:40])
def test_what_is_known_not_to_hold(entry: Known) -> None:
    pytest.xfail(entry.reason)
