"""Find what a stretch says about a set of scores besides counts and means: its day, its scale, its median change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.scored import direction
from tideturn.evaluation.claims.proof.times import MONTH, month_number
from tideturn.evaluation.evidence_values import AssessmentPairs
from tideturn.evaluation.model import EvidenceItem

OWN, WRONG, SAYS_NOTHING, DUE, MEDIAN, MEDIAN_BY, BY, LEVEL, NUMBER_OF = "t", "!", " ", "D", "C", "N", "B", "V", "n"
"""Kinds of meaning: the evidence's own time, an error, nothing, who was due, a median change, by how much the scores
moved at the median or on average, some of the scores, and `one` of `one point`."""
_YEAR: Final = Gated(rf"(?:programme )?year (?P<n>{NUMBER})(?:[’']s)?\b")
_DATE: Final = Gated(
    rf"(?:by|up to|until|to|at|on|as (?:at|of)) "
    r"(?:(?P<end>the end of|the close of) |(?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)?(?: of)? )?"
    rf"(?P<month>{MONTH})\b(?: (?P<year>20\d\d))?"
)
_PERIOD: Final = Gated(
    rf"(?:in |over |during |per |every |each )?(?:a |an |the |each |any )?(?P<said>{NUMBER} weeks?)\b(?: period)?"
)
_TOP: Final = Gated(
    rf"(?:out of|of) (?:a (?:possible|maximum|total)(?: of)? )?(?P<out>{NUMBER})(?! (?:young|people|p\w+|c\w+))\b"
    rf"|(?:on|along|using) (?:a|the|an|their) (?P<points>{NUMBER})[- ]point scale"
    r"|(?:on|along|using) (?:a|the) scale (?:(?:(?:that|which) )?(?:ends|ending|stops|stopping|goes|going|runs|running)"
    rf" (?:up )?(?:at|to) |(?:up )?to |with a (?:maximum|top|ceiling) of )(?P<to>{NUMBER})\b"
)
_BETTER: Final = Gated(
    r"(?:where |with |on which |for which |and )?(?:an? )?(?P<way>lower|less|fewer|higher|more)"
    r"(?: (?:score|mark|number|one)s?)?"
    r" (?:is|are|being|means?|meaning) (?:the )?better\b"
)
_MEDIAN: Final = Gated(
    r"(?:with |by )?(?:(?:a|the) )?(?:median|middle) "
    r"(?P<what>change|movement|shift|difference|gain|improvement|rise|increase|fall|drop|reduction|decrease)"
    r"(?: (?:in|of) (?:the |their )?(?:scores?|ratings?|marks?))?"
    r"(?: (?:was|is|of|being|stood at|came to|amounted to))* "
    rf"(?P<n>nil|nought|none|no change|no points|\d+(?:\.\d+)?|{NUMBER})(?: (?:points?|steps?))?"
    r"(?: (?P<way>for the better|better|higher|up|more|lower|down|fewer|less))?\b"
)
_MEDIAN_BY: Final = Gated(
    rf"(?:by )?(?:an? |the )median of (?P<n>\d+(?:\.\d+)?|{NUMBER})(?: (?:points?|steps?))?"
    r"(?: (?P<better>for the better))?\b"
    rf"|by (?P<n2>\d+(?:\.\d+)?|{NUMBER})(?: (?:points?|steps?))? (?:on|at) the median\b"
)
_ONE: Final = Gated(r"one(?= (?:points?|steps?)\b)")
_BY: Final = Gated(
    rf"by (?:(?:about|around|roughly) )?(?:an? (?:average|mean) of )?(?P<n>\d+(?:\.\d+)?|{NUMBER}|a)"
    rf"(?: (?P<unit>points?|steps?|(?:half-)?days?|nights?|signs?))\b"
)
_SCALE: Final = Gated(
    r"(?:on )?(?:an? |the )?scale(?: (?:of|from|running from|between)|:)? "
    rf"(?P<low>{NUMBER})(?: (?:to|and) |[-–])(?P<high>{NUMBER})\b"
)
_UP: Final = ("gain", "rise", "increase", "higher", "up", "more")
_DOWN: Final = ("fall", "drop", "reduction", "decrease", "lower", "down", "fewer", "less")
_BETTER_WAYS: Final = ("improvement", "better", "for the better")
_DUE: Final = timedelta(days=90)
"""Minimum time between a first score and the year's end for a later score to be due."""


_LEVEL: Final = Gated(
    rf"(?:at |as |with )?(?:(?:a )?(?P<one>{NUMBER}) or (?:a )?(?P<two>{NUMBER})"
    rf"|(?P<least>{NUMBER}) (?:or|and) (?:more|above|higher|over|better)"
    rf"|(?:at least|no less than) (?:a )?(?P<at>{NUMBER}))(?: out of (?P<top>{NUMBER}))?\b(?! (?:young|people|of)\b)"
)


