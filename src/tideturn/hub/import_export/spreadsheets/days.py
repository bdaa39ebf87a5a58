"""Days as people write them. Which of two numbers is the month, one date may not tell, and its column may."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tideturn.dataset.wording import MONTHS

DAY: Final = "day"
MONTH: Final = "month"
"""What comes first in 03/04/2025."""

_CLOCK: Final = r"(?:[T ,]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)?)?"
_ISO: Final = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}(?:Z|[+-]\d{{2}}:?\d{{2}})?")
_SLASHED: Final = re.compile(rf"(\d{{1,2}}) ?[/.\- ] ?(\d{{1,2}}) ?[/.\- ] ?(\d{{4}}|\d{{2}}){_CLOCK}")
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]? )?"
_NAMED: Final = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[ \-/.](?:of )?([a-z]{{3,9}})[.,]?[ \-/.]'?(\d{{4}}|\d{{2}}){_CLOCK}", re.I
)
_NAMED_FIRST: Final = re.compile(
    rf"{_WEEKDAY}([a-z]{{3,9}})[. \-](\d{{1,2}})(?:st|nd|rd|th)?,? '?(\d{{4}}|\d{{2}}){_CLOCK}", re.I
)
_COMPACT: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"([3-5]\d{4})(?:\.\d+)?")
"""The days from 1982 to 2064, as a spreadsheet counts them."""
_FIRST_SERIAL: Final = date(1899, 12, 30)
_PERIOD: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_MONTH_OF: Final = re.compile(r"([a-z]{3,9})[. \-/,]*'?(\d{4}|\d{2})", re.I)
_NUMBERED_MONTH: Final = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_QUARTER: Final = re.compile(r"(?:(\d{4})[ \-/]*Q([1-4])|Q([1-4])[ \-/,]*(\d{4}))", re.I)
_LATEST: Final = 69
"""Of a year in two figures, the last that lies in this century."""


@dataclass(frozen=True)
class Written:
    """A day as it is written: with the month first, and with the day first; None where it is none so."""

    day_first: date | None
    month_first: date | None
    clock: str = ""
    serial: bool = False
    """Whether it was the number of a day, as a spreadsheet counts."""

    @property
    def is_open(self) -> bool:
        """Whether both can be, and are two days."""
        return None not in (self.day_first, self.month_first) and self.day_first != self.month_first

    def by(self, order: str) -> date | None:
        """The day, by what comes first."""
        return self.month_first if order == MONTH else self.day_first


def written(cell: str) -> Written | None:
    """A cell as a day; None where it is none."""
    found = _ISO.fullmatch(cell)
    if found:
        return _certain(_day(found[1], found[2], found[3]), _clock(*found.groups()[3:]))
    found = _SLASHED.fullmatch(cell)
    if found:
        first, second, year = found[1], found[2], _year(found[3])
        said = Written(_day(year, second, first), _day(year, first, second), _clock(*found.groups()[3:]))
        return said if said.day_first or said.month_first else None
    for pattern, day, month in ((_NAMED, 1, 2), (_NAMED_FIRST, 2, 1)):
        found = pattern.fullmatch(cell)
        if found and _month(found[month]):
            return _certain(_day(_year(found[3]), _month(found[month]), found[day]), _clock(*found.groups()[3:]))
    found = _COMPACT.fullmatch(cell)
    if found:
        return _certain(_day(*found.groups()))
    found = _SERIAL.fullmatch(cell)
    if found:
        counted = _FIRST_SERIAL + timedelta(days=int(found[1]))
        return Written(counted, counted, serial=True)
    return None


def period(cell: str, order: str) -> str | None:
    """A month, quarter or year as the folder writes it; None where it is none. A whole day stands for its month."""
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
    """What the cells of a column say of what comes first in them: how many tell each, and how many neither."""

    day: int = 0
    month: int = 0
    open: int = 0

    @property
    def told(self) -> str:
        """What comes first; empty where nothing or both is said."""
        return DAY if self.day > self.month else MONTH if self.month > self.day else ""

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say it."""
        return bool(self.open) and not self.told


def order_of(cells: Iterable[str]) -> Order:
    """What those cells say of it."""
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


def _certain(day: date | None, clock: str = "") -> Written | None:
    return None if day is None else Written(day, day, clock)


def _day(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _year(text: str) -> int:
    year = int(text)
    return year if year > 99 else 2000 + year if year <= _LATEST else 1900 + year


def _month(text: str) -> int:
    """The number of a month by its name, or the beginning of that; 0 for what is none."""
    return next((number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(text.lower())), 0)


def _clock(hour: str | None, minute: str | None, half: str | None) -> str:
    """An hour as the folder writes it; empty where none is given, or it is none."""
    if hour is None or minute is None:
        return ""
    number = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
    return f"{number:02}:{minute}" if number < 24 and int(minute) < 60 else ""
