"""Every number that the report states is recomputed from the folder, and there is no number that nobody recomputes."""

from __future__ import annotations

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .conftest import YEARS, Printed
from .known import KNOWN_WRONG, known
from .placing import Placing

DOCUMENTS = ("report", "evidence")
# Sections whose sentences nobody has placed yet, by their id.
TO_COME: dict[str, str] = {}


@pytest.mark.parametrize("number", YEARS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_number_is_placed_and_reproduced(printed: dict[int, Printed], name: str, number: int) -> None:
    ledger = Placing(printed[number].year, TO_COME).place(printed[number].document(name))
    print(f"\n{name}, Year {number}: {dict(sorted(ledger.counts.items()))}")
    failures = [each for each in ledger.failures if not known(each, number)]
    assert not failures, f"{len(failures)} do not hold:\n\n" + "\n\n".join(map(str, failures))


@pytest.mark.parametrize("entry", KNOWN_WRONG, ids=lambda each: each.pattern[:40])
def test_what_is_known_to_be_wrong_still_is(printed: dict[int, Printed], entry: object) -> None:
    for number in YEARS:
        for name in DOCUMENTS:
            ledger = Placing(printed[number].year, TO_COME).place(printed[number].document(name))
            if any(known(each, number) is entry for each in ledger.failures):
                pytest.xfail(entry.reason)  # type: ignore[attr-defined]
    pytest.fail("this sentence holds now: delete its entry in known.py")


@pytest.mark.parametrize("number", YEARS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_reader_loses_no_word(printed: dict[int, Printed], name: str, number: int) -> None:
    document = printed[number].document(name)
    read = sorted("".join(each.text for each in document.passages).replace("⟨", "").replace("⟩", "").split())
    assert sum(map(len, read)) == len("".join(document.words.split()))
