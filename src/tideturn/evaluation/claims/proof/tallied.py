"""Read counts over time as tokens: how many there were at which time, and whether they rose, fell or stayed alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Final

from tideturn.evaluation.claims.proof.pairs import NEITHER, SERIES, pairs_of
from tideturn.evaluation.claims.proof.places import place_of
from tideturn.evaluation.claims.proof.series import count_at, elsewhere, happened
from tideturn.evaluation.claims.proof.times import Time
from tideturn.evaluation.claims.proof.tokens import NUMBER, SHARE, TOPIC, WHOM, Token, kinds_of, without
from tideturn.evaluation.claims.proof.words import stem
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.waves import FELL, ROSE

if TYPE_CHECKING:
    from tideturn.evaluation.claims.proof.plain import Stretch

_NEAR: Final = 0.05
_TIMES: Final = {
    "R": (1, inf, ROSE),
    "L": (0, 1, FELL),
    "2": (1.9, 2.1, ROSE),
    "3": (2.85, 3.15, ROSE),
    "4": (0.475, 0.525, FELL),
}
"""How many times the earlier count the later one is, for `rose`, `fell`, `doubled`, `trebled` and `halved`."""


def read(stretch: Stretch) -> str:
    """Return the field of the first number, if all are right at the times beside them."""
    reading, item, tokens = stretch.reading, stretch.item, stretch.tokens
    if not place_of(reading, stretch.start, stretch.end).holds(item.scope) or WHOM in kinds_of(tokens):
        return ""
    if not _headed(stretch) or any(
        one.text.endswith("ed") and after.kind == NUMBER for one, after in pairwise(tokens) if one.kind == TOPIC
    ):
        return ""  # `the Mechanism referred 239 children` is the other way round
    tokens = without(tokens, TOPIC)
    if "V" in kinds_of(tokens):
        two = [one.text for one in tokens if one.kind == NUMBER]
        fits = re.fullmatch("Vf?nn|f?nnV", kinds_of(tokens))
        beside = elsewhere(reading, item, dict(zip("ab", two, strict=True))) if fits else None
        return beside[0] if beside else ""
    dated = dated_numbers(tokens, lambda one: one.time)
    if dated is None:
        return ""
    own = Time("year", 0, 0, item.year) if item.year == reading.ground.claim.year else None
    counts: list[tuple[str, float]] = []
    for number, time in dated:
        found = count_at(item, time or own) if (time or own) is not None else None  # type: ignore[arg-type]
        if found is None or number.kind == SHARE or number.whole is not None or found[1] != number.value:
            return ""
        counts.append(found)
    return counts[0][0] if _ways(item, tokens, counts) else ""


def _headed(stretch: Stretch) -> bool:
    """Return whether the first number counts what the series counts, or goes on with what was counted before."""
    label = [stem(word) for word in re.findall(r"[\w’]+", stretch.item.text)]
    heads = {
        label[0],
        *(label[1:2] if re.match(r"\w+ \w+(?:s|ed)\b", stretch.item.text) else ()),
    }
    if re.search(r"\d times\b", stretch.text):
        return happened(stretch.text, stretch.item)
    done = re.match(r"\w+ \w+ed\b", stretch.item.text)
    if done and label[1] not in {stem(one.text) for one in stretch.tokens if one.kind == TOPIC}:
        return bool(stretch.last)  # of `children referred`, children alone would be all of them
    kinds = kinds_of(stretch.tokens)
    at = next((at for at, one in enumerate(stretch.tokens) if one.kind == NUMBER), 0)
    after = re.match("k+", kinds[at + 1 :])
    run = (
        stretch.tokens[at + 1 : at + 1 + after.end()] if after else [one for one in stretch.tokens if one.kind == TOPIC]
    )
    if not run:
        return bool(stretch.last)
    return bool({stem(one.text) for one in run[:1]} & heads) or (
        len(run) > 1 and stem(run[1].text) in heads and not run[0].text.lower().endswith(("s", "children", "people"))
    )


def dated_numbers(
    tokens: Sequence[Token], timed: Callable[[Token], Time | None]
) -> list[tuple[Token, Time | None]] | None:
    """Return each number with its time; None if it is not clear which belongs to which."""
    numbers = [one for one in tokens if one.kind == NUMBER]
    times = [timed(one) for one in tokens if one.kind in "tAB"]
    seq = re.sub("[^nt]", "", kinds_of(list(tokens)).replace("A", "t").replace("B", "t"))
    match seq:
        case "n":
            return [(numbers[0], None)]
        case "nt" | "tn":
            return [(numbers[0], times[0])]
        case "ntnt" | "tntn" | "nttn" | "tnnt":
            return [*zip(numbers, times, strict=True)]
        case "ntn":
            return [(numbers[0], times[0]), (numbers[1], None)]
        case "nnt":
            return [(numbers[0], None), (numbers[1], times[0])]
    return None


def _ways(item: EvidenceItem, tokens: Sequence[Token], counts: Sequence[tuple[str, float]]) -> bool:
    """Return whether `up from`, `down from` and `twice` are true of two counts, `rose` and `fell` of the reading."""
    ways = [one.kind for one in tokens if one.kind in "UDXRLE234"]
    if not ways:
        return True
    if len(counts) != 2 or len(ways) > 1 or not counts[1][1]:
        return False
    (_, one), (_, other) = counts
    if ways[0] in "UDX":
        return {"U": one > other, "D": one < other, "X": abs(one / other - 2) <= 2 * _NEAR}[ways[0]]
    fields = {field for field, _ in counts}
    pairs = [pair for pair in pairs_of(item) if pair.kind == SERIES and {pair.then.field, pair.now.field} == fields]
    if ways[0] == "E":
        return bool(pairs) and all(pair.moved == NEITHER for pair in pairs) and abs(one / other - 1) <= _NEAR
    least, most, moved = _TIMES[ways[0]]
    by = other / one if one else 0
    return (
        bool(pairs)
        and all(pair.moved == moved and pair.then.field == counts[0][0] for pair in pairs)
        and least <= by <= most
    )
