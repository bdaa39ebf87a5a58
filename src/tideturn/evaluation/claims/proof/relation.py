"""Compare a number in a sentence with a fact: it holds if it equals the fact, or is a set that contains the fact.

Numerals are read as sets of numbers, after natural logic (MacCartney & Manning 2009; Aly & Vlachos 2024, TabVer):
`most` is every share above a half, `over 30` every count above it. What a fact does not entail does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from tideturn.evaluation.claims.amounts import HARDLY_ANY, NEARLY_ALL, VAST
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.said import Said
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.rounding import round_half_up
from tideturn.evaluation.units import TRAINED

_PART: Final = 0.02
_ABOUT: Final = 0.05
"""Tolerances for `a half` and for `about a half`; the second also for counts."""
_LARGEST_PART: Final = 12
"""Up to this, `three in ten` is a share; `10 in 24` counts."""
_SHARES: Final[Mapping[str, Callable[[float], bool]]] = {
    "majority": lambda share: share > 1 / 2,
    "vast majority": lambda share: share >= VAST,
    "nearly all": lambda share: NEARLY_ALL <= share < 1,
    "minority": lambda share: 0 < share < 1 / 2,
    "hardly any": lambda share: 0 < share <= HARDLY_ANY,
}
_THEMSELVES: Final = re.compile(r"\b(?:scor|rat)\w+ themselves\b", re.IGNORECASE)
_BY_WORKERS: Final = re.compile(r"\bworkers (?:scored|rated)\b|\b(?:scored|rated) by workers\b", re.IGNORECASE)
_FEW: Final = Gated(r"\s*(?:very )?few\b")
_AT_MOST_FEW: Final = 0.2


def holds(said: Said, fact: Fact) -> bool:
    """Return whether a number says no more than a fact."""
    share = fact.share
    match said.kind:
        case "of":
            return (fact.k, fact.n) == (said.value, said.whole) and not said.bound
        case "percent":
            return share is not None and fact.told and same_percent(said, share)
        case "part" if said.whole is not None and said.whole > _LARGEST_PART and said.value * said.whole > 1:
            return not said.bound and (fact.k, fact.n) == (round(said.value * said.whole), said.whole)
        case "part":
            near = abs(share - said.value) <= _PART if share is not None and not said.bound else False
            return share is not None and fact.told and (near or said.admits(share, _ABOUT))
        case "count":
            return fact.k == said.value if not said.bound else said.admits(fact.k, _ABOUT * said.value)
        case "every":
            return bool(fact.n) and fact.k == fact.n
        case "none":
            return bool(fact.n) and fact.k == 0
        case "few":
            most = HARDLY_ANY if "very" in said.text.lower() else _AT_MOST_FEW
            return share is not None and _FEW.match(said.text) is not None and 0 < share <= most
    return share is not None and said.kind in _SHARES and _SHARES[said.kind](share)


def same_percent(said: Said, share: float) -> bool:
    """Return whether a percentage equals a share, rounded half up to its own decimal places."""
    if said.bound:
        return said.admits(share, _PART)
    return round_half_up(share * 100, said.places) == round_half_up(said.value * 100, said.places)


def beside(said: Said, fact: Fact, *, high: bool = False) -> bool:
    """Return whether the number next to a count is its share; in a range, the lower limit (upper if `high`)."""
    if said.ranged:
        return fact.ends is not None and same_percent(said, fact.ends[high])
    return fact.share is not None and same_percent(said, fact.share)


def scored_so(text: str, fact: Fact) -> bool:
    """Return whether scores come from the people that the sentence says: workers, or the people themselves."""
    if not isinstance(fact.item.value, ScorePairs) or fact.item.unit == TRAINED:
        return True
    return not (_THEMSELVES if fact.item.voice == "record" else _BY_WORKERS).search(text)
