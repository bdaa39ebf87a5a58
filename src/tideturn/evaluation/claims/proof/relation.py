"""Compare a number in a sentence with a fact: it holds if it equals the fact, or is a set that contains the fact.

Numerals are read as sets of numbers, after natural logic (MacCartney & Manning 2009; Aly & Vlachos 2024, TabVer):
`most` is every share above a half, `over 30` every count above it. What a fact does not entail does not hold.
"""

from __future__ import annotations

from typing import Final

from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.said import Said
from tideturn.evaluation.rounding import round_half_up

_PART: Final = 0.02
_ABOUT: Final = 0.05
"""Tolerances for `a half` and for `about a half`."""


def holds(said: Said, fact: Fact) -> bool:
    """Return whether a number says no more than a fact."""
    share = fact.share
    match said.kind:
        case "of":
            return (fact.k, fact.n) == (said.value, said.whole)
        case "percent":
            return share is not None and fact.told and same_percent(said, share)
        case "part":
            return share is not None and fact.told and _part(said, share)
        case "majority":
            return share is not None and share > 1 / 2
        case "count":
            return not said.bound and fact.k == said.value
        case "every":
            return bool(fact.n) and fact.k == fact.n
        case "none":
            return bool(fact.n) and fact.k == 0
    return False


def _part(said: Said, share: float) -> bool:
    match said.bound:
        case "more":
            return said.value < share
        case "less":
            return share < said.value
        case "nearly":
            return said.value - _ABOUT <= share < said.value
    return abs(share - said.value) <= (_ABOUT if said.bound == "about" else _PART)


def same_percent(said: Said, share: float) -> bool:
    """Return whether a percentage equals a share, rounded half up to its own decimal places."""
    return not said.bound and round_half_up(share * 100, said.places) == round_half_up(said.value * 100, said.places)


def beside(said: Said, fact: Fact) -> bool:
    """Return whether the number next to a count is its share or one of its limits."""
    if said.ranged:
        return fact.ends is not None and any(same_percent(said, end) for end in fact.ends)
    return fact.share is not None and same_percent(said, fact.share)
