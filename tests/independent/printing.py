"""Write numbers, dates and lists the way the report's tables do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from math import floor, log10

from .numbers import rounded

FEWEST = 10  # below so many there is no percentage


def long_date(when: date) -> str:
    """Return a date as 3 November 2026."""
    return f"{when.day} {when:%B %Y}"


def percent(k: float, n: float) -> str:
    """Return a share as a whole percentage."""
    return f"{rounded(Fraction(k) / Fraction(n) * 100, 0)}%"


def of(k: int, n: int, *, noun: str = "") -> str:
    """Return a count of a whole, with its percentage where there are enough."""
    words = f"{k} of {n} {noun}".rstrip()
    return f"{words} ({percent(k, n)})" if n >= FEWEST else words


# In words where a sentence begins with it.
COUNT = r"\d+|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine"


def listed(words: Iterable[str]) -> str:
    """Return words as a list: a, b and c."""
    each = list(words)
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} and {each[-1]}" if each else ""


def unlisted(text: str) -> list[str]:
    """Return the words of a list: a, b and c."""
    head, _, last = text.rpartition(" and ")
    return [*head.split(", "), last] if head else [last]


def capital(text: str) -> str:
    """Return a text with a capital at its start."""
    return text[:1].upper() + text[1:]


def number(value: float) -> str:
    """Return a number without a needless nought after the point."""
    return f"{value:g}"


def significant(value: float, figures: int) -> str:
    """Return a number to so many significant figures, rounded half up, without needless noughts."""
    places = figures - 1 - floor(log10(abs(value))) if value else 0
    return number(float(rounded(value, max(0, places))))


def signed(value: float, decimals: int) -> str:
    """Return a number with the minus that the report prints, and none before a nought."""
    return str(rounded(value, decimals) + 0).replace("-", "−")


def between(values: Sequence[float]) -> str:
    """Return whole numbers as a range, or as one."""
    low, high = rounded(min(values), 0), rounded(max(values), 0)
    return f"{low}" if low == high else f"{low} to {high}"


def clock(seconds: float) -> str:
    """Return a wait as drawings print it: two digits, in minutes below two hours and in days from two days."""
    minutes, hours, days = seconds / 60, seconds / 3600, seconds / 86400
    if minutes < 120:
        return f"{number(float(rounded(minutes, 0)))} min"
    unit, value = ("h", hours) if hours < 48 else ("d", days)
    return f"{number(float(rounded(value, 1 if value < 10 else 0)))} {unit}"


def waits(seconds: float) -> tuple[str, ...]:
    """Return a wait as drawings may print it: a value half-way between two is rounded either way."""
    return tuple(dict.fromkeys(clock(seconds + hair) for hair in (0.01, -0.01)))


def p_value(p: float) -> str:
    """Return a p-value as tables print it."""
    return "p < 0.001" if p < 0.001 else f"p = {rounded(p, 3)}"


def points(share: float) -> str:
    """Return a difference of shares in whole percentage points."""
    return signed(share * 100, 0)


def in_points(share: float) -> str:
    """Return a difference of shares in points, with the noun."""
    return f"{points(share)} point{'' if points(share).lstrip('−') == '1' else 's'}"
