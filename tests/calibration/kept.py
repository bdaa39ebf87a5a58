"""What was drawn, kept on the way: one line of JSON for each finished world and each finished programme."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.calibration.worlds_of_programmes import Programmes, judged

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE

FOLDER = Path(__file__).parents[2] / "build" / "calibration"
WORLDS: Final = {
    "null": Programmes(),
    "effects": Programmes(effects=True),
    "one_question": Programmes(one_question=True),
}
"""Whole programmes, by what their file is called."""

Outcomes = dict[str, tuple[str, str | None, int, int]]
"""Of each outcome the verdict, its confidence, and how many of its measured strands read a change, of how many."""


def lines(name: str) -> Iterator[dict[str, Any]]:
    """Yield what was kept under the name; nothing where nothing was."""
    file = FOLDER / f"{name}.jsonl"
    if file.exists():
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def keep(name: str, line: dict[str, Any]) -> None:
    """Add one."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def forget(name: str) -> None:
    """Forget all under the name."""
    (FOLDER / f"{name}.jsonl").unlink(missing_ok=True)


def outcomes(world: str, seed: int) -> Outcomes:
    """Judge one programme."""
    return {
        verdict.outcome_id: (
            verdict.verdict,
            verdict.confidence,
            sum(one.measured and one.reading in ("positive", "negative") for one in verdict.strands),
            sum(one.measured for one in verdict.strands),
        )
        for verdict in judged(WORLDS[world], seed).outcomes
        if verdict.scope == PROGRAMME_SCOPE
    }
