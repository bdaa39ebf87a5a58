"""The pathway as it was designed: its steps in order, the rules on them, its pilots, and what fairly differs."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from tideturn.dataset.pathway_file import strangers
from tideturn.dataset.problems import TideturnError
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

    @classmethod
    def from_mapping(cls, said: Mapping[str, Any], *, place: str = "the design") -> Design:
        """The design that a file `pathways/P.toml` holds; `place` is how to name it in a fault.

        Raises TideturnError for what is missing, of the wrong kind, or not known, or speaks of a step that the design
        lacks.
        """
        for _, what, mend in strangers(said):
            raise TideturnError(what, place=place, mend=mend)
        steps = tuple(_steps(said, place))
        names = [step.name for step in steps]
        constraints = constraints_from(list(_entries(said, "constraints", place)), place)
        for constraint in constraints:
            for step in (constraint.after, constraint.then):
                _known(step, names, f"{place}, constraint {quoted(constraint.name)}")
        return cls(
            str(said.get("name") or place),
            steps,
            str(said.get("outcome_id") or ""),
            constraints,
            tuple(_pilots(said, names, place)),
            tuple(_local(said, names, place)),
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
        taken = [place[step] for step in trace if step in place]
        kept = _in_order(taken, [step.optional for step in designed])
        there = set(taken)
        return Fit(
            met=all(step.optional or number in kept for number, step in enumerate(designed)),
            taken=tuple(step.name for n, step in enumerate(designed) if n in there),
            skipped=tuple(step.name for n, step in enumerate(designed) if not step.optional and n not in there),
            added=tuple(dict.fromkeys(step for step in trace if step not in place and step not in left_out)),
            out_of_order=tuple(step.name for n, step in enumerate(designed) if n in there and n not in kept),
        )


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


def _steps(said: Mapping[str, Any], place: str) -> Iterator[Step]:
    seen: set[str] = set()
    for entry in _entries(said, "steps", place):
        name, optional = entry.get("name"), entry.get("optional", False)
        if not isinstance(name, str) or not name.strip():
            raise TideturnError("a step has no name.", place=place, mend="Give every entry of [[steps]] a name.")
        name = name.strip()
        if not isinstance(optional, bool):
            mend = "Write true or false."
            raise TideturnError(f"optional is {quoted(optional)} for {quoted(name)}.", place=place, mend=mend)
        if name in seen:
            mend = "Keep it once; a step taken again is no fault."
            raise TideturnError(f"the step {quoted(name)} is there twice.", place=place, mend=mend)
        seen.add(name)
        yield Step(name, optional)
    if not seen:
        raise TideturnError("it designs no steps.", place=place, mend="Write one [[steps]] for each, in order.")


def _pilots(said: Mapping[str, Any], steps: Sequence[str], place: str) -> Iterator[Pilot]:
    for entry in _entries(said, "pilots", place):
        site, day, moved = entry.get("site"), entry.get("date"), _names(entry, "moved", place)
        if not isinstance(site, str) or not isinstance(day, date):
            mend = "Give every entry of [[pilots]] a site and a date such as 2019-10-07, without quotation marks."
            raise TideturnError("a pilot has no site or no date.", place=place, mend=mend)
        for step in moved:
            _known(step, steps, f"{place}, pilot at {site}")
        yield Pilot(site, day.date() if isinstance(day, datetime) else day, moved)


def _local(said: Mapping[str, Any], steps: Sequence[str], place: str) -> Iterator[LocalDifference]:
    for entry in _entries(said, "local", place):
        site, differing = entry.get("site"), _names(entry, "steps", place)
        if not isinstance(site, str):
            raise TideturnError("a local difference has no site.", place=place, mend="Name the site it is for.")
        for step in differing:
            _known(step, steps, f"{place}, local difference of {site}")
        yield LocalDifference(site, str(entry.get("reason") or ""), differing)


def _entries(said: Mapping[str, Any], part: str, place: str) -> Iterator[Mapping[str, Any]]:
    entries = said.get(part, [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise TideturnError(f"{part} is no list of tables.", place=place, mend=f"Write each as [[{part}]].")
    yield from entries


def _names(entry: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    names = entry.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TideturnError(f"{key} is no list of steps.", place=place, mend=f'Write {key} = ["one", "another"].')
    return tuple(names)


def _known(step: str, steps: Sequence[str], place: str) -> None:
    if step not in steps:
        raise TideturnError(
            f"{quoted(step)} is no step of the pathway.", place=place, mend=f"They are {listed(steps)}."
        )
