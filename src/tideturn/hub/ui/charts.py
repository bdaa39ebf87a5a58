"""Bars that are drawn on the server: a title, a sentence that says what they show, and the table behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_ROW: Final = 52
_WORDS: Final = 18
_BAR: Final = 14


@dataclass(frozen=True)
class Bar:
    """One bar: what it counts, how much, and the words for that (“13 of 17 people”)."""

    label: str
    amount: float
    told: str


@dataclass(frozen=True)
class Drawn:
    """A bar with its place: from the top in pixels, across in parts of a hundred, so that words keep their size."""

    bar: Bar
    words: int
    top: int
    width: float


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Bars from nought to `whole`. Raises ValueError where an amount is below nought or above the whole."""

    title: str
    says: str
    """The sentence of what they show."""
    counts: str
    """The head of the table's first column."""
    bars: Sequence[Bar]
    whole: float

    def __post_init__(self) -> None:
        for bar in self.bars:
            if not 0 <= bar.amount <= self.whole:
                raise ValueError(f"the bar {bar.label} is {bar.amount}, which is not between 0 and {self.whole}")

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """The bars in their places."""
        return tuple(
            Drawn(bar, at * _ROW + _WORDS, at * _ROW + _WORDS + 8, round(100 * bar.amount / (self.whole or 1), 2))
            for at, bar in enumerate(self.bars)
        )

    @property
    def height(self) -> int:
        """Of the whole drawing, in pixels."""
        return max(len(self.bars) * _ROW - (_ROW - _WORDS - 8 - _BAR) + 2, 0)

    @property
    def thickness(self) -> int:
        """Of a bar, in pixels."""
        return _BAR
