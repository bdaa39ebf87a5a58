"""Say what a number ought to be, and tell whether what was printed is that, rounded as printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .numbers import rounded, value_of


@dataclass(frozen=True)
class Near:
    """A number that was drawn at random: another draw must come within `within` of it."""

    value: float
    within: float


@dataclass(frozen=True)
class Below:
    """A p-value printed as “< 0.001” when it is less than that, else in full."""

    value: float


@dataclass(frozen=True)
class Holds:
    """Something that was checked by the calculation itself: whether it holds, and what the folder says."""

    ok: bool
    told: str = ""


@dataclass(frozen=True)
class Maybe:
    """A number that a drawing leaves out where there is too little room for it."""

    value: Any


@dataclass(frozen=True)
class Range:
    """A number that was drawn at random and may lie anywhere between two ends."""

    low: float
    high: float


@dataclass(frozen=True)
class OneOf:
    """Any of several wordings of one thing."""

    values: tuple[Any, ...]


def agrees(printed: str, expected: Any) -> bool:
    """Tell whether what was printed is what was recomputed, rounded as printed."""
    printed = printed.strip()
    if isinstance(expected, Holds):
        return expected.ok
    if isinstance(expected, OneOf):
        return any(agrees(printed, each) for each in expected.values)
    if isinstance(expected, str):
        return printed == expected or printed == expected[:1].upper() + expected[1:]
    if expected is None:
        return False
    if isinstance(expected, Below):
        limit = printed.replace("<", "").replace("=", "").strip()
        value, decimals, _ = value_of(limit)
        smallest = 10.0**-decimals
        if "<" in printed:
            return expected.value < float(value) and float(value) == smallest
        return rounded(expected.value, decimals) == rounded(value, decimals)
    try:
        value, decimals, percent = value_of(printed.removeprefix("= "))
    except ValueError:
        return False
    scale = 100 if percent else 1
    if isinstance(expected, Range):
        half = 0.5 / 10**decimals + 1e-9
        return expected.low * scale - half <= float(value) <= expected.high * scale + half
    if isinstance(expected, Near):
        half = Fraction(1, 2 * 10**decimals)
        return abs(float(value) - expected.value * scale) <= expected.within * scale + float(half) + 1e-9
    return rounded(expected * scale, decimals) == rounded(value, decimals)


def shown(expected: Any, printed: str = "") -> str:
    """Return a recomputed value as a message shows it."""
    if isinstance(expected, Fraction):
        return f"{float(expected):g}" if expected.denominator != 1 else str(expected.numerator)
    if isinstance(expected, Holds):
        return expected.told
    if isinstance(expected, float):
        return f"{expected:.6g}"
    return str(expected)


def drawn(printed: Sequence[str], expected: Sequence[Any]) -> bool:
    """Tell whether the numbers of a drawing are those expected, in order, but for such as had no room."""
    left = list(printed)
    for each in expected:
        wanted = each.value if isinstance(each, Maybe) else each
        if left and agrees(left[0], wanted):
            left.pop(0)
        elif not isinstance(each, Maybe):
            return False
    return not left
