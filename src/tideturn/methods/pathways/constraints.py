"""Rules with deadlines ("A is followed by B within 5 days"): kept, broken, or undecided at the cut-off."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.dataset.pathway_file import constraint_fault
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, quoted
from tideturn.methods.intervals import Interval, wilson
from tideturn.methods.pathways.cut_off import Places, SeenEvents, next_place
from tideturn.methods.pathways.deadlines import last_days
from tideturn.methods.pathways.groups import Groups
from tideturn.methods.pathways.log import EventLog
from tideturn.methods.pathways.times import HOUR

States = NDArray[np.int8]
NOT_ASKED, SATISFIED, OPEN, VIOLATED = range(4)
"""States of a case under one constraint, the more serious the higher: one broken activation breaks the case."""


class Template(StrEnum):
    """A constraint of Declare; its value is the word in a pathway's file."""

    RESPONSE = "response"
    """After every A there is a B; one B may answer several."""
    ALTERNATE_RESPONSE = "alternate response"
    """After every A there is a B, before the next A."""
    PRECEDENCE = "precedence"
    """Before every B there is an A; the latest counts for the deadline."""


@dataclass(frozen=True)
class Constraint:
    """A rule between two activities: `then` comes after `after`, in time.

    `within_days` counts days of the log's zone: the day of the first is day 0, and the deadline is the end of the last
    day, whatever the hour; with `working_days` only Mondays to Fridays count, without the bank holidays of England.
    `within_hours` runs by the clock instead. Without either there is no deadline, only an order.
    """

    name: str
    after: str
    then: str
    within_days: int | None = None
    working_days: bool = False
    within_hours: float | None = None
    template: Template = Template.RESPONSE

    def __post_init__(self) -> None:
        if fault := constraint_fault(vars(self)):
            _, what, mend = fault
            raise TideturnError(what, place=f"constraint {quoted(self.name)}", mend=mend)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Tally:
    """Results of one constraint for its activations, or for the cases that have one."""

    satisfied: int
    violated: int
    open: int

    @property
    def settled(self) -> int:
        """Return how many have a known result, kept or broken."""
        return self.satisfied + self.violated

    @property
    def share(self) -> float | None:
        """Return the share kept of those with a known result; None where there are none."""
        return self.satisfied / self.settled if self.settled else None

    @property
    def interval(self) -> Interval | None:
        """Return the Wilson interval of that share."""
        return wilson(self.satisfied, self.settled)


@dataclass(frozen=True, eq=False)
class Checked:
    """One constraint checked against a log.

    `states` gives for every case, by code, whether the constraint did not apply (0), was kept (1), is undecided (2) or
    was broken (3); a case that breaks it once breaks it. `by` has the cases of each group.
    """

    constraint: Constraint
    activations: Tally
    cases: Tally
    not_asked: int
    by: Mapping[str, Tally]
    states: States
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = f"{self.constraint.name}: {self.cases.satisfied:,} of {counted(self.cases.settled, 'case')} kept it"
        return f"{said}, {self.cases.open:,} undecided, {self.not_asked:,} not asked"

    def frame(self) -> pl.DataFrame:
        """Return one row for all cases and one for each group: counts, the share kept and its interval.

        The share is of cases that kept or broke the constraint, without undecided ones.
        """
        rows = [("", self.cases), *self.by.items()]
        return pl.DataFrame(
            [_row(self.constraint.name, group, tally) for group, tally in rows], schema=_COLUMNS, orient="row"
        )


_COLUMNS: Final = {
    "constraint": pl.String,
    "group": pl.String,
    "satisfied": pl.Int64,
    "violated": pl.Int64,
    "open": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}


def check(
    log: EventLog,
    constraints: Sequence[Constraint],
    *,
    cutoff: date | None = None,
    closed: Mapping[str, date] | None = None,
    closing: Collection[str] = (),
    groups: Groups | None = None,
) -> tuple[Checked, ...]:
    """Check every constraint against every case, each activation by itself.

    `cutoff` is the day (its end) or the instant when the watch over the log ended, the last event where none is given;
    later events are not seen. An activation whose deadline has not passed by then, and that nothing has answered, is
    open. Where the case was closed (`closed`: by name) or an activity of `closing` ended it after the activation, and
    nothing answered, the activation is broken, since nothing will answer. An answer must come after its activation in
    the log: events of one case at one time keep the order of the file.

    Source: the templates response, alternate response and precedence of Declare, Pesic, Schonenberg & van der Aalst
    2007, EDOC, 287–298; activations as in Burattin, Maggi, van der Aalst & Sperduti 2012, EDOC, 111–120; deadlines
    after Maggi & Westergaard 2014, Using timed automata for a priori warnings and planning, RuleML.
    """
    seen = SeenEvents(log, cutoff, closed)
    ends = np.sort(np.concatenate([np.empty(0, dtype=np.int64), *map(seen.places, closing)]))
    return tuple(_checked(constraint, seen, ends, groups) for constraint in constraints)


