"""The pathway as designed: its steps in order, the rules on them, its pilots, and local differences."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from tideturn.dataset.pathway_file import closing_names, design_faults, entries, strangers
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.vocabulary import KEPT_BY
from tideturn.dataset.wording import listed, quoted
from tideturn.methods.pathways.constraints import Constraint, constraints_from
from tideturn.methods.pathways.traces import Trace


@dataclass(frozen=True)
class Step:
    """A designed step; an optional one is taken only where a case needs it."""

    name: str
    optional: bool = False


@dataclass(frozen=True)
class Pilot:
    """A site's trial of the pathway from this day, with these steps moved."""

    site: str
    day: date
    moved: tuple[str, ...] = ()


@dataclass(frozen=True)
class LocalDifference:
    """Steps that are allowed to differ at a site, and why."""

    site: str
    reason: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Fit:
    """How one trace fits a design: steps by name, each once.

    `met` is whether every required step was taken, in the designed order. `taken` are the designed steps that happened,
    `skipped` the required ones that never did, `out_of_order` those taken but not in their place; `added` are other
    activities.
    """

    met: bool
    taken: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()


class Designed(Protocol):
    """The interface of a design that cases can follow: ordered steps, or a drawing with branches."""

    @property
    def steps(self) -> Sequence[Step]:
        """Return every step of the design, in the order for display."""

    def exempt(self, site: str | None) -> Collection[str]:
        """Return the steps that are allowed to differ at a site, and are not checked there."""

    def fit(self, trace: Trace, site: str | None = None) -> Fit:
        """Return how the trace of a case at this site fits the design."""


@dataclass(frozen=True)
class Design:
    """A pathway of steps in one order. Names identify steps, so each name is in it once."""

    name: str
    steps: tuple[Step, ...]
    outcome_id: str = ""
    constraints: tuple[Constraint, ...] = ()
    pilots: tuple[Pilot, ...] = ()
    local: tuple[LocalDifference, ...] = ()
    closing: tuple[str, ...] = ()
    """Activities that end a case, steps or others: it then no longer waits for any step that it has not taken."""
    kept_by: str = KEPT_BY.codes[0]
    """Keeper of the events: the programme, or others."""

    @classmethod
    def from_mapping(cls, said: Mapping[str, Any], *, place: str = "the design") -> Design:
        """Return the design from a file `pathways/P.toml`; errors name it as `place`.

        Raise TideturnError for an entry that is missing, of the wrong kind or not known, or that names a step that the
        design lacks.
        """
        for word, what, mend in (*strangers(said), *design_faults(said)):
            raise TideturnError(what, place=f"{place}, {word}", mend=mend)
        steps = tuple(Step(entry["name"].strip(), entry.get("optional", False)) for entry in entries(said, "steps"))
        names = [step.name for step in steps]
        constraints = constraints_from(entries(said, "constraints"), place)
        for constraint in constraints:
            for name in (constraint.after, constraint.then):
                if name not in names:
                    what, mend = f"{quoted(name)} is no step of the pathway.", f"They are {listed(names)}."
                    raise TideturnError(what, place=f"{place}, constraint {quoted(constraint.name)}", mend=mend)
        return cls(
            str(said.get("name") or place),
            steps,
            str(said.get("outcome_id") or ""),
            constraints,
            tuple(Pilot(*_site_and_day(entry), tuple(entry.get("moved", ()))) for entry in entries(said, "pilots")),
            tuple(
                LocalDifference(entry["site"], str(entry.get("reason") or ""), tuple(entry.get("steps", ())))
                for entry in entries(said, "local")
            ),
            tuple(closing_names(said)),
            str(said.get("kept_by") or KEPT_BY.codes[0]),
        )

    @property
    def required(self) -> tuple[str, ...]:
        """Return the steps that are not optional."""
        return tuple(step.name for step in self.steps if not step.optional)

    def exempt(self, site: str | None) -> frozenset[str]:
        """Return the steps that are allowed to differ at a site."""
        return frozenset(step for local in self.local if local.site == site for step in local.steps)

    def fit(self, trace: Trace, site: str | None = None) -> Fit:
        """Return how a trace fits the design: steps outside its largest part in order are out of order.

        A step taken again is no fault while one of its times is in place. Where two steps are the wrong way round,
        either could be the one at fault; the result names the one designed later, because it came too soon. An optional
        step out of its place is named but does not keep a case from having met the pathway.
        """
        left_out = self.exempt(site)
        designed = [step for step in self.steps if step.name not in left_out]
        place = {step.name: number for number, step in enumerate(designed)}
        known = {*place, *left_out, *self.closing}
        taken = [place[step] for step in trace if step in place]
        kept = _in_order(taken, [step.optional for step in designed])
        there = set(taken)
        return Fit(
            met=all(step.optional or number in kept for number, step in enumerate(designed)),
            taken=tuple(step.name for n, step in enumerate(designed) if n in there),
            skipped=tuple(step.name for n, step in enumerate(designed) if not step.optional and n not in there),
            added=tuple(dict.fromkeys(step for step in trace if step not in known)),
            out_of_order=tuple(step.name for n, step in enumerate(designed) if n in there and n not in kept),
        )


def exempt_at(design: Designed | None, sites: Iterable[str]) -> tuple[str, ...]:
    """Return the steps that are allowed to differ at any of these sites, sorted; none without a design."""
    return tuple(sorted({step for site in sites for step in (design.exempt(site) if design else ())}))


def _in_order(taken: Sequence[int], optional: Sequence[bool]) -> frozenset[int]:
    """Return the steps of the weightiest ordered part of a trace: required steps first, then as many as possible.

    Of parts with the same weight, return the one with the earlier designed steps.
    """
    size = len(optional)
    if all(a < b for a, b in itertools.pairwise(taken)):
        return frozenset(taken)
    # A part's weight, and its steps as a number in which the earlier designed step has the higher digit.
    best: list[tuple[int, int]] = [(0, 0)] * size
    for step in taken:
        weight, steps = max(best[:step], default=(0, 0))
        mine = (weight + (1 if optional[step] else size), steps + (1 << (size - step)))
        best[step] = max(best[step], mine)
    steps = max(best)[1]
    return frozenset(number for number in range(size) if steps >> (size - number) & 1)


def _site_and_day(pilot: Mapping[str, Any]) -> tuple[str, date]:
    site, day = pilot["site"], pilot["date"]
    return site, day.date() if isinstance(day, datetime) else day
