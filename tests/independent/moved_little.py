"""Write the second programme's folder with a second year in which little moved after a training and among partners."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

ANSWERS = Path("surveys") / "gweithdy" / "responses.csv"
ONE_BETTER, ONE_WORSE = 4, 9  # of the answers after the training, one in so many is a step from that before


def write_moved_little(second: Path, folder: Path) -> None:
    """Copy the second programme, with nearly the same answers after as before, and nearly the same ties."""
    shutil.copytree(second, folder)
    answers = _rows(folder / ANSWERS)
    before = {_who(row): int(row["signs"]) for row in answers if row["stage"] == "before" and row["signs"]}
    after = [row for row in answers if row["stage"] == "after" and row["year"] == "2" and _who(row) in before]
    for at, row in enumerate(after, 1):
        step = 1 if at % ONE_BETTER == 0 else -1 if at % ONE_WORSE == 0 else 0
        row["signs"] = str(max(0, before[_who(row)] + step))
    _write(folder / ANSWERS, answers)
    ties, waves = _rows(folder / "ties.csv"), _rows(folder / "waves.csv")
    silent = {row["organisation_id"] for row in waves if row["wave"] == "2" and row["responded"] != "yes"}
    first = [row for row in ties if row["wave"] == "1"]
    told = {(row["from"], row["to"]) for row in first}
    new = [row for row in ties if row["wave"] == "2" and (row["from"], row["to"]) not in told]
    again = [{**row, "wave": "2"} for row in first if row["from"] not in silent]
    _write(folder / "ties.csv", [*first, *again, *new[::3]])


def _who(row: dict[str, str]) -> tuple[str, str]:
    return row["person_id"], row["event_id"]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
