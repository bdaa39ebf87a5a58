"""Whether steps are skipped at night: cases that began then against those that began by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from tideturn.methods.intervals import fisher
from tideturn.methods.pathways.consistency import FEW, LEVEL
from tideturn.methods.pathways.design import Designed
from tideturn.methods.pathways.following import Following
from tideturn.methods.pathways.log import EventLog

NIGHT: Final = (22, 6)
"""Night is from ten in the evening until six in the morning by the clock of the log's zone."""


@dataclass(frozen=True)
class ByNight:
    """One step that is asked of every case: how many skipped it, of those that began at night and by day.

    `p` is Fisher's exact two-sided one, `adjusted` the same over all steps that were looked at (Holm 1979,
    Scandinavian Journal of Statistics 6:65–70); both None where either side has no case.
    """

    step: str
    skipped_night: int
    night: int
    skipped_day: int
    day: int
    p: float | None
    adjusted: float | None

    @property
    def differs(self) -> bool:
        """Whether it is skipped more or less often at night than chance would have it, with enough cases to say so."""
        return self.adjusted is not None and self.adjusted < LEVEL and min(self.night, self.day) >= FEW


def by_night(log: EventLog, design: Designed, held: Following, *, site: str | None = None) -> tuple[ByNight, ...]:
    """Each step that is not optional, after the first, over the cases of a log, or of one site, that are over.

    `held` is how that log followed the design. A case is of the night when its first event is. A step that fairly
    differs at a site is not looked at there.
    """
    hours = log.spans["began"].dt.convert_time_zone(log.zone).dt.hour().to_numpy()
    late, early = NIGHT
    sites = _names(log)
    over = (held.of >= 0) & np.array([site in (None, own) for own in sites], dtype=np.bool_)
    night = ((hours >= late) | (hours < early)) & over
    exempt = {own: frozenset(design.exempt(own)) for own in set(sites)}
    nothing = frozenset[str]()
    skipped = [frozenset(held.fits[place].skipped) if place >= 0 else nothing for place in held.of.tolist()]
    found = []
    for step in [step.name for step in design.steps if not step.optional][1:]:
        asked = over & np.array([step not in exempt[own] for own in sites], dtype=np.bool_)
        missed = np.array([step in own for own in skipped], dtype=np.bool_)
        sides = [(int((missed & asked & side).sum()), int((asked & side).sum())) for side in (night, ~night)]
        (k_night, n_night), (k_day, n_day) = sides
        p = fisher(k_night, n_night, k_day, n_day) if n_night and n_day else None
        found.append(ByNight(step, k_night, n_night, k_day, n_day, p, None))
    return _adjusted(found)


def _names(log: EventLog) -> list[str | None]:
    if "site" not in log.frame.columns:
        return [None] * len(log.cases)
    return [None if code is None else log.sites[code] for code in log.spans["site"].to_list()]


def _adjusted(found: list[ByNight]) -> tuple[ByNight, ...]:
    ranked = sorted((one.p, place) for place, one in enumerate(found) if one.p is not None)
    reached, adjusted = 0.0, {}
    for rank, (p, place) in enumerate(ranked):
        reached = max(reached, min(1.0, (len(ranked) - rank) * p))
        adjusted[place] = reached
    return tuple(
        ByNight(one.step, one.skipped_night, one.night, one.skipped_day, one.day, one.p, adjusted.get(place))
        for place, one in enumerate(found)
    )
