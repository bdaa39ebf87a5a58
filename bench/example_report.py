"""The worked example from folder to report, a whole process a year. Target: under 3 s a year on two cores.

The page and its evidence alone (`--page-only`); bench/documents.py takes the time of every document.

Run: python bench/example_report.py [RUNS]
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path
from statistics import median

from _runs import tideturn

TARGET = 3.0


def main(runs: int) -> int:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "folder"
        tideturn("example", str(folder))
        worst = 0.0
        for year in (1, 2):
            took = [
                tideturn("evaluate", str(folder), "--year", str(year), "--out", f"{place}/year", "--page-only")
                for _ in range(runs + 1)
            ][1:]
            worst = max(worst, median(took))
            print(
                f"year {year}: min {min(took):.2f} s, median {median(took):.2f} s, max {max(took):.2f} s, {runs} runs"
            )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB; target {TARGET:.0f} s a year: {'met' if worst < TARGET else 'NOT met'}")
    return int(worst >= TARGET)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
