"""Numbers, dates and lists as a reader expects them: `13 of 17 people (76%; 53% to 90%)`, `3 November 2026`."""

from __future__ import annotations

from datetime import date
from typing import Final

from tideturn.dataset.wording import capital as capital
from tideturn.dataset.wording import listed as listed
from tideturn.evaluation.rounding import percent as percent
from tideturn.evaluation.rounding import round_half_up
from tideturn.evaluation.units import of_unit

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_IRREGULAR: Final = {"person": "people", "criterion": "criteria", "series": "series", "child": "children"}


def number(value: float | None) -> str:
    """A number with a comma every three figures; whole where it is whole, else at most two places."""
    if value is None:
        return "not known"
    rounded = round_half_up(value, 2)
    if rounded == rounded.to_integral_value():
        return f"{int(rounded):,}"
    return f"{rounded.normalize():,f}"


def plural(count: float, noun: str) -> str:
    """The noun as its count asks for: `person` or `people`, `interview` or `interviews`."""
    if count == 1:
        return noun
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    before, _, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        return f"{before} {_IRREGULAR[last]}"
    first, _, rest = noun.partition(" ")
    if rest.startswith(("of ", "from ", "in ")):
        return f"{plural(2, first)} {rest}"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def were(count: int) -> str:
    """`1 was`, `3 were`, `0 were`."""
    return f"{number(count)} {'was' if count == 1 else 'were'}"


def counted(count: int, noun: str) -> str:
    """`1 interview`, `45 interviews`, `1,300 people`."""
    return f"{number(count)} {plural(count, noun)}"


def of_those(
    k: int,
    n: int,
    share: float | None = None,
    low: float | None = None,
    high: float | None = None,
    *,
    unit: str,
) -> str:
    """`13 of 17 partners (76%; 53% to 90%)`; without a share, which few answers have none of, `4 of 7 partners`."""
    said = f"{number(k)} of {of_unit(n, unit)}"
    if share is None:
        return said
    if low is None or high is None:
        return f"{said} ({percent(share)})"
    return f"{said} ({percent(share)}; {percent(low)} to {percent(high)})"


def day(value: date) -> str:
    """`3 November 2026`."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """`November 2026`."""
    return f"{_MONTHS[value.month - 1]} {value.year}"


def period(text: str) -> str:
    """A series' period: `2019-09` is September 2019, `2019-Q3` is July to September 2019."""
    year, _, part = text.partition("-")
    if part.startswith("Q") and part[1:] in ("1", "2", "3", "4"):
        first = 3 * (int(part[1:]) - 1)
        return f"{_MONTHS[first]} to {_MONTHS[first + 2]} {year}"
    if part.isdigit() and 1 <= int(part) <= 12:
        return f"{_MONTHS[int(part) - 1]} {year}"
    return text


def sentence(text: str) -> str:
    """The text as a sentence: a capital first, a full stop last."""
    text = text.strip()
    if not text:
        return ""
    stop = "" if text[-1] in ".!?…" or text[-2:] in (".”", "?”", "!”") else "."
    return f"{capital(text)}{stop}"


def days_late(planned: date, actual: date) -> str:
    """How a milestone stood against its plan: `on time`, `3 days early`, `7 weeks late`."""
    days = (actual - planned).days
    if days == 0:
        return "on time"
    size = abs(days)
    span = counted(size, "day") if size < 21 else counted(round(size / 7), "week")
    return f"{span} {'late' if days > 0 else 'early'}"
