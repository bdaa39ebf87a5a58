"""Check documents against their folder, less what is known not to hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .folder import Year
from .known import Known, known
from .placing import Placing
from .reading import Document


def check(documents: Iterable[Document], year: Year, table: Sequence[Known]) -> None:
    """Place all numbers: fail on what does not hold, and on an entry of the table whose sentence holds again."""
    placing = Placing(year)
    failures = []
    for document in documents:
        ledger = placing.place(document)
        print(f"\n{document.name}, Year {year.number}: {dict(sorted(ledger.counts.items()))}")
        failures += ledger.failures
    entries = [known(each, year.number, tuple(table)) for each in failures]
    told = "\n\n".join(str(each) for each, entry in zip(failures, entries, strict=True) if entry is None)
    assert not told, f"These do not hold:\n\n{told}"
    met = {entry.pattern for entry in entries if entry}
    stale = {each.pattern for each in table if year.number in each.years} - met
    assert not stale, f"These hold now: delete their entries in known.py: {sorted(stale)}"
