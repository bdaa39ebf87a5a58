"""Recount what the engine's sentences say about the groups compared: how many, and the shares that differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tideturn.evaluation.by_group import DID_BETTER, WERE_LOST, Comparison, Question, comparisons
from tideturn.evaluation.model import Evaluation

_NAMES: Final = {DID_BETTER: "by_group", WERE_LOST: "lost_by_group"}


def recounted_by_group(evaluation: Evaluation) -> dict[str, Mapping[str, Any]]:
    """Return the number of comparisons, and each difference, by the name that sentences are bound to."""
    year = evaluation.year.number
    found: dict[str, Mapping[str, Any]] = {}
    for question in _NAMES:
        tried = comparisons(evaluation, question)
        found[tried_name(question, year)] = {"tried": len(tried)}
        for one in tried:
            if one.apart:
                most, least = ({"k": side.k, "n": side.n, "share": side.k / side.n} for side in one.ends)
                found[apart_name(question, one, year)] = {"most": most, "least": least}
    return found


def tried_name(question: Question, year: int) -> str:
    """Return the name for a year's comparisons, which sentences are bound to."""
    return f"{_NAMES[question]}/{year}"


def apart_name(question: Question, one: Comparison, year: int) -> str:
    """Return the name of one comparison."""
    sides = "|".join(side.value for side in one.sides)
    return f"{_NAMES[question]}/{one.outcome_id}/{one.voice}/{one.group}/{sides}/{year}"
