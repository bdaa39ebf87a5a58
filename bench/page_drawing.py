"""The worked example's page, drawn from its blocks, charts and all, in processor time. Target: under 0.3 s.

Run: python bench/page_drawing.py [RUNS]
"""

from __future__ import annotations

import sys
import time
from statistics import median

from tideturn.evaluation.evaluate import evaluate
from tideturn.example import build_example
from tideturn.report.charts.draw import draw
from tideturn.report.compose import compose
from tideturn.report.renderers.html import page

TARGET = 0.3


def main(runs: int) -> int:
    dataset, _ = build_example()
    report = compose(dataset, evaluate(dataset, year=2))
    took = []
    for _ in range(runs + 1):
        draw.cache_clear()
        begun = time.process_time()
        page(report)
        took.append(time.process_time() - begun)
    first, later = took[0], median(took[1:])
    print(f"first page {first:.3f} s (templates, typefaces and all), later ones {later:.3f} s, {runs} runs")
    print(f"target {TARGET} s for the first: {'met' if first < TARGET else 'NOT met'}")
    return 0 if first < TARGET else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
