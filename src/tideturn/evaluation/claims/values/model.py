"""Hold a number of the evidence, `k` of `n`, and all of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

DERIVED: Final = ("levels", "extremes", "periods", "sum", "exposure_year", "exposure_before")
"""Fields of counts that are derived from other numbers. They are never part of `k of n`."""


class Value(NamedTuple):
    """One number of the evidence: its field, and the reference that would fill it, if there is one."""

    number: float
    evidence_id: str
    field: str
    reference: str = ""


class Pair(NamedTuple):
    """`k` of `n` of one piece of evidence."""

    k: int
    n: int
    evidence_id: str
    field: str


@dataclass(frozen=True)
class Values:
    """What the evidence of one claim holds: counts, shares, pairs of k and n, differences, and other numbers."""

    counts: tuple[Value, ...]
    shares: tuple[Value, ...]
    pairs: tuple[Pair, ...]
    differences: tuple[Value, ...]
    numbers: tuple[Value, ...]
    changes: tuple[Value, ...]
    """Growth or fall of a number as a share of its own value, without its sign; 1 is all of it."""
    places: frozenset[int]
    """Numbers of places that the claim may speak of: those of its evidence, and the programme's."""
    words: tuple[str, ...]
    """Texts of its evidence."""
    voices: Mapping[str, str]
    """The voice whose answers each piece of evidence counts, without what comes from records."""

    def that(self, may_be: Callable[[str], bool]) -> Values:
        """Return the same values without the counts, shares and pairs whose field a number may not mean."""
        fields = {value.field for value in (*self.counts, *self.shares)} | {pair.field for pair in self.pairs}
        meant = {field: may_be(field) for field in sorted(fields)}
        return replace(
            self,
            counts=tuple(value for value in self.counts if meant[value.field]),
            shares=tuple(value for value in self.shares if meant[value.field]),
            pairs=tuple(pair for pair in self.pairs if meant[pair.field]),
        )
