"""A folder of 1 million responses, 200,000 cases and 2 million assessments, checked and evaluated.

Targets: each under 30 s, under 3 GiB. Run: python bench/large_folder.py [RUNS] [--keep DIR]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl

RESPONSES, CASES, ASSESSMENTS = 1_000_000, 200_000, 2_000_000
SITES = ("ldn", "bhm", "gm", "nat")
OUTCOMES = ("safety", "health", "risk", "understanding", "confidence", "practice")
SCALE = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree", "Don't know")
TIME, MEMORY = 30.0, 3.0


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("runs", nargs="?", type=int, default=3)
    options.add_argument("--keep", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = given.keep or Path(temporary)
        folder = place / "folder"
        if not folder.exists():
            write(folder)
        measure("check", given.runs, "check", str(folder))
        measure("evaluate", given.runs, "evaluate", str(folder), "--year", "1", "--out", str(place / "year-1"))
    return 0


def measure(name: str, runs: int, *words: str) -> None:
    took, peaks = [], []
    for _ in range(runs):
        begun = time.perf_counter()
        child = subprocess.Popen([sys.executable, "-m", "tideturn", *words], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        took.append(time.perf_counter() - begun)
        peaks.append(usage.ru_maxrss / 2**20)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 1):
            sys.exit(f"{name} ended with exit code {code}")
    met = median(took) < TIME and max(peaks) < MEMORY
    print(
        f"{name}: {min(took):.1f} to {max(took):.1f} s, median {median(took):.1f} s, peak {max(peaks):.2f} GiB; "
        f"targets {TIME:.0f} s and {MEMORY:.0f} GiB {'met' if met else 'NOT met'}"
    )


def write(folder: Path) -> None:
    rng = np.random.default_rng(1)
    (folder / "surveys" / "s").mkdir(parents=True)
    sites = "".join(f'[[sites]]\ncode = "{code}"\nname = "Site {code}"\n\n' for code in SITES)
    years = "".join(f"[[years]]\nnumber = {n}\nstart = {2017 + n}-09-01\nend = {2018 + n}-08-31\n\n" for n in (1, 2))
    (folder / "programme.toml").write_text(f'name = "A large programme"\n\n{sites}{years}', encoding="utf-8")
    pl.DataFrame(
        {
            "outcome_id": OUTCOMES,
            "area": ["cyp"] * 4 + ["practitioner"] * 2,
            "title": [name.capitalize() for name in OUTCOMES],
            "due_year": [1] * 6,
        }
    ).write_csv(folder / "outcomes.csv")
    items = [f"q{n}" for n in range(10)]
    pl.DataFrame(
        {
            "item": items,
            "outcome_id": [OUTCOMES[n % 6] for n in range(10)],
            "label": [f"Question {n}" for n in range(10)],
            "measures": ["level"] * 10,
            "scale": ["|".join(SCALE[:5])] * 10,
            "agree": ["Agree|Strongly agree"] * 10,
            "disagree": ["Disagree|Strongly disagree"] * 10,
            "opinion_none": ["Don't know"] * 10,
        }
    ).write_csv(folder / "surveys" / "s" / "items.csv")
    weights = (0.05, 0.1, 0.2, 0.35, 0.25, 0.05)
    number = np.arange(RESPONSES)
    answers = {
        item: np.where(rng.random(RESPONSES) < 0.03, "", np.array(SCALE)[rng.choice(6, RESPONSES, p=weights)])
        for item in items
    }
    pl.DataFrame(
        {
            "response_id": [f"R{n:07d}" for n in number],
            "voice": np.array(("stakeholder", "staff"))[rng.choice(2, RESPONSES, p=(0.8, 0.2))],
            "site": np.array(SITES)[rng.integers(0, 4, RESPONSES)],
            "year": rng.integers(1, 3, RESPONSES),
            "sector": np.array(("police", "health", "education"))[rng.integers(0, 3, RESPONSES)],
            **answers,
        }
    ).write_csv(folder / "surveys" / "s" / "responses.csv", quote_style="necessary")
    opened = rng.integers(0, 200, CASES)
    first = date(2018, 9, 1)
    days = [first + timedelta(days=n) for n in range(400)]
    pl.DataFrame(
        {
            "case_id": [f"C{n:06d}" for n in range(CASES)],
            "site": np.array(SITES)[rng.integers(0, 4, CASES)],
            "received": [days[n] for n in opened],
            "opened": [days[n + 7] for n in opened],
            "age_at_referral": rng.integers(11, 18, CASES),
        }
    ).write_csv(folder / "cases.csv")
    each = ASSESSMENTS // CASES
    case = np.repeat(np.arange(CASES), each)
    turn = np.tile(np.arange(each), CASES)
    shift = np.where(turn < 5, 7, 120)
    pl.DataFrame(
        {
            "case_id": [f"C{n:06d}" for n in case],
            "date": [days[n] for n in opened[case] + shift],
            "stage": np.where(turn < 5, "baseline", "review"),
            "outcome_id": np.array(OUTCOMES)[turn % 5],
            "score": rng.integers(1, 6, ASSESSMENTS) + np.where(turn < 5, 0, 1),
            "scale_min": np.ones(ASSESSMENTS, dtype=int),
            "scale_max": np.full(ASSESSMENTS, 6),
            "rater": np.array(["worker"] * ASSESSMENTS),
        }
    ).write_csv(folder / "assessments.csv")


if __name__ == "__main__":
    sys.exit(main())
