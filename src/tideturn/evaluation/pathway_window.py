"""The cases that began on a pathway in a year, as far as they were watched, and which of them are over."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.dataset.model import Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.methods.pathways import EventLog
from tideturn.methods.pathways.conformance import Conformance, Followed, conformance
from tideturn.methods.pathways.constraints import Constraint
from tideturn.methods.pathways.deadlines import last_days
from tideturn.methods.pathways.design import Design
from tideturn.methods.pathways.groups import by_site, day_number, day_of, first_days, local_days

NOTHING: Final = Followed(0, 0, (), {})
"""Result for no cases."""


@dataclass(frozen=True, eq=False)
class Window:
    """The cases that began in a year, as far as they were watched; those followed for long enough; how those fared."""

    begun: EventLog
    log: EventLog
    until: date
    last_event: date
    """Day of the last event on record by then, of a case of any year."""
    held: Conformance

    @classmethod
    def of(cls, whole: EventLog, design: Design, year: Year) -> Window | None:
        """Return the cases of a year, watched until its end or the end of its records; None if none began."""
        until = year.last_known
        days = local_days(whole.frame["time"], whole.zone)
        known = days <= day_number(until)
        seen = replace(whole, frame=whole.frame.filter(pl.Series(known)))
        first = first_days(seen)
        within = (first >= day_number(year.start)) & (first <= day_number(year.end))
        if not within.any():
            return None
        begun = seen.of_cases(seen.spans["case"].filter(within))
        over = _all_due(first[within], design.constraints) <= day_number(until)
        log = begun.of_cases(begun.spans["case"].filter(over))
        return cls(begun, log, until, day_of(int(days[known].max())), conformance(log, design))

    def followed(self, scope: str) -> Followed:
        """Return how the cases of a scope that are over followed the design."""
        return self.held.whole if scope == PROGRAMME_SCOPE else self.held.by_site.get(scope, NOTHING)

    def at(self, scope: str) -> EventLog | None:
        """Return the cases of a scope that are over; None if there are none."""
        if not _cases_at(self.log, scope):
            return None
        return self.log if scope == PROGRAMME_SCOPE else self.log.of_sites(scope)

    def not_over(self, scope: str) -> int:
        """Return how many of a scope's cases are not over."""
        return _cases_at(self.begun, scope) - _cases_at(self.log, scope)

    def has(self, scope: str) -> bool:
        """Return whether a case of the scope began in the year."""
        return _cases_at(self.begun, scope) > 0


def _cases_at(log: EventLog, scope: str) -> int:
    if scope == PROGRAMME_SCOPE:
        return len(log.cases)
    return int(by_site(log).cases(scope).sum()) if scope in log.sites else 0


def _all_due(began: NDArray[np.int64], constraints: Sequence[Constraint]) -> NDArray[np.int64]:
    """Return the day on which each case's last deadline has passed, if each began when the one before it ended."""
    due = began
    for one in constraints:
        if one.within_days is not None:
            due = last_days(due, one.within_days, working=one.working_days)
        elif one.within_hours is not None:
            due = due + math.ceil(one.within_hours / 24)
    return due