def constraints_from(entries: Sequence[Mapping[str, Any]], place: str = "") -> tuple[Constraint, ...]:
    """Return the constraints of a pathway's file, its `[[constraints]]`.

    Raise TideturnError for an entry that lacks what a constraint needs, or holds what cannot be one.
    """
    return tuple(_constraint(entry, place, number) for number, entry in enumerate(entries, 1))


def _constraint(entry: Mapping[str, Any], place: str, number: int) -> Constraint:
    if fault := constraint_fault(entry):
        _, what, mend = fault
        where = f"{place}, constraint {number}" if place else f"constraint {number}"
        raise TideturnError(what, place=where, mend=mend)
    after, then, days, hours = entry["after"], entry["then"], entry.get("within_days"), entry.get("within_hours")
    name, template = str(entry.get("name") or f"{after} → {then}"), Template(entry.get("template", Template.RESPONSE))
    return Constraint(name, after, then, days, bool(entry.get("working_days")), hours, template)


def _checked(constraint: Constraint, seen: SeenEvents, ends: Places, groups: Groups | None) -> Checked:
    preceded = constraint.template is Template.PRECEDENCE
    places, states = _preceded(constraint, seen) if preceded else _answered(constraint, seen, ends)
    of = np.zeros(seen.cases, dtype=np.int8)
    np.maximum.at(of, seen.case[places], states)
    by = {name: _tally(of[groups.cases(name)]) for name in groups.names} if groups else {}
    lacking = [name for name in dict.fromkeys((constraint.after, constraint.then)) if name not in seen.number]
    notes = tuple(f"No event is {quoted(name)}, which “{constraint.name}” speaks of." for name in lacking)
    return Checked(constraint, _tally(states), _tally(of), int((of == NOT_ASKED).sum()), by, of, notes)


def _answered(constraint: Constraint, seen: SeenEvents, ends: Places) -> tuple[Places, States]:
    """Find each A, and whether a B came after it in time; `ends` are the events that end a case."""
    asked, answers = seen.places(constraint.after), seen.places(constraint.then)
    answer, found = next_place(asked, answers, seen.case)
    states = np.full(asked.size, OPEN, dtype=np.int8)
    states[found] = np.where(_in_time(constraint, asked[found], answer[found], seen), SATISFIED, VIOLATED)
    waiting = asked[~found]
    broken = _passed(constraint, waiting, seen) | next_place(waiting, ends, seen.case)[1]
    if seen.closed is not None:
        broken |= seen.closed[seen.case[waiting]] <= seen.cutoff.bound
    states[~found] = np.where(broken, VIOLATED, OPEN)
    if constraint.template is Template.ALTERNATE_RESPONSE:
        again, once_more = next_place(asked, asked, seen.case)
        states[once_more & (~found | (again < answer))] = VIOLATED
    return asked, states


def _preceded(constraint: Constraint, seen: SeenEvents) -> tuple[Places, States]:
    """Find each B, and whether an A came before it, not too long ago."""
    causes, asked = seen.places(constraint.after), seen.places(constraint.then)
    place = np.searchsorted(causes, asked, side="left") - 1
    cause = causes[np.maximum(place, 0)] if causes.size else asked
    found = (place >= 0) & (seen.case[cause] == seen.case[asked])
    states = np.full(asked.size, VIOLATED, dtype=np.int8)
    states[found] = np.where(_in_time(constraint, cause[found], asked[found], seen), SATISFIED, VIOLATED)
    return asked, states


def _in_time(constraint: Constraint, first: Places, second: Places, seen: SeenEvents) -> NDArray[np.bool_]:
    if constraint.within_days is not None:
        last = last_days(seen.day[first], constraint.within_days, working=constraint.working_days)
        return seen.day[second] <= last
    if constraint.within_hours is not None:
        within = round(constraint.within_hours * HOUR)
        return np.asarray(seen.time[second] - seen.time[first] <= within)
    return np.ones(first.size, dtype=np.bool_)


def _passed(constraint: Constraint, asked: Places, seen: SeenEvents) -> NDArray[np.bool_]:
    """Return whether the deadline had passed by the cut-off."""
    if constraint.within_days is not None:
        last = last_days(seen.day[asked], constraint.within_days, working=constraint.working_days)
        return np.asarray(last < seen.cutoff.day)
    if constraint.within_hours is not None:
        within = round(constraint.within_hours * HOUR)
        return np.asarray(seen.time[asked] + within < seen.cutoff.bound)
    return np.zeros(asked.size, dtype=np.bool_)


def _tally(states: States) -> Tally:
    counts = np.bincount(states, minlength=4)
    return Tally(int(counts[SATISFIED]), int(counts[VIOLATED]), int(counts[OPEN]))


def _row(name: str, group: str, tally: Tally) -> tuple[object, ...]:
    interval = tally.interval
    ends = (interval.low, interval.high) if interval else (None, None)
    return name, group, tally.satisfied, tally.violated, tally.open, tally.share, *ends
