"""Check documents against their folder, less what is known not to hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from .folder import Folder
from .known import Known, known
from .placing import Placing
from .plain import read_plain
from .printed import tideturn
from .reading import Document


def check(documents: Iterable[Document], placing: Placing, table: Sequence[Known]) -> None:
    """Place all numbers: fail on what does not hold, and on an entry of the table whose sentence holds again."""
    year, failures = placing.year, []
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


def check_plain(folder: Folder, number: int, out: Path, table: Sequence[Known]) -> None:
    """Make a year's plain reports and check them."""
    tideturn("evaluate", folder.path, "--year", number, "--out", out)
    plain = [read_plain(each, folder.year(number)) for each in sorted(out.glob("plain-*.pdf"))]
    assert len(plain) == 2
    check(plain, Placing(folder.year(number)), table)
