"""A drawn pathway as a design that cases can follow: as ordered steps where these mean the same, else way by way."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Generic, TypeVar

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import quoted
from tideturn.methods.pathways.design import Design, Designed, Fit, LocalDifference, Step
from tideturn.methods.pathways.process_model import MOST_STATES, Kind, Marking, Node, ProcessModel
from tideturn.methods.pathways.traces import Trace


def design_of(model: ProcessModel) -> Designed:
    """Return the design for a drawing: ordered steps where they mean exactly the same, else the drawing itself."""
    return DrawnDesign(model) if why_not_ordered(model) else ordered_steps(model)


def ordered_steps(model: ProcessModel) -> Design:
    """Return the steps of a drawing in order; steps that can be bypassed are optional.

    Raise TideturnError, with every reason, where the drawing means something that steps in one order cannot.
    """
    reasons = why_not_ordered(model)
    if reasons:
        raise TideturnError(
            f"the drawing cannot be told as steps in one order: {'; '.join(reasons)}.",
            place=model.name,
            mend="Follow the drawing itself, or draw its steps one after another.",
        )
    return Design(model.name, DrawnDesign(model).steps)


def why_not_ordered(model: ProcessModel) -> tuple[str, ...]:
    """Return what the drawing means that ordered steps, some optional, cannot; empty where both mean the same."""
    return tuple(_reasons(model))


def _reasons(model: ProcessModel) -> Iterator[str]:
    steps = DrawnDesign(model).steps
    after = _after(model)
    loops = {step.name for step in steps if step.name in after[step.name]}
    plain = not loops
    for name in sorted(loops):
        yield f"{quoted(name)} may be taken again"
    for one, other in combinations([step.name for step in steps if step.name not in loops], 2):
        if other in after[one] and one in after[other]:
            plain = False
            yield f"{quoted(one)} and {quoted(other)} may come in either order"
        elif other not in after[one] and one not in after[other]:
            plain = False
            yield f"of {quoted(one)} and {quoted(other)} only one is taken"
    optional = [step.name for step in steps if step.optional]
    if plain and _ways(model) != 2 ** len(optional):
        told = list(_together(model, optional))
        yield from told or ["which of its optional steps go together is drawn more closely"]


def _together(model: ProcessModel, optional: Sequence[str]) -> Iterator[str]:
    """Yield what a drawing says about two optional steps beyond that each may be bypassed."""
    without = {name: _possible(model, name) for name in optional}
    for one, other in combinations(optional, 2):
        pair = f"{quoted(one)} and {quoted(other)}"
        if other not in without[one] and one not in without[other]:
            yield f"{pair} are taken both or neither"
        elif other not in without[one]:
            yield f"{quoted(other)} is taken only with {quoted(one)}"
        elif one not in without[other]:
            yield f"{quoted(one)} is taken only with {quoted(other)}"
        elif not model.ends_without({one, other}):
            yield f"of {pair} at least one is taken"


@dataclass(frozen=True)
class DrawnDesign:
    """A drawing followed as it is, with its choices, its loops and its parallel branches."""

    model: ProcessModel
    local: tuple[LocalDifference, ...] = ()

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Return every step by name, nearest to the start first; optional where some way to an end bypasses it."""
        names = dict.fromkeys(task.name for task in self.model.tasks)
        return tuple(Step(name, optional=bool(self.model.ends_without({name}))) for name in names)

    @cached_property
    def follows(self) -> frozenset[tuple[str, str]]:
        """Return each step with each that the drawing allows directly after it."""
        states = self.model.states
        return frozenset(
            (step.name, onward.name)
            for moves in states.values()
            for step, to in moves
            if step.kind is Kind.TASK
            for at in self.model.silently([to])
            for onward, _ in states[at]
            if onward.kind is Kind.TASK
        )

    def exempt(self, site: str | None) -> frozenset[str]:
        """Return the steps that are allowed to differ at a site."""
        return frozenset(step for local in self.local if local.site == site for step in local.steps)

    def fit(self, trace: Trace, site: str | None = None) -> Fit:
        """Return how a trace fits the drawing, compared with the way through it that misses the fewest steps.

        Of such ways, use the one in which most of the trace has its place. A case has met the pathway where no step
        that this way asks for is missing from its place; a step taken again, or an extra branch of a choice, is named
        as out of order and is no fault.
        """
        left_out = self.exempt(site)
        known = [step.name for step in self.steps if step.name not in left_out]
        looked_at = set(known)
        taken = [step for step in trace if step in looked_at]
        missing, placed = self._beside(taken, left_out)
        there = set(taken)
        return Fit(
            met=not missing,
            taken=tuple(step for step in known if step in there),
            skipped=tuple(step for step in known if step in missing and step not in there),
            added=tuple(dict.fromkeys(step for step in trace if step not in looked_at and step not in left_out)),
            out_of_order=tuple(step for step in known if step in there and step not in placed),
        )

    def _beside(self, taken: list[str], left_out: Collection[str]) -> tuple[set[str], set[str]]:
        """Return the steps that the best way asks for but does not find in place, and those that it finds in place.

        Time and memory are in proportion to the trace. Steps are bits, so that a way's steps are one number.
        """
        places, moves = self._places, self._places.moves
        trace = [places.bit[name] for name in taken]
        asked = sum(bit for name, bit in places.bit.items() if name not in left_out)
        seen: set[int] = set()
        # Cost: steps missing, then steps out of place; of ways with the same cost, the one drawn first.
        ways = _Cheapest[tuple[int, int, int, int]]()
        ways.add((0, 0), (places.begin, 0, 0, 0))
        while True:
            cost, (at, place, missing, placed) = ways.next()
            if place * len(moves) + at in seen:
                continue
            seen.add(place * len(moves) + at)
            ahead = trace[place] if place < len(trace) else 0
            if at == places.over and not ahead:
                return self._named(missing), self._named(placed)
            missed, astray = cost
            for step, to in moves[at]:
                if not step & asked:
                    ways.add(cost, (to, place, missing, placed))
                    continue
                if step == ahead:
                    ways.add(cost, (to, place + 1, missing, placed | step))
                ways.add((missed + 1, astray), (to, place, missing | step, placed))
            if ahead:
                ways.add((missed, astray + 1), (at, place + 1, missing, placed))

    def _named(self, bits: int) -> set[str]:
        return {name for name, bit in self._places.bit.items() if bits & bit}

    @cached_property
    def _places(self) -> _Places:
        """Return the states of a case, as numbers."""
        bit = {step.name: 1 << number for number, step in enumerate(self.steps)}
        number = {at: place for place, at in enumerate(self.model.states)}
        moves = [
            [(bit[node.name] if node.kind is Kind.TASK else 0, number[to]) for node, to in onward]
            for onward in self.model.states.values()
        ]
        return _Places(bit, moves, number[self.model.begin], number[frozenset()])


