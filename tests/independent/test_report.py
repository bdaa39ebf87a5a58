"""Every number that the report states is recomputed from the folder, and there is no number that nobody recomputes."""

from __future__ import annotations

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .conftest import YEARS, Printed
from .doctoring import doctored
from .known import KNOWN_WRONG, Known, known
from .placing import Ledger, Placing
from .reading import Document

DOCUMENTS = ("report", "evidence")
# Sections whose sentences nobody has placed yet, by their id.
TO_COME: dict[str, str] = {}
EVERY = 60  # one number in so many is altered, to see that it is noticed


def check(documents: list[Document], printed: Printed, ours: bool) -> None:
    """Place all numbers of some documents: fail on what does not hold, and on what is known and holds again."""
    number = printed.year.number
    placing = Placing(printed.year, TO_COME)
    failures = []
    for document in documents:
        ledger: Ledger = placing.place(document)
        print(f"\n{document.name}, Year {number}: {dict(sorted(ledger.counts.items()))}")
        failures += ledger.failures
    entries = {id(each): known(each, number) for each in failures}
    told = "\n\n".join(str(each) for each in failures if entries[id(each)] is None)
    assert not told, f"These do not hold:\n\n{told}"
    met = {each.pattern for each in entries.values() if each}
    stale = {each.pattern for each in KNOWN_WRONG if number in each.years and each.plain != ours} - met
    assert not stale, f"These hold now: delete their entries in known.py: {sorted(stale)}"


@pytest.mark.parametrize("number", YEARS)
def test_every_number_is_placed_and_reproduced(printed: dict[int, Printed], number: int) -> None:
    check([printed[number].document(name) for name in DOCUMENTS], printed[number], ours=True)


@pytest.mark.pdf
@pytest.mark.parametrize("number", YEARS)
def test_every_number_of_the_plain_reports(printed: dict[int, Printed], number: int) -> None:
    check(printed[number].plain, printed[number], ours=False)


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
    placing = Placing(printed[number].year, TO_COME)
    unnoticed = []
    tried = 0
    for name in DOCUMENTS:
        for passage, altered, what in doctored(placing, printed[number].document(name), EVERY):
            tried += 1
            if len(placing.alone(altered).failures) <= len(placing.alone(passage).failures):
                unnoticed.append(f"{altered}: “{altered.text}” ({what})")
    assert tried > 50
    assert not unnoticed, "\n".join(unnoticed)
