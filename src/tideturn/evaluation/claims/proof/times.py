"""Find the times that a sentence names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from tideturn.dataset.wording import MONTHS
from tideturn.evaluation.claims.gated import Gated, Kinds
from tideturn.evaluation.claims.number_words import NUMBER, number

_YEAR: Final = r"(?:(?:programme )?year|yr) (?P<{0}>\d+|one|two|three|four|five)\b"
ORDINALS: Final = ("first", "second", "third", "fourth", "fifth")
MONTH: Final = rf"(?:{'|'.join(MONTHS)})"
"""The name of a month, for a pattern that ignores case."""
SEASONS: Final = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "winter": (12,)}
"""The months of a season within one year."""
_RULES: Final = (
    ("baseline", r"(?:in )?the (?:last )?year before the (?:programme|work|project)(?: (?:began|started))?\b"),
    ("before", r"before (?:year (?:1|one)|the (?:programme|work|project)(?: (?:began|started|came|existed))?)\b"),
    ("to", rf"(?:in|over|for|during) the (?:year|12 months|twelve months|four quarters) to (?:the end of )?"
           rf"(?P<month>{MONTH}) (?P<at>\d{{4}})\b|the year to (?P<month2>{MONTH}) (?P<at2>\d{{4}})\b"),
    ("quarter", rf"(?:in|during|over) the (?:quarter|three months) to (?:the end of )?"
                rf"(?P<month4>{MONTH}) (?P<at4>\d{{4}})\b"),
    ("month", rf"in (?P<month3>{MONTH}) (?P<at3>\d{{4}})\b"),
    ("year", rf"(?:in|by|during|over|for|between|and|by the end of|at the end of) {_YEAR.format('number')}"
             r"|(?:in|to) (?:the|our) yr (?P<number3>\d) survey\b"),
    ("ordinal", rf"(?:in|by|over|during|(?:by|at) the end of) the (?P<nth>{'|'.join(ORDINALS)})"
                r"(?: year\b|(?=[.,;:]|$| (?:it|there|they)\b))|"
                rf"(?:for|of) the (?P<nth2>{'|'.join(ORDINALS)}) year\b"),
    ("since year", rf"since {_YEAR.format('number2')}"),
    ("last", r"(?:in )?(?:the year before|the previous year)\b|last year\b|a year (?:earlier|before|ago)\b"),
    ("first", r"(?:at the (?:start|outset|beginning)|(?<!for )(?<!was )the first time(?! that)|at first|"
              r"to begin with|in the first wave|"
              r"when (?:they|young people) (?:came|arrived|started|were first scored))\b"),
    ("later", r"(?:the (?:last|second) time|later in the year|in the second wave|at the last score)\b"),
    ("pilot before", r"before (?:the pilot(?: (?:began|started))?|it(?: (?:began|started))?)\b"),
    ("pilot since", r"since (?:the pilot(?: (?:began|started))?|then|it (?:began|started))\b"),
    ("then", r"then\b"),
    ("now", r"now\b|this year\b"),
)  # fmt: skip
SCALE: Final = Gated(
    rf"\bon (?:a|the) scale (?:of|from|running from|between) (?P<low>{NUMBER}) "
    rf"(?:to|and) (?P<high>{NUMBER})\b"
)
"""The ends of a scale of scores."""


def month_number(name: str) -> int:
    """Return 1 for January and 12 for December, whatever its capitals."""
    return MONTHS.index(name.strip().capitalize()) + 1


def programme_year_of(own: Mapping[int, tuple[date, date]], first: date, last: date) -> int | None:
    """Return the one programme year with answers in a stretch of time, if all its answers are in it.

    `own` is the first and last date of the answers by programme year.
    """
    within = [year for year, (begin, end) in own.items() if begin <= last and first <= end]
    whole = [year for year in within if first <= own[year][0] and own[year][1] <= last]
    return whole[0] if len(within) == len(whole) == 1 else None


@dataclass(frozen=True)
class Time:
    """A time in a sentence, with its span."""

    kind: str
    start: int
    end: int
    number: int = 0
    month: int = 0


_PATTERNS: Final = Kinds((kind, Gated(rf"\b(?:{rule})")) for kind, rule in _RULES)


def times_at(text: str, at: int, end: int) -> tuple[Time, ...]:
    """Return the times that begin at a place."""
    begun = any(pattern.match(text, at, end) for _, pattern in _PATTERNS.of(text))
    return tuple(one for one in times_in(text, at, end) if one.start == at) if begun else ()


@lru_cache(maxsize=512)
def times_in(text: str, start: int, end: int) -> tuple[Time, ...]:
    """Return the times that a stretch names, in order; where rules overlap, the first rule wins.

    Cached, because each piece of evidence is compared with the same sentence.
    """
    found: list[Time] = []
    for kind, pattern in _PATTERNS.of(text):
        for match in pattern.finditer(text, start, end):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            groups = {name: value for name, value in match.groupdict().items() if value}
            said = (
                groups.get("number")
                or groups.get("number2")
                or groups.get("number3")
                or groups.get("at")
                or groups.get("at2")
            )
            said = said or groups.get("at3") or groups.get("at4") or "0"
            if nth := groups.get("nth") or groups.get("nth2"):
                if "wave" in text and "year" not in match[0]:
                    continue
                found.append(Time("year", *match.span(), ORDINALS.index(nth.lower()) + 1))
                continue
            month = groups.get("month") or groups.get("month2") or groups.get("month3") or groups.get("month4")
            found.append(
                Time(
                    kind,
                    *match.span(),
                    number(said),
                    month_number(month) if month else 0,
                )
            )
    return tuple(sorted(found, key=lambda one: one.start))
