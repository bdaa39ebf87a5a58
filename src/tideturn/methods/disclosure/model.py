"""What a release holds, how its counts hang together, and what may not be known from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

HIDDEN: Final = "c"
"""What stands in place of a hidden number: the same sign whatever it was hidden for."""


@dataclass(frozen=True)
class DisclosureRule:
    """Which counts are small (`small_count` 0: none is), and how many a percentage needs below the line."""

    small_count: int = 5
    show_zero: bool = True
    small_denominator: int = 10

    def small(self, count: int) -> bool:
        """Whether a count of young people or families may not be shown."""
        return (0 if not self.show_zero else 1) <= count <= self.small_count and self.small_count > 0

    def leaves_few(self, difference: int) -> bool:
        """Whether a difference of two shown counts would show a small group."""
        return 1 <= difference <= self.small_count

    @property
    def highest(self) -> int:
        """The upper end of the range within which a small count has to stay open: it must hold two values."""
        return max(self.small_count, 2)


@dataclass(frozen=True)
class Cell:
    """A count that would be shown. `protected`: of young people or families. `weight`: how dear it is to show it."""

    id: str
    count: int
    protected: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Relation:
    """Counts that hang together: the sum of coefficient × count over `terms` is `constant`."""

    terms: tuple[tuple[str, int], ...]
    constant: int = 0

    @classmethod
    def total(cls, total: str, parts: Iterable[str]) -> Relation:
        """That a total is the sum of its parts."""
        return cls(((total, -1), *((part, 1) for part in parts)))

    def differences(self) -> Iterator[tuple[str | None, str, int]]:
        """Each (total, part, sum) of a relation that says “a total is the sum of its parts”; none for any other.

        A total that is a constant is None, and then `sum` holds it; otherwise `sum` is 0.
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
    """What everybody knows of two counts without knowing either: the sum of `smaller` is no more than that of `larger`.

    Nobody met a rule who was not asked to; those seen within 30 days are among those seen within 60. A count that
    stands twice counts twice.
    """

    smaller: tuple[str, ...]
    larger: tuple[str, ...]

    def groups_left(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each (whole, parts) of which the whole less the parts is a group of its own.

        None where several counts together make the larger side, since no number shown is then their whole.
        """
        if len(self.larger) == 1:
            yield self.larger[0], self.smaller
            if len(self.smaller) > 1:
                yield from ((self.larger[0], (part,)) for part in self.smaller)


@dataclass(frozen=True)
class EarlierRelease:
    """What an earlier version showed, by the same ids; None where it was hidden then."""

    version: str
    cells: Mapping[str, int | None]
    relations: tuple[Relation, ...] = ()
    bounds: tuple[AtMost, ...] = ()
    untold: frozenset[str] = frozenset()
    """The outcomes whose verdict it withheld, since that would have told a small count."""

    def as_dict(self) -> dict[str, Any]:
        """What it showed, the sums that join it and what is at most what, for holding later ones against it."""
        return {
            "cells": dict(sorted(self.cells.items())),
            "relations": [{"terms": [list(t) for t in r.terms], "constant": r.constant} for r in self.relations],
            "bounds": [{"smaller": list(b.smaller), "larger": list(b.larger)} for b in self.bounds],
            "untold": sorted(self.untold),
        }


@dataclass(frozen=True)
class Suppression:
    """What to hide. `primary`: for its own sake. `secondary`: so that no primary one can be worked out.

    `unprotected` names what stays known whatever is hidden now, because an earlier release gave it away.
    """

    primary: frozenset[str]
    secondary: frozenset[str]
    unprotected: frozenset[str] = field(default=frozenset())

    @property
    def hidden(self) -> frozenset[str]:
        """Every hidden cell: a reader cannot tell one kind from the other."""
        return self.primary | self.secondary


@dataclass(frozen=True)
class Exposed:
    """A small count that a reader can work out: `low` to `high` is all that it can be."""

    id: str
    low: int
    high: int
    why: str
