"""Format quotation marks, lists, counts and dates for sentences everywhere in Tideturn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from tideturn.dataset.model import Year

LONGEST: Final = 60
"""Maximum number of characters of a cell to repeat in a sentence."""


def quoted(value: object) -> str:
    """Return a cell in quotation marks, shortened if it is long."""
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}”"


def plain(text: str) -> str:
    """Return a text for comparison with another, ignoring capitals, spaces and a full stop at its end."""
    return " ".join(text.split()).rstrip(".").casefold()


def listed(parts: Sequence[object], last: str = "and") -> str:
    """Return `a, b and c`."""
    words = [str(part) for part in parts]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return `1 row` or `1,200 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """Return the text with its first letter as a capital, the others unchanged."""
    return text[:1].upper() + text[1:]


MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day(value: date) -> str:
    """Return `3 November 2026`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def period(text: str) -> str:
    """Return a series' period in words: `2019-09` is September 2019, `2019-Q3` is July to September 2019."""
    year, _, part = text.partition("-")
    if part.startswith("Q") and part[1:] in ("1", "2", "3", "4"):
        first = 3 * (int(part[1:]) - 1)
        return f"{MONTHS[first]} to {MONTHS[first + 2]} {year}"
    if part.isdigit() and 1 <= int(part) <= 12:
        return f"{MONTHS[int(part) - 1]} {year}"
    return text


def at_end_of(year: Year) -> str:
    """Return `at the end of the year`, or `as of 11 March 2022` if its records were collected only until then."""
    return "at the end of the year" if year.last_known == year.end else f"as of {day(year.last_known)}"


_SMALL: Final = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_words(number: int) -> str:
    """Return a number below ten in words, as at the start of a sentence, and any other in figures."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"
