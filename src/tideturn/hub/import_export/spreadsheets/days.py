"""Read dates as people write them. One date may not show which of two numbers is the month; its column may."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tideturn.dataset.wording import MONTHS

DAY: Final = "day"
MONTH: Final = "month"
"""First number of an ambiguous date, such as 03/04/2025."""

_CLOCK: Final = r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
_ZONE: Final = r"(?:Z|[+-]\d{2}:?\d{2})?"
_YEAR: Final = r"(?P<year>\d{4}|\d{2})"
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]? )?"
_NTH: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAME: Final = r"(?P<month>[a-z]{3,9})"
_CERTAIN: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_CLOCK}{_ZONE}",
        rf"{_WEEKDAY}{_NTH}[ \-/.](?:of )?{_NAME}[.,]?[ \-/.]'?{_YEAR}{_CLOCK}",
        rf"{_WEEKDAY}{_NAME}[. \-]{_NTH},? '?{_YEAR}{_CLOCK}",
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})",
    )
)
"""Date formats with an unambiguous month."""
_SLASHED: Final = re.compile(rf"(\d{{1,2}}) ?[/.\- ] ?(\d{{1,2}}) ?[/.\- ] ?{_YEAR}{_CLOCK}")
_SERIAL: Final = re.compile(r"([3-5]\d{4})(?:\.\d+)?")
"""Pattern of the dates from 1982 to 2064, as a spreadsheet counts days."""
_FIRST_SERIAL: Final = date(1899, 12, 30)
_PERIOD: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_MONTH_OF: Final = re.compile(r"([a-z]{3,9})[. \-/,]*'?(\d{4}|\d{2})", re.I)
_NUMBERED_MONTH: Final = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_QUARTER: Final = re.compile(r"(?:(\d{4})[ \-/]*Q([1-4])|Q([1-4])[ \-/,]*(\d{4}))", re.I)
_LATEST: Final = 69
"""Last two-digit year that means this century."""


@dataclass(frozen=True)
class Written:
    """A written date, read with the day first and with the month first; None for a reading that is no date."""

    day_first: date | None
    month_first: date | None
    clock: str = ""
    serial: bool = False
    """Whether it was written as the number that a spreadsheet counts the day by."""

    @property
    def is_open(self) -> bool:
        """Say whether both readings are possible, and differ."""
        return None not in (self.day_first, self.month_first) and self.day_first != self.month_first

    def by(self, order: str) -> date | None:
        """Return the date, read in this order."""
        return self.month_first if order == MONTH else self.day_first


def written(cell: str) -> Written | None:
    """Return a cell as a date; None if it is not one."""
    for pattern in _CERTAIN:
        found = pattern.fullmatch(cell)
        if found:
            day = _day(found["year"], found["month"], found["day"])
            return Written(day, day, _clock(found)) if day else None
    found = _SLASHED.fullmatch(cell)
    if found:
        first, second, year = found[1], found[2], found["year"]
        said = Written(_day(year, second, first), _day(year, first, second), _clock(found))
        return said if said.day_first or said.month_first else None
    found = _SERIAL.fullmatch(cell)
    if found:
        counted = _FIRST_SERIAL + timedelta(days=int(found[1]))
        return Written(counted, counted, serial=True)
    return None


def period(cell: str, order: str) -> str | None:
    """Return a month, quarter or year as the folder writes it; None if it is none. A full date means its month."""
    if _PERIOD.fullmatch(cell) or re.fullmatch(r"\d{4}", cell):
        return cell
    found = _QUARTER.fullmatch(cell)
    if found:
        return f"{found[1] or found[4]}-Q{found[2] or found[3]}"
    found = _MONTH_OF.fullmatch(cell)
    if found and _month(found[1]):
        return f"{_year(found[2])}-{_month(found[1]):02}"
    found = _NUMBERED_MONTH.fullmatch(cell)
    if found and 1 <= int(found[1]) <= 12:
        return f"{found[2]}-{int(found[1]):02}"
    day = written(cell)
    told = day.by(order) if day else None
    return f"{told:%Y-%m}" if told else None


@dataclass(frozen=True)
class Order:
    """Evidence in a column for the order of day and month: number of cells that show the day first, the month first,
    neither.
    """

    day: int = 0
    month: int = 0
    open: int = 0

    @property
    def told(self) -> str:
        """Return the order that most cells show; empty if there is no evidence or a tie."""
        return DAY if self.day > self.month else MONTH if self.month > self.day else ""

    @property
    def is_open(self) -> bool:
        """Say whether a person has to choose the order."""
        return bool(self.open) and not self.told


def order_of(cells: Iterable[str]) -> Order:
    """Return the evidence in these cells."""
    day = month = either = 0
    for cell in cells:
        said = written(cell) if cell[:1].isdigit() else None
        if said is None:
            continue
        if said.is_open:
            either += 1
        elif said.month_first is None:
            day += 1
        elif said.day_first is None:
            month += 1
    return Order(day, month, either)


def _day(year: str, month: str, day: str) -> date | None:
    """Return the date; None if it does not exist. The month is a number or a name."""
    try:
        return date(_year(year), int(month) if month.isdecimal() else _month(month), int(day))
    except ValueError:
        return None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else 2000 + year if year <= _LATEST else 1900 + year


def _month(text: str) -> int:
    """Return the number of a month by its name, or by the beginning of its name; 0 if it is no month."""
    return next((number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(text.lower())), 0)


def _clock(found: re.Match[str]) -> str:
    """Return a time as the folder writes it; empty if none is given, or it is invalid."""
    said = found.groupdict()
    hour, minute, half = said.get("hour"), said.get("minute"), said.get("half")
    if hour is None or minute is None:
        return ""
    number = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
    return f"{number:02}:{minute}" if number < 24 and int(minute) < 60 else ""
