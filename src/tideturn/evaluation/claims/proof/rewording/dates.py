"""Say a date of a survey as the programme year whose answers are all of that time: `in June 2020` as `in Year 2`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.times import MONTH, SEASONS, month_number, programme_year_of

_PARTS: Final = {
    (1, 4): ("early",),
    (1, 3): ("the (?:very )?(?:start|beginning|opening months|first quarter) of",),
    (1, 6): ("the first half of", "the first six months of"),
    (4, 6): ("the second quarter of",),
    (5, 8): ("mid", "the middle of"),
    (7, 9): ("the third quarter of",),
    (7, 12): ("the second half of", "the last six months of"),
    (9, 12): ("late",),
    (10, 12): ("the (?:end|close|closing months|last months|final months|(?:last|final|fourth) quarter) of",),
}
"""First and last month of a part of a year."""
_EVERY: Final = tuple(way for ways in _PARTS.values() for way in ways)
_DATE: Final = Gated(
    r"\b(?P<on>on )?(?<!since )(?<!until )(?<!before )(?<!after )(?<!from )(?<!till )"
    rf"(?:(?P<part>{'|'.join(_EVERY)})[ -]?)?"
    rf"(?:(?:the )?(?P<season>{'|'.join(SEASONS)}) (?:of )?|"
    rf"(?:the month of )?(?:(?P<day>\d\d?) )?(?P<month>{MONTH})"
    rf"(?:(?:,? and| or|–| to) (?P<last>{MONTH}))?,? (?:of )?)?"
    r"(?P<year>20\d\d)\b(?![–/-]\d)"
)

_AFTER_MONTH: Final = re.compile(rf"\b(?:{MONTH}),? $", re.IGNORECASE)
_NAMED: Final = re.compile(r" (?:[\w’']+ )?(?:survey|questionnaire|form|follow-up|round|wave|poll|exercise)\b")
"""Things that a date may name: `the summer 2020 survey`."""


def in_programme_years(text: str, ground: Ground) -> str:
    """Return a sentence on answers to surveys with each date as the programme year whose answers are all of it."""
    items = ground.items
    if not items or any(not item.evidence_id.startswith("survey/") for item in items):
        return text
    known = [ground.record.dates.get(item.text.partition(" – ")[0], {}) for item in items]
    return _DATE.sub(partial(_year, known=known), text)


def only_year(said: str, dates: Mapping[int, tuple[date, date]]) -> int | None:
    """Return the one programme year that a date covers, if all answers of that year, and no others, are within it."""
    match = _DATE.search(said)
    return programme_year_of(dates, *_ends(match)) if match else None


def _year(match: re.Match[str], *, known: list[Mapping[int, tuple[date, date]]]) -> str:
    if not match["month"] and _AFTER_MONTH.search(match.string, 0, match.start()):
        return match[0]  # a month that does not mean a year: `since June 2019`
    first, last = _ends(match)
    years = {programme_year_of(own, first, last) for own in known}
    year = years.pop() if len(years) == 1 else None
    if year is None:
        return match[0]
    named = "the " if match[0].lower().startswith("the ") and _NAMED.match(match.string, match.end()) else ""
    return f"{'in ' if match['on'] else ''}{named}Year {year}"


def _ends(match: re.Match[str]) -> tuple[date, date]:
    """Return the first and last day of a date."""
    year = int(match["year"])
    begins, ends = 1, 12
    if match["part"]:
        begins, ends = next(
            span for span, ways in _PARTS.items() if re.fullmatch("|".join(ways), match["part"], re.IGNORECASE)
        )
    if match["season"]:
        months = SEASONS[match["season"].lower()]
        begins, ends = months[0], months[-1]
    elif match["month"]:
        begins = month_number(match["month"])
        ends = month_number(match["last"] or match["month"])
    if match["day"]:
        day = min(int(match["day"]), monthrange(year, begins)[1])
        return date(year, begins, max(day, 1)), date(year, begins, max(day, 1))
    if match["part"] and (match["season"] or match["month"]):
        return date(year, 1, 1), date(year, 1, 1)  # nobody knows which days `early June` means
    return date(year, begins, 1), date(year, ends, monthrange(year, ends)[1])
