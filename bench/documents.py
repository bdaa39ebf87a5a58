"""Every document of a year from the worked example's folder, and the PDF alone beside WeasyPrint.

Run: python bench/documents.py [RUNS]

First the whole command, a process a year, from the folder to page, PDF, Word and plain-language versions: target under
4 s a year on two cores. Then a report of 300 claims and 60 outcomes, of the same blocks: ours as a PDF, and the page of
those blocks through WeasyPrint, each in a process of its own, several times in turn. Peak memory is the largest
resident set of the process, libraries included.
"""

from __future__ import annotations

import importlib
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from _runs import tideturn

DOCUMENTS = 4.0
PDF = 0.5
OUTCOMES, CLAIMS = 60, 300


def main(runs: int) -> int:
    """Run both, print the table, and exit 1 where a target is missed."""
    missed = False
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "folder"
        tideturn("example", str(folder))
        for year in (1, 2):
            took = [
                tideturn("evaluate", str(folder), "--year", str(year), "--out", f"{place}/year") for _ in range(runs)
            ]
            missed |= median(took) >= DOCUMENTS
            told = "met" if median(took) < DOCUMENTS else "NOT met"
            print(
                f"year {year}, all documents: median {median(took):.2f} s of {runs}; target {DOCUMENTS:.0f} s: {told}"
            )
        print(f"peak memory {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")
        alone = [_one("example", folder) for _ in range(runs)]
        missed |= median(seconds for seconds, _, _ in alone) >= PDF
        seconds = median(seconds for seconds, _, _ in alone)
        told = "met" if seconds < PDF else "NOT met"
        print(f"year 2, the PDF alone, charts drawn: median {seconds:.2f} s; target {PDF} s: {told}")
    print(f"{CLAIMS} claims, {OUTCOMES} outcomes:")
    ways: dict[str, list[tuple[float, float, int]]] = {"ours": [], "weasyprint": []}
    for _ in range(runs):
        for way, taken in ways.items():
            taken.append(_one(way, None))
    for way, taken in ways.items():
        print(
            f"  {way:11} median {median(t[0] for t in taken):6.2f} s, peak {max(t[1] for t in taken):5.0f} MiB, "
            f"{taken[0][2] / 1024:.0f} KiB"
        )
    ratio = median(t[0] for t in ways["weasyprint"]) / median(t[0] for t in ways["ours"])
    print(f"  ours is {ratio:.1f} times as fast")
    return int(missed)


def _one(way: str, folder: Path | None) -> tuple[float, float, int]:
    """Seconds, MiB and bytes, from a process of its own."""
    command = [sys.executable, __file__, "--one", way, str(folder or "")]
    seconds, memory, size = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(memory), int(size)


def large_report() -> object:
    """A report of 60 outcomes with five claims each, a table, a chart and its strands."""
    from tideturn.report.blocks import (
        DataTable,
        Figure,
        Paragraph,
        Report,
        Section,
        Span,
        VerdictLine,
        VerdictMark,
        words,
    )
    from tideturn.report.charts.stacked import Bar, Stacked

    def outcome(number: int) -> Section:
        claims = tuple(
            Paragraph(
                words(
                    f"The evidence suggests that outcome {number} is better than it was in {10 + claim} of "
                    f"{40 + claim} answers, though staff and partners do not say the same of it everywhere.",
                    Span(str(number * 5 + claim), target=f"claim-{number * 5 + claim}", note=True),
                )
            )
            for claim in range(CLAIMS // OUTCOMES)
        )
        bars = tuple(Bar(f"Question {i} about outcome {number}, as it was asked", (12 + i, 5, 3 + i)) for i in range(4))
        rows = tuple(
            (words(f"Question {i}"), words("partners"), words(str(12 + i)), words("5"), words(str(3 + i)))
            for i in range(6)
        )
        table = DataTable(
            f"Answers {number}", ("Question", "Who", "Agree", "Neither", "Disagree"), rows, frozenset({2, 3, 4})
        )
        figure = Figure(
            f"chart-{number}",
            f"How people answered {number}",
            "Agreement differs.",
            "Four bars.",
            Stacked(bars, ("Agree", "Neither", "Disagree")),
            table,
        )
        mark = VerdictLine(VerdictMark("emerging", "Emerging"), "low confidence")
        return Section(f"outcome-{number}", f"Outcome {number}", 3, (mark, *claims, figure), "outcome")

    areas = tuple(
        Section(f"area-{i}", f"Area {i}", 2, tuple(outcome(i * 20 + j) for j in range(OUTCOMES // 3))) for i in range(3)
    )
    annex = Section(
        "claims",
        "Annex: every claim",
        2,
        tuple(
            Section(f"claim-{i}", f"Claim {i}", 3, (Paragraph(words("What it rests on: twelve answers.")),))
            for i in range(CLAIMS)
        ),
    )
    return Report("Programme", "A large report", "A programme · Year 1", "Working copy", (), (*areas, annex))


def one(way: str, folder: str) -> None:
    """Draw the charts, then take the time of one PDF."""
    from tideturn.report.renderers.html import page
    from tideturn.report.renderers.typst.pdf import pdf

    if way == "example":
        from tideturn.dataset.check import read_checked
        from tideturn.evaluation.evaluate import evaluate
        from tideturn.report.compose import compose

        dataset, _ = read_checked(Path(folder))
        report = compose(dataset, evaluate(dataset, year=2))
    else:
        report = large_report()  # type: ignore[assignment]
    html = page(report)
    # Neither's import is counted.
    if way == "weasyprint":
        from weasyprint import HTML

        begun = time.perf_counter()
        made = HTML(string=html.decode()).write_pdf(pdf_variant="pdf/ua-1")
    else:
        importlib.import_module("typst")
        begun = time.perf_counter()
        made = pdf(report)
    took = time.perf_counter() - begun
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(made))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:4])
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