class Found(NamedTuple):
    """Meaning of some words, and where they end."""

    kind: str
    end: int
    levels: tuple[str, ...] = ()
    """Scores that words name: `four or five`."""


def found_at(text: str, at: int, item: EvidenceItem, title: str) -> Iterator[Found]:
    """Yield the meanings for a set of scores of the words at a position."""
    if own := _YEAR.match(text, at):
        yield Found(OWN if number(own["n"]) == item.year else WRONG, own.end())
    if day := _DATE.match(text, at):
        yield Found(_day(day, item.as_of), day.end())
    if (period := _PERIOD.match(text, at)) and period["said"].lower() in title.lower():
        yield Found(SAYS_NOTHING, period.end())
    if top := _TOP.match(text, at):
        fits = _tops(top, scale_of(item))
        if fits or not top["out"]:
            yield Found(SAYS_NOTHING if fits else WRONG, top.end())
    if scale := _SCALE.match(text, at):
        ends = (number(scale["low"]), number(scale["high"]))
        yield Found(SAYS_NOTHING if ends == scale_of(item) else WRONG, scale.end())
    if (by := _MEDIAN_BY.match(text, at)) and not (text[:at].endswith("with ") and by["n"]):
        held = item.median_change
        yield Found(
            MEDIAN_BY if held is not None and held > 0 and held == _amount(by["n"] or by["n2"]) else WRONG, by.end()
        )
    if one := _ONE.match(text, at):
        yield Found(NUMBER_OF, one.end())
    if (by := _BY.match(text, at)) and (by["unit"][:4] in ("poin", "step") or by["unit"].rstrip("s") in title.lower()):
        yield Found(BY, by.end(), (by["n"],))
    if better := _BETTER.match(text, at):
        way = "up" if better["way"].lower() in _UP else "down"
        yield Found(SAYS_NOTHING if direction(item) == way else WRONG, better.end())
    if (level := _LEVEL.match(text, at)) and (levels := _levels(level, item)):
        yield Found(LEVEL, level.end(), levels)
    if median := _MEDIAN.match(text, at):
        yield Found(MEDIAN if _median(median, item) else WRONG, median.end())


def _day(said: re.Match[str], as_of: date) -> str:
    """Return whether a day is the last of the evidence's records, or the last day for a first score to be due again."""
    month, year = month_number(said["month"]), int(said["year"] or as_of.year)
    if said["day"]:
        days = {as_of: OWN, as_of - _DUE: DUE}
        return next(
            (kind for day, kind in days.items() if (day.year, day.month, day.day) == (year, month, int(said["day"]))),
            WRONG,
        )
    if (year, month) != (as_of.year, as_of.month):
        return WRONG
    return OWN if not said["end"] or (as_of + timedelta(days=1)).month != month else WRONG


def scale_of(item: EvidenceItem) -> tuple[float, float] | None:
    """Return the ends of the scale for scores or answers; None if unknown."""
    value, scale = item.value_if(AssessmentPairs), item.choices.scale
    if value and value.scale_min is not None and value.scale_max is not None:
        return value.scale_min, value.scale_max
    numbers = sorted(map(float, scale)) if all(one.isdigit() for one in scale) else []
    return (numbers[0], numbers[-1]) if numbers else None


def _tops(said: re.Match[str], ends: tuple[float, float] | None) -> bool:
    """Return whether a scale ends, and begins, at the numbers in the words."""
    if ends is None:
        return False
    least, most = ends
    if said["points"]:
        return most == number(said["points"]) and least in (0, 1)
    return most == number(said["out"] or said["to"])


def _levels(said: re.Match[str], item: EvidenceItem) -> tuple[str, ...]:
    """Return the scores that words name, if they are of the scale."""
    ends = scale_of(item)
    if ends is None or (said["top"] and number(said["top"]) != ends[1]):
        return ()
    scale = range(int(ends[0]), int(ends[1]) + 1)
    if said["one"]:
        named = [number(said["one"]), number(said["two"])]
    else:
        named = [one for one in scale if one >= number(said["least"] or said["at"])]
    return tuple(f"{one:g}" for one in named) if named and {*named} <= {*scale} else ()


def _amount(words: str) -> float:
    """Return an amount in figures or words: `nil` is nought."""
    low = words.lower()
    if low in ("nil", "nought", "none", "no change", "no points"):
        return 0
    return float(low) if low[0].isdigit() else number(low)


def _median(said: re.Match[str], item: EvidenceItem) -> bool:
    """Return whether a median change has this size and direction."""
    held = item.median_change
    by = _amount(said["n"])
    ways = {one for one in (said["what"].lower(), (said["way"] or "").lower()) if one in (*_UP, *_DOWN, *_BETTER_WAYS)}
    if held is None or held != by:
        return False
    own = direction(item)
    told = {"up" if one in _UP else "down" if one in _DOWN else own for one in ways}
    return told <= {own} if by else not ways
