"""Every number that the report states is recomputed from the folder, and there is no number that nobody recomputes."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .checking import check, check_plain
from .conftest import YEARS
from .doctoring import doctored
from .folder import Folder
from .known import KNOWN_WRONG, Known
from .printed import DOCUMENTS, Printed

EVERY = 60  # one number in so many is altered, to see that it is noticed


@pytest.mark.parametrize("number", YEARS)
def test_every_number_is_placed_and_reproduced(printed: dict[int, Printed], number: int) -> None:
    documents = [printed[number].document(name) for name in DOCUMENTS]
    check(documents, printed[number].placing, [each for each in KNOWN_WRONG if not each.plain and not each.line])


@pytest.mark.pdf
@pytest.mark.parametrize("number", YEARS)
def test_every_number_of_the_plain_reports(folder: Folder, tmp_path: Path, number: int) -> None:
    check_plain(folder, number, tmp_path, [each for each in KNOWN_WRONG if each.plain])


@pytest.mark.parametrize("entry", KNOWN_WRONG, ids=lambda each: each.pattern[:40])
def test_what_is_known_not_to_hold(entry: Known) -> None:
    pytest.xfail(entry.reason)


@pytest.mark.parametrize("number", YEARS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_reader_loses_no_word(printed: dict[int, Printed], name: str, number: int) -> None:
    document = printed[number].document(name)
    read = "".join(each.text for each in document.passages).replace("⟨", "").replace("⟩", "")
    assert len("".join(read.split())) == len("".join(document.words.split()))


@pytest.mark.parametrize("number", YEARS)
def test_an_altered_number_is_noticed(printed: dict[int, Printed], number: int) -> None:
    placing = printed[number].placing
    unnoticed = []
    tried = 0
    for name in DOCUMENTS:
        for altered, what in doctored(placing, printed[number].document(name), EVERY):
            tried += 1
            if not placing.alone(altered).failures:
                unnoticed.append(f"{altered}: “{altered.text}” ({what})")
    assert tried > 50
    assert not unnoticed, "\n".join(unnoticed)
