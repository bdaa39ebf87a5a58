"""The pathway as it was designed: its steps in order, the rules on them, its pilots, and what fairly differs."""

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
    """A designed step; an optional one is taken where it is called for."""

    name: str
    optional: bool = False


@dataclass(frozen=True)
class Pilot:
    """From this day the site tried the pathway with these steps moved."""

    site: str
    day: date
    moved: tuple[str, ...] = ()


@dataclass(frozen=True)
class LocalDifference:
    """Steps that fairly differ at a site, and why."""

    site: str
    reason: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Fit:
    """How one trace held to a design: steps by name, each once.

    `met` where every step asked for was taken, in the designed order. `taken` are the designed steps that happened,
    `skipped` those asked for that never did, `out_of_order` those taken and not in their place; `added` are others.
    """

    met: bool
    taken: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()


class Designed(Protocol):
    """What a pathway must say of itself to be followed: one of ordered steps, or a drawn one with branches."""

    @property
    def steps(self) -> Sequence[Step]:
        """Every step that it knows, in the order in which they are told."""

    def exempt(self, site: str | None) -> Collection[str]:
        """Steps that fairly differ at a site, and are not looked at there."""

    def fit(self, trace: Trace, site: str | None = None) -> Fit:
        """How the trace of a case at this site held to the design."""


@dataclass(frozen=True)
class Design:
    """A pathway of steps in one order. Steps are told apart by their names, so each stands in it once."""

    name: str
    steps: tuple[Step, ...]
    outcome_id: str = ""
    constraints: tuple[Constraint, ...] = ()
    pilots: tuple[Pilot, ...] = ()
    local: tuple[LocalDifference, ...] = ()
    closing: tuple[str, ...] = ()
    """Activities that end a case: whatever step it has not taken by then, it no longer waits for. Steps or others."""
    kept_by: str = KEPT_BY.codes[0]
    """Who keeps the events: the programme, or others."""

    @classmethod
    def from_mapping(cls, said: Mapping[str, Any], *, place: str = "the design") -> Design:
        """The design that a file `pathways/P.toml` holds; `place` is how to name it in a fault.

        Raises TideturnError for what is missing, of the wrong kind, or not known, or speaks of a step that the design
        lacks.
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
        """The steps that are not optional."""
        return tuple(step.name for step in self.steps if not step.optional)

    def exempt(self, site: str | None) -> frozenset[str]:
        """Steps that fairly differ at a site."""
        return frozenset(step for local in self.local if local.site == site for step in local.steps)

    def fit(self, trace: Trace, site: str | None = None) -> Fit:
        """How a trace held to the design: its largest part that is in order decides what is out of order.

        A step taken again is no fault while one of its times is in place. Where two steps stand the wrong way round
        either could be the one at fault; the later designed of them is named, for it came too soon. An optional step
        out of its place is named and does not keep a case from having met the pathway.
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
    """The steps that fairly differ at any of these sites, sorted; none without a design."""
    return tuple(sorted({step for site in sites for step in (design.exempt(site) if design else ())}))


def _in_order(taken: Sequence[int], optional: Sequence[bool]) -> frozenset[int]:
    """The steps of the weightiest part of a trace that is in order: required steps first, then as many as can be.

    Of parts that weigh the same, the one with the earlier designed steps.
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
