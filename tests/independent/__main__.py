"""Check reports of any folder against it: `python -m tests.independent FOLDER OUT [OUT …]`, an OUT for each year."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .folder import Folder
from .printed import DOCUMENTS, printed_for


def main(path: str, *paths: str) -> int:
    """Print what was placed of each year's documents, and all that does not hold; return whether anything does not."""
    # Which year a directory holds; no number is taken from there.
    outs = {json.loads((Path(out) / "evaluation.json").read_text(encoding="utf-8"))["year"]: Path(out) for out in paths}
    failed = 0
    for number, printed in printed_for(Folder(Path(path)), outs).items():
        for name in DOCUMENTS:
            ledger = printed.placing.place(printed.document(name))
            failed += len(ledger.failures)
            print(f"{name}, Year {number}: {dict(sorted(ledger.counts.items()))}, failed: {len(ledger.failures)}\n")
            for each in ledger.failures:
                print(f"{each}\n")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
