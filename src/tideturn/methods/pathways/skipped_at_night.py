"""Whether steps are skipped at night: cases that began then against those that began by day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tideturn.methods.holm import holm
from tideturn.methods.intervals import fisher
from tideturn.methods.pathways.conformance import Followed
from tideturn.methods.pathways.consistency import FEW, LEVEL

HOURS: Final = {"night": (22, 6), "day": (6, 22)}
"""Night is from ten in the evening until six in the morning by the clock of the log's zone: for `groups.by_hour`."""


@dataclass(frozen=True)
class ByNight:
    """One step that is asked of every case: how many skipped it, of those that began at night and by day.

    `p` is Fisher's exact two-sided one, `adjusted` the same over all steps that were looked at (Holm 1979); both
    None where either side has no case.
    """

    step: str
    skipped_night: int
    night: int
    skipped_day: int
    day: int
    p: float | None
    adjusted: float | None = None

    @property
    def differs(self) -> bool:
        """Whether night and day differ beyond chance, with enough cases on either side to say so."""
        return self.adjusted is not None and self.adjusted < LEVEL and min(self.night, self.day) >= FEW

    @property
    def more_at_night(self) -> bool:
        """Whether it is skipped more often at night, beyond chance."""
        return self.differs and self.skipped_night * self.day > self.skipped_day * self.night


def by_night(night: Followed, day: Followed) -> tuple[ByNight, ...]:
    """Each step that is not optional, as it was followed by cases that began at night and by those of the day."""
    found = []
    for one, other in zip(night.steps, day.steps, strict=True):
        if not one.optional and one.cases + other.cases:
            p = fisher(one.skipped, one.cases, other.skipped, other.cases) if one.cases and other.cases else None
            found.append(ByNight(one.name, one.skipped, one.cases, other.skipped, other.cases, p))
    adjusted = iter(holm([one.p for one in found if one.p is not None]))
    return tuple(one if one.p is None else replace(one, adjusted=next(adjusted)) for one in found)
