"""Read counts over time as tokens: the counts, their times, and whether they rose, fell or stayed alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.pairs import NEITHER, SERIES, pairs_of
from tideturn.evaluation.claims.proof.patterns import equals
from tideturn.evaluation.claims.proof.places import place_of
from tideturn.evaluation.claims.proof.series import (
    PERIODS,
    count_at,
    elsewhere,
    happened,
    is_meant,
    time_before,
    unit_of,
    years_before,
)
from tideturn.evaluation.claims.proof.times import Time
from tideturn.evaluation.claims.proof.tokens import AMOUNT, NUMBER, SHARE, SPAN, TOPIC, WHOM, Token, kinds_of, without
from tideturn.evaluation.claims.proof.tokens.shares import read as shares_read
from tideturn.evaluation.claims.proof.tokens.shares import sized
from tideturn.evaluation.claims.proof.words import stem
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.waves import FELL, ROSE

if TYPE_CHECKING:
    from tideturn.evaluation.claims.proof.tokens.stretches import Stretch

_NEAR: Final = 0.05
YEAR: Final = "year"
"""Unit of an average; without another unit, an average of years is a number per year."""
_PACE: Final = Gated(r"\b(?:an?|per|each|every) (?:month|quarter)\b|\b(?:month|quarter)ly\b")
_SHARE: Final = Gated(r"\b(?:share|proportion|percentage)\b")
_MADE: Final = Gated(r"(?: had| have| has)? (?:made|received|list(?:s|ed)?) \d")
_TIMES: Final = {
    "R": (1, inf, ROSE),
    "L": (0, 1, FELL),
    "2": (1.9, 2.1, ROSE),
    "3": (2.85, 3.15, ROSE),
    "4": (0.475, 0.525, FELL),
}
"""Range of the later count as a multiple of the earlier, for `rose`, `fell`, `doubled`, `trebled` and `halved`."""


def read(stretch: Stretch) -> str:
    """Return the field of the first number, if all are right at the times beside them."""
    reading, item, tokens = stretch.reading, stretch.item, stretch.tokens
    if not place_of(reading, stretch.start, stretch.end).holds(item.scope) or WHOM in kinds_of(tokens):
        return ""
    own = time_before(reading, item, stretch.start)
    if not all(is_meant(reading, item, one.time) for one in tokens if one.time is not None):
        return ""
    if not item.value_as(SeriesCounts).adds_up:
        return shares_read(stretch, without(tokens, TOPIC), own)
    if not _headed(stretch) or any(
        one.text.endswith("ed") and after.kind == NUMBER for one, after in pairwise(tokens) if one.kind == TOPIC
    ):
        return ""  # `the Mechanism referred 239 children` is the other way round
    if (made := _MADE.search(stretch.text)) and any(
        one.kind == TOPIC and one.end == stretch.start + made.start() for one in tokens
    ):
        return ""  # `the Mechanism made 239 referrals`
    tokens = without(tokens, TOPIC)
    if "V" in kinds_of(tokens):
        two = [one.text for one in tokens if one.kind == NUMBER]
        fits = re.fullmatch("Vf?nn|f?nnV", kinds_of(tokens))
        beside = elsewhere(reading, item, dict(zip("ab", two, strict=True))) if fits else None
        return beside[0] if beside else ""
    if _SHARE.search(stretch.text):
        return ""
    tokens = _with_implied(item, tokens)
    head, body = _parted(tokens)
    if AMOUNT in kinds_of(tokens) or not _sized(tokens):
        return ""
    counts = _counts(reading, item, head, own)
    if counts is None or not _ways(item, head, counts):
        return ""
    said = [one.time for one in head if one.time is not None]
    means = _counts(reading, item, body, said[-1] if said and counts else own, means=True) if body else []
    if means is None or (body and not _ways(item, body, means)):
        return ""
    return next((field for field, _ in (*counts, *means)), "")


def _with_implied(item: EvidenceItem, tokens: list[Token]) -> list[Token]:
    """Return the tokens with the count that `118 more than in Year 1` implies."""
    at = next((at for at, one in enumerate(tokens) if one.kind in "UD" and one.whole is not None), None)
    if at is None or at + 1 >= len(tokens) or NUMBER in kinds_of(tokens[at:]):
        return tokens
    time = tokens[at + 1].time
    found = count_at(item, time) if time is not None else None
    if found is None:
        return tokens
    return [*tokens[: at + 1], Token(NUMBER, *tokens[at][1:3], f"{found[1]:g}"), *tokens[at + 1 :]]


def _parted(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return the tokens on counts and those on averages a month, which go on to the end."""
    kinds = kinds_of(tokens)
    per = min((at for at in map(kinds.find, "PGy") if at >= 0), default=kinds.find("M"))
    if per < 0:
        return tokens, []
    first = kinds.find("M") if "M" in kinds[:per] else kinds.rfind(NUMBER, 0, per)
    first = first if NUMBER in kinds[: max(first, 0)] else 0
    return tokens[:first], tokens[first:]


def _paced(reading: Reading) -> bool:
    """Return whether a sentence counts by month or quarter, and an average would be per month or quarter."""
    return _PACE.search(reading.text) is not None


