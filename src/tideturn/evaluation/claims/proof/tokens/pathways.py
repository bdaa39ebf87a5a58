"""Read cases that met a pathway as tokens: how many of how many, in a year and around a pilot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import MET, Fact
from tideturn.evaluation.claims.proof.patterns import same_share
from tideturn.evaluation.claims.proof.places import place_of
from tideturn.evaluation.claims.proof.times import Time
from tideturn.evaluation.claims.proof.tokens import (
    AMOUNT,
    EVERYWHERE,
    NUMBER,
    SHARE,
    TOPIC,
    WHOM,
    Token,
    kinds_of,
    without,
)
from tideturn.evaluation.claims.proof.tokens.series import dated_numbers
from tideturn.evaluation.claims.proof.tokens.shares import tells
from tideturn.evaluation.claims.proof.tokens.ties import OF_THE_WHOLE
from tideturn.evaluation.record_values import CasesBeside, PathwayCases

if TYPE_CHECKING:
    from tideturn.evaluation.claims.proof.tokens.stretches import Stretch

_OF_THEM: Final = Gated(r" of (?:them|these|those|which|whom)\b")
_LIKE: Final = 0.05
"""Largest difference of two shares that are much the same."""


def read(stretch: Stretch) -> str:
    """Return how many of how many cases met the pathway, at the times that the words name."""
    reading, item, tokens = stretch.reading, stretch.item, without(stretch.tokens, TOPIC + WHOM)
    held, claim = item.value_as(PathwayCases), reading.ground.claim
    unmet = "u" in kinds_of(tokens)
    if item.year != claim.year or (not set(kinds_of(tokens)) & set("mu") and not stretch.last):
        return ""
    if not set(kinds_of(tokens)) & set("mu") and reading.bound[-1] is not item and TOPIC in kinds_of(stretch.tokens):
        return ""
    if unmet and ("m" in kinds_of(tokens) or kinds_of(tokens).count(NUMBER) != 1):
        return ""
    pilots = held.pilots or []
    everywhere = item.scope == PROGRAMME_SCOPE and EVERYWHERE.search(stretch.text) is not None
    shown = PROGRAMME_SCOPE if everywhere else place_of(reading, stretch.start, stretch.end).scope
    around = any(one.kind in "AB" for one in tokens)
    if shown != (pilots[0].site if around and len(pilots) == 1 else item.scope):
        return ""
    if around and (len(pilots) != 1 or item.scope != claim.scope or "pilot" not in reading.text.lower()):
        return ""
    if not around and "pilot" in reading.text.lower():
        return ""
    tokens = _of_the_first(reading, tokens)
    ways = [one.kind for one in tokens if one.kind in "UDENOoRL"]
    amounts = [one for one in tokens if one.kind == AMOUNT]
    if any(not _is_beside(tokens, at) for at, one in enumerate(tokens) if one.kind == SHARE):
        return ""
    tokens = without(tokens, AMOUNT)
    dated = dated_numbers(
        without(tokens, SHARE + "UDENOoRL"),
        lambda one: one.time or Time("pilot before" if one.kind == "B" else "pilot since", 0, 0),
    )
    if dated is None:
        return ""
    for number, time in dated:
        where, before = _side_of(held, item.year, time)
        if where is None:
            return ""
        k, n = (where.met_before, where.cases_before) if before else (where.met, where.cases)
        if k is None or not n:
            return ""
        k = n - k if unmet else k
        if (number.value, number.whole) != (k, n):
            return ""
        if any(len(dated) > 1 or not tells(one, Fact(item, MET, "", k, int(n))) for one in amounts):
            return ""
    if re.match(f"[^{NUMBER}]*[UDEOo]", kinds_of(tokens)):
        return ""  # `more than 30 of 39`
    if ways and (len(dated) != 2 or len(ways) > 1 or not _moved(ways[0], dated[0][0], dated[1][0], where)):
        return ""
    return f"met: {dated[0][0].value:g} of {dated[0][0].whole:g}"


def _is_beside(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a share is beside the one number that it is a share of."""
    beside = [tokens[place] for place in (at - 1, at + 1) if 0 <= place < len(tokens)]
    numbers = [one for one in beside if one.kind == NUMBER and one.whole]
    if not numbers and len([one for one in tokens if one.kind == NUMBER]) == 1:
        numbers = [one for one in tokens if one.kind == NUMBER and one.whole]
    return any(same_share(tokens[at].text, one.value, one.whole or 0) for one in numbers)


def _of_the_first(reading: Reading, tokens: list[Token]) -> list[Token]:
    """Return `of the 39 cases …, 30 …` and `39 cases …, 30 of them …` as 30 of 39."""
    numbers = [at for at, one in enumerate(tokens) if one.kind == NUMBER]
    if len(numbers) != 2 or any(tokens[at].whole is not None for at in numbers):
        return tokens
    whole, part = (tokens[at] for at in numbers)
    of = OF_THE_WHOLE.search(reading.text, 0, whole.start) or _OF_THEM.match(reading.text, part.end)
    if not of or len({one.time or one.kind for one in tokens if one.kind in "tAB"}) > 1:
        return tokens
    return [one._replace(whole=whole.value) if one is part else one for one in tokens if one is not whole]


def _moved(way: str, one: Token, other: Token, where: CasesBeside | None) -> bool:
    """Return whether the first share is up or down from the other, much the same, or not clearly different."""
    first, second = one.value / (one.whole or 1), other.value / (other.whole or 1)
    low, high = (where.low, where.high) if where else (None, None)
    level = low is not None and high is not None and low <= 0 <= high
    return {
        "U": first > second,
        "O": first <= second,
        "o": first >= second,
        "D": first < second,
        "E": level and abs(first - second) <= _LIKE,
        "N": level,
        "R": first < second and low is not None and low > 0,
        "L": first > second and high is not None and high < 0,
    }[way]


def _side_of(held: PathwayCases, year: int, time: Time | None) -> tuple[CasesBeside | None, bool]:
    """Return the comparison of a time, and whether the time is the side before."""
    if time is not None and time.kind.startswith("pilot"):
        return (held.pilots or [])[0], time.kind == "pilot before"
    own = time is None or (time.kind == "year" and time.number == year)
    last = time is not None and (time.kind == "last" or (time.kind == "year" and time.number == year - 1))
    return held.by_year if own or last else None, not own
