"""Comparison of how often two groups of cases skip a step: by hour, by site, or before a pilot and since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tideturn.methods.holm import holm
from tideturn.methods.intervals import fisher
from tideturn.methods.pathways.conformance import Followed
from tideturn.methods.pathways.consistency import FEW, LEVEL

HOURS: Final = {"night": (22, 6), "day": (6, 22)}
"""Hours of night and day by the clock of the log's zone, for `groups.by_hour`: night is from 22:00 to 06:00."""
BY_HOUR, BY_SITE, BY_PILOT = "hour", "site", "pilot"
"""Ways to divide cases: by when they began, by this site against the others, by the side of a pilot."""
SIDES: Final = {BY_HOUR: ("night", "day"), BY_SITE: ("there", "elsewhere"), BY_PILOT: ("before", "since")}


@dataclass(frozen=True)
class Cut:
    """Two groups of cases to compare; `site` and `day` are those of a site or a pilot."""

    by: str
    site: str = ""
    day: date | None = None

    @property
    def sides(self) -> tuple[str, str]:
        """Return the names of its two groups."""
        return SIDES[self.by]


@dataclass(frozen=True)
class Skipped:
    """One step that every case must take: how many cases of each group skipped it, of how many.

    `p` is from Fisher's exact two-sided test, None where a group has fewer than ten cases; `adjusted` is the same over
    all the comparisons made (Holm 1979). `more` names the group that skips it more often beyond chance, whichever of
    the two that is; None where neither is shown to.
    """

    step: str
    cut: Cut
    skipped: tuple[int, int]
    cases: tuple[int, int]
    p: float | None
    adjusted: float | None = None
    more: str | None = None

    @property
    def difference(self) -> float:
        """Return the first group's share less the second's; 0 where either has no case."""
        return self.skipped[0] / self.cases[0] - self.skipped[1] / self.cases[1] if all(self.cases) else 0.0


def skipped_by(sides: Iterable[tuple[Cut, Followed, Followed]]) -> tuple[Skipped, ...]:
    """Return each step that is not optional in each cut, cut by cut in the order of the steps."""
    found = []
    for cut, one, other in sides:
        for a, b in zip(one.steps, other.steps, strict=True):
            if not a.optional and a.cases + b.cases:
                p = fisher(a.skipped, a.cases, b.skipped, b.cases) if min(a.cases, b.cases) >= FEW else None
                found.append(Skipped(a.name, cut, (a.skipped, b.skipped), (a.cases, b.cases), p))
    adjusted = iter(holm([one.p for one in found if one.p is not None]))
    return tuple(one if one.p is None else _judged(one, next(adjusted)) for one in found)


def largest_first(found: Iterable[Skipped]) -> list[Skipped]:
    """Return the steps that differ beyond chance, in either direction, the largest difference of shares first."""
    return sorted((one for one in found if one.more), key=lambda one: -abs(one.difference))


def _judged(one: Skipped, adjusted: float) -> Skipped:
    more = one.cut.sides[one.difference < 0] if adjusted < LEVEL else None
    return replace(one, adjusted=adjusted, more=more)