@dataclass(frozen=True)
class _Places:
    """Each step's bit; each place's moves: the step taken (0: none) and the place where the case is then."""

    bit: dict[str, int]
    moves: list[list[tuple[int, int]]]
    begin: int
    over: int


_Way = TypeVar("_Way")


class _Cheapest(Generic[_Way]):
    """A queue of ways: the cheapest first, and of equal cost the first added."""

    def __init__(self) -> None:
        self._costs: list[tuple[int, int]] = []
        self._waiting: dict[tuple[int, int], deque[_Way]] = {}

    def add(self, cost: tuple[int, int], way: _Way) -> None:
        waiting = self._waiting.get(cost)
        if waiting is None:
            waiting = self._waiting[cost] = deque()
            heapq.heappush(self._costs, cost)
        waiting.append(way)

    def next(self) -> tuple[tuple[int, int], _Way]:
        while not (waiting := self._waiting[self._costs[0]]):
            del self._waiting[heapq.heappop(self._costs)]
        return self._costs[0], waiting.popleft()


def _after(model: ProcessModel) -> dict[str, set[str]]:
    """Return, for each step, those that can be taken at some time after it."""
    labels: dict[Marking, set[str]] = {at: set() for at in model.states}
    before: dict[Marking, list[tuple[Node, Marking]]] = {at: [] for at in model.states}
    for at, moves in model.states.items():
        for node, to in moves:
            before[to].append((node, at))
    ahead = list(model.states)
    while ahead:
        to = ahead.pop()
        for node, at in before[to]:
            more = labels[to] | ({node.name} if node.kind is Kind.TASK else set())
            if not more <= labels[at]:
                labels[at] |= more
                ahead.append(at)
    after: dict[str, set[str]] = {task.name: set() for task in model.tasks}
    for moves in model.states.values():
        for node, to in moves:
            if node.kind is Kind.TASK:
                after[node.name] |= labels[to]
    return after


def _possible(model: ProcessModel, left_out: str) -> set[str]:
    """Return the steps that a case can take if it never takes this one."""
    ending = model.ends_without({left_out})
    moves = ((node, to) for at in ending for node, to in model.states[at])
    return {node.name for node, to in moves if node.kind is Kind.TASK and to in ending} - {left_out}


def _ways(model: ProcessModel) -> int:
    """Return how many different traces a model without loops allows; -1 where there are too many ways to count them."""
    known: dict[frozenset[Marking], int] = {}
    whole = model.silently([model.begin])
    # A loop and not recursion, because a way may be longer than Python's recursion limit.
    ahead = [whole]
    while ahead:
        places = ahead[-1]
        onward: dict[str, set[Marking]] = {}
        for at in places:
            for node, to in model.states[at]:
                if node.kind is Kind.TASK:
                    onward.setdefault(node.name, set()).add(to)
        then = [model.silently(to) for to in onward.values()]
        unknown = [one for one in then if one not in known]
        if len(known) > MOST_STATES:
            return -1
        if unknown:
            ahead += unknown
            continue
        ahead.pop()
        known[places] = (frozenset() in places) + sum(known[one] for one in then)
    return known[whole]