def _counts(
    reading: Reading, item: EvidenceItem, tokens: list[Token], own: Time | None, *, means: bool = False
) -> list[tuple[str, float]] | None:
    """Return the field and value of each number at its time; None if one is wrong or has no clear time."""
    found: list[tuple[str, float]] = []
    if not tokens:
        return found
    units = {"P": "month", "G": "quarter", "y": YEAR}
    per = {units[one.kind] for one in tokens if one.kind in units} or (
        {YEAR} if means and not _paced(reading) else set()
    )
    dated = _undated(tokens, own) or dated_numbers(tokens, lambda one: one.time)
    if dated is None or len(per) != means or not per <= {unit_of(item.value_as(SeriesCounts)), YEAR}:
        return None
    mean_at = partial(_mean_at, yearly=YEAR in per)
    for number, time in dated:
        at = time or own
        one = (mean_at if means else count_at)(item, at) if at is not None else None
        if one is None or number.kind == SHARE or number.whole is not None or number.rest or number.every:
            return None
        if not (equals(number.text, one[1]) if means else one[1] == number.value):
            return None
        found.append(one)
    return found


def _undated(tokens: Sequence[Token], own: Time | None) -> list[tuple[Token, Time | None]] | None:
    """Return the numbers of `rose from 121 to 239` and `239, up from 121` where they name one time or none."""
    numbers = [one for one in tokens if one.kind == NUMBER]
    times = [one.time for one in tokens if one.time is not None]
    kinds = re.sub("[^ntUDRL234]", "", kinds_of([*tokens]))
    now, last = times[0] if times else own, Time("last", 0, 0)
    if len(times) > 1:
        return None
    if re.fullmatch("t?[RL234]nnt?", kinds):
        return [(numbers[0], last), (numbers[1], now)]
    return [(numbers[0], now), (numbers[1], last)] if re.fullmatch("t?nt?[UD]n", kinds) else None


def _mean_at(item: EvidenceItem, time: Time, *, yearly: bool) -> tuple[str, float] | None:
    """Return the average a month or quarter at a time: of the year, of all years before it, or of one of these.

    A year has no yearly average.
    """
    held = item.value_as(SeriesCounts)
    if time.kind == SPAN:
        years = years_before(item)
        if held.rate_before is None or years is None or time.number != years:
            return None
        return "rate_before", held.rate_before * (PERIODS[unit_of(held)] if yearly else 1)
    if yearly:
        return None
    found = count_at(item, time)
    if found is None or time.kind in ("month", "quarter"):
        return None
    if found[0] == "count_year" and held.rate_year is not None:
        return "rate_year", held.rate_year
    size = PERIODS.get(unit_of(held))
    return (found[0], found[1] / size) if size else None


def _sized(tokens: Sequence[Token]) -> bool:
    """Return whether `hardly`, `somewhat` and `well` are beside numbers that are a little or a lot apart."""
    numbers = [one.value for one in tokens if one.kind == NUMBER]
    return sized(tokens, numbers if {one.kind for one in tokens} & set("UDRL") else [])


def _headed(stretch: Stretch) -> bool:
    """Return whether the first number counts what the series counts, or continues what was counted before."""
    label = [stem(word) for word in re.findall(r"[\w’]+", stretch.item.text)]
    heads = {
        label[0],
        *(label[1:2] if re.match(r"\w+ \w+(?:s|ed)\b", stretch.item.text) else ()),
    }
    if re.search(r"\d times\b", stretch.text):
        return happened(stretch.text, stretch.item) or (bool(stretch.last) and TOPIC not in kinds_of(stretch.tokens))
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
    """Return each number with its time; None if they cannot be paired."""
    numbers = [one for one in tokens if one.kind == NUMBER]
    times = [timed(one) for one in tokens if one.kind in "tAB"]
    seq = re.sub("[^nt]", "", kinds_of(list(tokens)).replace("A", "t").replace("B", "t"))
    match seq:
        case "n":
            return [(numbers[0], None)]
        case "nttn" | "tnnt" | "ttnn" | "nntt":
            return [*zip(numbers, times, strict=True)]
        case "ntn":
            return [(numbers[0], times[0]), (numbers[1], None)]
        case "nnt":
            return [(numbers[0], None), (numbers[1], times[0])]
    if re.fullmatch("(?:nt)+|(?:tn)+", seq):
        return [*zip(numbers, times, strict=True)]
    return None


def _ways(item: EvidenceItem, tokens: Sequence[Token], counts: Sequence[tuple[str, float]]) -> bool:
    """Return whether `up from`, `down from` and `twice` are true of two counts, `rose` and `fell` of the reading."""
    ways = [one.kind for one in tokens if one.kind in "UDXRLE234N"]
    if not ways:
        return True
    if re.match(f"[^{NUMBER}]*[UDX]", kinds_of([*tokens])):
        return False  # `fewer than 271 nights`
    if ways == ["N"]:
        own = [pair for pair in pairs_of(item) if pair.kind == SERIES]
        return bool(own) and all(pair.moved == NEITHER for pair in own) and bool(counts)
    if len(counts) != 2 or len(ways) > 1 or not counts[1][1]:
        return False
    (_, one), (_, other) = counts
    by = next((one.whole for one in tokens if one.kind in "UDRL"), None)
    if by is not None and by != abs(one - other):
        return False
    if ways[0] in "UDX":
        return {"U": one > other, "D": one < other, "X": abs(one / other - 2) <= 2 * _NEAR}[ways[0]]
    fields = {field for field, _ in counts}
    pairs = [pair for pair in pairs_of(item) if pair.kind == SERIES and {pair.then.field, pair.now.field} == fields]
    if ways[0] == "E" and fields == {"rate_year", "rate_before"}:
        held = item.value_as(SeriesCounts)
        return held.moved in (None, NEITHER) and held.signals == [] and abs(one / other - 1) <= _NEAR
    if ways[0] == "E":
        return bool(pairs) and all(pair.moved == NEITHER for pair in pairs) and abs(one / other - 1) <= _NEAR
    least, most, moved = _TIMES[ways[0]]
    by = other / one if one else 0
    return (
        bool(pairs)
        and all(pair.moved == moved and pair.then.field == counts[0][0] for pair in pairs)
        and least <= by <= most
    )
