"""What a release holds, how its counts are related, and what nobody may learn from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

HIDDEN: Final = "c"
"""Sign shown in place of a hidden number; the same sign whatever the reason for hiding it."""


@dataclass(frozen=True)
class DisclosureRule:
    """The rule for small numbers in a release.

    small_count: largest count that is small; 0: no count is. show_zero: whether a count of 0 may be shown.
    small_denominator: smallest denominator of a percentage that may be shown.
    """

    small_count: int = 5
    show_zero: bool = True
    small_denominator: int = 10

    def small(self, count: int) -> bool:
        """Return whether a count of young people or families is too small to show."""
        return (0 if not self.show_zero else 1) <= count <= self.small_count and self.small_count > 0

    def leaves_few(self, difference: int) -> bool:
        """Return whether a difference between two shown counts would reveal a small group."""
        return 1 <= difference <= self.small_count

    @property
    def highest(self) -> int:
        """Return the top of the range where a small count must stay uncertain; the range must hold two values."""
        return max(self.small_count, 2)


@dataclass(frozen=True)
class Cell:
    """A count that would be shown.

    protected: whether it counts young people or families. weight: factor on the price of hiding it.
    """

    id: str
    count: int
    protected: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Relation:
    """A sum that joins counts: the sum of coefficient × count over `terms` is `constant`."""

    terms: tuple[tuple[str, int], ...]
    constant: int = 0

    @classmethod
    def total(cls, total: str, parts: Iterable[str]) -> Relation:
        """Return the relation that a total is the sum of its parts."""
        return cls(((total, -1), *((part, 1) for part in parts)))

    def differences(self) -> Iterator[tuple[str | None, str, int]]:
        """Yield each (total, part, sum) of a relation that says “a total is the sum of its parts”; none for any other.

        If the total is a constant, `total` is None and `sum` holds it; otherwise `sum` is 0.
        """
        plus = [name for name, times in self.terms if times == 1]
        minus = [name for name, times in self.terms if times == -1]
        if len(plus) + len(minus) != len(self.terms):
            return
        if self.constant and not (plus and minus):
            for part in plus or minus:
                yield None, part, abs(self.constant)
        elif not self.constant:
            for totals, parts in ((plus, minus), (minus, plus)):
                if len(totals) == 1 and len(parts) > 1:
                    for part in parts:
                        yield totals[0], part, 0


@dataclass(frozen=True)
class AtMost:
    """A bound that everybody knows without knowing either count: the sum of `smaller` is at most that of `larger`.

    For example, only those who were asked to meet a rule can have met it, and those seen within 30 days are among those
    seen within 60. A count listed twice counts twice.
    """

    smaller: tuple[str, ...]
    larger: tuple[str, ...]

    def groups_left(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each (whole, parts) where the whole minus the parts is a group of its own.

        Yield none if several counts together make the larger side, since then no number shown is their whole.
        """
        if len(self.larger) == 1:
            yield self.larger[0], self.smaller
            if len(self.smaller) > 1:
                yield from ((self.larger[0], (part,)) for part in self.smaller)


@dataclass(frozen=True)
class EarlierRelease:
    """What an earlier version showed, by the same ids; a count is None if it was hidden then."""

    version: str
    cells: Mapping[str, int | None]
    relations: tuple[Relation, ...] = ()
    bounds: tuple[AtMost, ...] = ()
    untold: frozenset[str] = frozenset()
    """Outcomes whose verdict it withheld, because the verdict would have revealed a small count."""

    def as_dict(self) -> dict[str, Any]:
        """Return its counts, relations, bounds and withheld outcomes, for checking later releases against it."""
        return {
            "cells": dict(sorted(self.cells.items())),
            "relations": [{"terms": [list(t) for t in r.terms], "constant": r.constant} for r in self.relations],
            "bounds": [{"smaller": list(b.smaller), "larger": list(b.larger)} for b in self.bounds],
            "untold": sorted(self.untold),
        }


@dataclass(frozen=True)
class Suppression:
    """What to hide. `primary`: cells hidden for their own sake. `secondary`: so that no primary one can be worked out.

    `unprotected`: cells that stay known whatever is hidden now, because an earlier release gave them away.
    """

    primary: frozenset[str]
    secondary: frozenset[str]
    unprotected: frozenset[str] = field(default=frozenset())

    @property
    def hidden(self) -> frozenset[str]:
        """Return every hidden cell: a reader cannot tell one kind from the other."""
        return self.primary | self.secondary


@dataclass(frozen=True)
class Exposed:
    """A small count that a reader can work out: it must lie between `low` and `high`, both included."""

    id: str
    low: int
    high: int
    why: str
