"""Write the example's folder with other answers of its second year, so that shares fell by little and by much."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

AGREE, OTHERS = {"agree", "strongly_agree"}, {"disagree", "strongly_disagree", "neither"}
ANSWERS = Path("surveys") / "partners-2020" / "responses.csv"

# How many partners agree now; beside it, at which level that is a fall since the wave before Year 1 and since Year 1.
AGREE_NOW = {
    "reach_services": 30,  # no, 95 %
    "spot_signs": 30,  # no, 97.5 %
    "confident_identify": 43,  # no, 95 %
    "confident_support": 35,  # 95 %, 97.5 %
    "policy_fits": 16,  # 95 %, no
    "seen_as_victims": 15,  # 95 %, no
    "plan_together": 15,  # 95 %, 95 %
    "visit_together": 16,  # 95 %, no
}


def write_answered_anew(example: Path, folder: Path) -> None:
    """Copy the example, and let so many partners agree, at each site about as many."""
    shutil.copytree(example, folder)
    with (folder / ANSWERS).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for item, wanted in AGREE_NOW.items():
        mine = [row for row in rows if row["voice"] == "stakeholder" and row[item] in AGREE | OTHERS]
        for row in sorted(mine, key=lambda row: _place(row, mine))[:wanted]:
            row[item] = "agree"
        for row in sorted(mine, key=lambda row: _place(row, mine))[wanted:]:
            row[item] = "disagree"
    with (folder / ANSWERS).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _place(row: dict[str, str], rows: list[dict[str, str]]) -> tuple[float, str]:
    """Return how far down its own site's rows a row stands, from 0 to 1."""
    own = [each["response_id"] for each in rows if each["site"] == row["site"]]
    return (own.index(row["response_id"]) + 0.5) / len(own), row["response_id"]
