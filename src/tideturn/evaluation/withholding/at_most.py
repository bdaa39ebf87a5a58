"""List the counts in a release that everybody knows to be at most others, where no sum joins them.

A case that met a pathway took each of its steps. A case that kept a deadline kept every later one. Half of the cases
had come to a step by the day that the release gives. The time since a pilot is part of its year. A person who was
scored twice had an open case. No more children were seen than sessions were offered. If one count contains the whole of
the other, the difference is a group of children, and is guarded as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, permutations
from typing import Final

from tideturn.dataset.model import Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks.exposure import PROTECTED, RECORD
from tideturn.evaluation.ledger.counts.casework import SESSIONS
from tideturn.evaluation.pathways import PathwayAt
from tideturn.evaluation.withholding.cells import Cells
from tideturn.evaluation.withholding.pathways import pilot_cell, rule_cell, year_before
from tideturn.methods.disclosure import DisclosureRule
from tideturn.methods.pathways.constraints import Constraint, Template

_ASKED: Final = ("kept", "broken", "open")
"""Results that a case may have under a rule."""


def pathway_bounds(pathways: Iterable[PathwayAt], rule: DisclosureRule, cells: Cells) -> None:
    """Add the bounds of the counts of pathways; these counts must be among the cells already."""
    for at in pathways:
        _steps(at, cells)
        for step, half in at.half.items():
            if min(at.now.cases, at.waits[step].cases) >= rule.small_denominator:
                _half(at, step, half, cells)
        for number, deadline in enumerate(at.deadlines):
            _rule(at, number, deadline.constraint, cells)
        for sooner, later in permutations(range(len(at.deadlines)), 2):
            if _no_later(at.deadlines[sooner].constraint, at.deadlines[later].constraint):
                _sooner(at, sooner, later, cells)
        if at.scope != PROGRAMME_SCOPE:
            _pilots(at, cells)


def record_bounds(sites: Sequence[str], year: Year, cells: Cells) -> None:
    """Add the bounds of the counts of records: who was scored twice or seen."""
    of_kinds = [f"{measure.name}/{PROGRAMME_SCOPE}/{year.number}#" for measure in SESSIONS]
    held, seen = (
        [f"{name}{what}" for name in of_kinds if f"{name}{what}" in cells.counts] for what in ("held", "seen")
    )
    everyone = f"sessions/{PROGRAMME_SCOPE}/{year.number}#seen"
    for several in (held, seen):
        cells.at_most([everyone], several)
    for name in [name for name in cells.counts if name.startswith("matched/") and name.endswith("#n")]:
        parts = name.removesuffix("#n").split("/")
        if len(parts) == 5 and parts[2] in {RECORD, *PROTECTED} and parts[3] in {PROGRAMME_SCOPE, *sites}:
            cells.at_most([name], [f"cases/{parts[3]}/{year.number}#open"])


def _steps(at: PathwayAt, cells: Cells) -> None:
    """Add that every case that met the whole pathway took every step that is asked of all."""
    for step in at.now.steps:
        if not step.optional and step.cases == at.now.cases:
            cells.at_most([f"{at.identity}#met"], [f"{at.identity}#taken.{step.name}"])


def _half(at: PathwayAt, step: str, half: float | None, cells: Cells) -> None:
    """Add what follows from the number of days within which half came to a step, or from fewer than half doing so.

    A release gives these days. For cases that are not over, nobody knows whether they began with the first step or came
    to this one.
    """
    first, then = f"{at.identity}#taken.{at.design.required[0]}", f"{at.identity}#taken.{step}"
    running = f"{at.identity}#not_over"
    if half is None:
        cells.at_most([then, then], [first, running])
    else:
        cells.at_most([first], [then, then, running, running, running])


def _rule(at: PathwayAt, number: int, rule: Constraint, cells: Cells) -> None:
    """Add the bounds of a rule: steps count only cases that are over, and rules also count those that are not."""
    kept, *_ = asked = [rule_cell(at, number, part) for part in _ASKED]
    running = f"{at.identity}#not_over"
    first, then = (f"{at.identity}#taken.{step}" for step in (rule.after, rule.then))
    if rule.template is Template.PRECEDENCE:
        cells.at_most([then], asked)
        cells.at_most(asked, [then, running])
        cells.at_most([kept], [first, running])
    else:
        cells.at_most([kept], [then, running])


def _no_later(one: Constraint, other: Constraint) -> bool:
    """Return whether a case that keeps the one rule keeps the other, since the other only allows as long or longer."""
    if (one.after, one.then, one.template) != (other.after, other.then, other.template):
        return False
    if other.within_days is None and other.within_hours is None:
        return True
    if one.within_hours is not None and other.within_hours is not None:
        return one.within_hours <= other.within_hours
    if one.within_days is None or other.within_days is None:
        return False  # hours by the clock against whole days: where the clocks change, neither is always the shorter
    return one.within_days <= other.within_days and (other.working_days or not one.working_days)


def _sooner(at: PathwayAt, sooner: int, later: int, cells: Cells) -> None:
    """Add that a case kept by 30 days is kept by 60, and one broken at 60 is broken at 30. Both ask the same cases."""
    cells.at_most([rule_cell(at, sooner, "kept")], [rule_cell(at, later, "kept")])
    cells.at_most([rule_cell(at, later, "broken")], [rule_cell(at, sooner, "broken")])
    cells.at_most([rule_cell(at, sooner, "open")], [rule_cell(at, later, "open")])
    if sooner < later:
        cells.same(rule_cell(at, sooner, "not_asked"), rule_cell(at, later, "not_asked"))


def _pilots(at: PathwayAt, cells: Cells) -> None:
    """Add that the time since a pilot is part of its year; the time before it is all of the year before and more.

    The time since a later pilot is shorter.
    """
    pilots = [one for one in at.pilots if one.pilot.site == at.scope]
    for name in ("cases", "met", "not_met"):
        since = [pilot_cell(at, one, "after", name) for one in pilots]
        until = [pilot_cell(at, one, "before", name) for one in pilots]
        for longer, shorter in pairwise([f"{at.identity}#{name}", *since]):
            cells.at_most([shorter], [longer])
        for shorter, longer in pairwise([f"{year_before(at)}#{name}", *until]):
            cells.at_most([shorter], [longer])
