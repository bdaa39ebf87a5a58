"""A pathway as drawn: steps, choices and parallel branches, from one start to its ends."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeVar

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, listed, quoted

MOST_STATES: Final = 10_000
"""Maximum states of a case in a pathway: nobody could follow a pathway with more."""
MOST_MOVED: Final = 2_000_000
"""Maximum flows under way after a move, summed over all moves, so that hundreds of parallel branches fill no memory."""

Flow = tuple[str, str]
Marking = frozenset[Flow]
"""The state of a case: the flows that it is on, several where branches run in parallel."""
_Place = TypeVar("_Place", str, Marking)


class Kind(StrEnum):
    """The kind of a node in a drawn pathway."""

    START = "start"
    END = "end"
    TASK = "task"
    CHOICE = "exclusive gateway"
    SIDE_BY_SIDE = "parallel gateway"


@dataclass(frozen=True)
class Node:
    """One element of the drawing; tasks have names, and a lane says whose it is."""

    id: str
    kind: Kind
    name: str = ""
    lane: str = ""

    def __str__(self) -> str:
        return f"the {self.kind} {quoted(self.name or self.id)}"


@dataclass(frozen=True)
class ProcessModel:
    """A drawn pathway, followed by moving along its flows; nodes and flows are in the order of the drawing.

    At a choice a case takes one way; at a parallel gateway it takes all, and waits for all. Where several flows reach a
    task or an end, each of them is enough. The pathway is over when nothing is under way any more.
    """

    name: str
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]

    @cached_property
    def node(self) -> dict[str, Node]:
        """Return the nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def _drawn(self) -> dict[Node, int]:
        return {node: number for number, node in enumerate(self.nodes)}

    @cached_property
    def tasks(self) -> tuple[Node, ...]:
        """Return the tasks, in the order in which they can first be reached from the start, then as drawn."""
        order = {node: number for number, node in enumerate(self.from_start)}
        tasks = [node for node in self.nodes if node.kind is Kind.TASK]
        return tuple(sorted(tasks, key=lambda task: order.get(task.id, len(order))))

    @cached_property
    def from_start(self) -> tuple[str, ...]:
        """Return the nodes that flows lead to from the start, nearest first."""
        starts = [node.id for node in self.nodes if node.kind is Kind.START]
        return tuple(_reachable(starts, lambda node: (to for _, to in self.out_of[node])))

    @cached_property
    def into(self) -> dict[str, tuple[Flow, ...]]:
        """Return the flows into each node."""
        return {node.id: tuple(flow for flow in self.flows if flow[1] == node.id) for node in self.nodes}

    @cached_property
    def out_of(self) -> dict[str, tuple[Flow, ...]]:
        """Return the flows out of each node."""
        return {node.id: tuple(flow for flow in self.flows if flow[0] == node.id) for node in self.nodes}

    @cached_property
    def begin(self) -> Marking:
        """Return the state of a case that has just begun."""
        return frozenset(flow for node in self.nodes if node.kind is Kind.START for flow in self.out_of[node.id])

    def moves(self, at: Marking) -> Iterator[tuple[Node, Marking]]:
        """Yield each node that a case in this state can pass next, a task or not, and its state after that.

        Raise TideturnError where two branches would meet on one flow: the state could not tell them from one.
        """
        for node in sorted({self.node[to] for _, to in at}, key=self._drawn.__getitem__):
            if node.kind is Kind.SIDE_BY_SIDE:
                ways = [self.into[node.id]] if at.issuperset(self.into[node.id]) else []
            else:
                ways = [(flow,) for flow in self.into[node.id] if flow in at]
            out = self.out_of[node.id]
            for taken in ways:
                left = at.difference(taken)
                for onward in [(flow,) for flow in out] if node.kind is Kind.CHOICE else [out]:
                    if not left.isdisjoint(onward):
                        raise TideturnError(
                            f"{node} can be reached a second time while the first is still under way.",
                            mend="Bring together with a parallel gateway what a parallel gateway set going.",
                        )
                    yield node, left.union(onward)

    @cached_property
    def states(self) -> dict[Marking, tuple[tuple[Node, Marking], ...]]:
        """Return every state of a case, and the moves from it. Raise TideturnError where there are too many."""
        found: dict[Marking, tuple[tuple[Node, Marking], ...]] = {}
        ahead, moved = [self.begin], 0
        while ahead:
            at = ahead.pop()
            if at not in found:
                found[at] = tuple(self.moves(at))
                ahead.extend(to for _, to in found[at])
                moved += sum(len(to) for _, to in found[at])
                if len(found) > MOST_STATES or moved > MOST_MOVED:
                    raise TideturnError(
                        f"there are more than {MOST_STATES:,} ways to stand in the middle of it, or too wide ones.",
                        mend="Draw fewer things side by side, or split the pathway.",
                    )
        return found

    def silently(self, places: Iterable[Marking]) -> frozenset[Marking]:
        """Return the states that a case can be in after one of these states if it has taken no step since."""
        return frozenset(
            _reachable(places, lambda at: (to for node, to in self.states[at] if node.kind is not Kind.TASK))
        )

    def ends_without(self, names: Collection[str]) -> frozenset[Marking]:
        """Return the states of a case that takes none of these steps and still ends; empty where it cannot end so."""

        def onward(at: Marking) -> Iterator[Marking]:
            return (to for node, to in self.states[at] if node.kind is not Kind.TASK or node.name not in names)

        there = _reachable([self.begin], onward)
        before: dict[Marking, list[Marking]] = {}
        for at in there:
            for to in onward(at):
                before.setdefault(to, []).append(at)
        over: Marking = frozenset()
        return frozenset(_reachable([over] if over in there else [], lambda at: before.get(at, ())))

    def checked(self, place: str) -> ProcessModel:
        """Return the same model if every case that begins can end. Raise TideturnError with what prevents it."""
        try:
            self._check_drawing()
            self._check_walking()
        except TideturnError as fault:
            raise TideturnError(fault.what, place=fault.place or place, mend=fault.mend) from None
        return self

    def _check_drawing(self) -> None:
        starts = [node for node in self.nodes if node.kind is Kind.START]
        if len(starts) != 1:
            raise TideturnError(
                f"the pathway has {counted(len(starts), 'start')}.", mend="Draw one start event, and flows from it."
            )
        if not any(node.kind is Kind.END for node in self.nodes):
            raise TideturnError("the pathway has no end.", mend="Draw an end event where it is over.")
        if not self.tasks:
            raise TideturnError("the pathway has no step.", mend="Draw its steps as tasks.")
        for node in self.nodes:
            into, out = self.into[node.id], self.out_of[node.id]
            if node.kind is Kind.START and into:
                raise TideturnError(f"a flow leads back to {node}.", mend="Lead it to a gateway after the start.")
            if node.kind is not Kind.END and not out:
                raise TideturnError(f"nothing follows {node}.", mend="Draw a flow from it, at last to an end event.")
            if node.kind is Kind.END and out:
                raise TideturnError(f"something follows {node}.", mend="Make it a task, or end the flow there.")
            if node.kind in (Kind.TASK, Kind.START) and len(out) > 1:
                mend = "Put an exclusive or a parallel gateway after it, so that it is plain which is meant."
                raise TideturnError(f"{counted(len(out), 'flow')} leave {node}.", mend=mend)
        reached = set(self.from_start)
        for node in self.nodes:
            if node.id not in reached:
                raise TideturnError(f"no flow from the start reaches {node}.", mend="Draw one, or take it away.")
        ends = [node.id for node in self.nodes if node.kind is Kind.END]
        ending = _reachable(ends, lambda node: (source for source, _ in self.into[node]))
        endless = [node for node in self.nodes if node.id not in ending]
        if endless:
            told = listed([quoted(node.name or node.id) for node in endless[:5]])
            raise TideturnError(
                f"a loop has no way out: whoever comes to {told} never reaches an end.",
                mend="Draw an exclusive gateway in the loop, with one way to an end.",
            )

    def _check_walking(self) -> None:
        states, ending = self.states, self.ends_without(())
        stuck = [at for at in states if at not in ending]
        if stuck:
            # A state where nothing moves any more explains the fault best.
            still = next((at for at in stuck if not states[at]), stuck[0])
            waiting = sorted({str(self.node[to]) for _, to in still})
            raise TideturnError(
                f"the pathway can come to a standstill before {listed(waiting)}, which waits for more than can come.",
                mend="Close what a choice opened with an exclusive gateway, and only what runs side by side with a "
                "parallel one.",
            )


def _reachable(begin: Iterable[_Place], onward: Callable[[_Place], Iterable[_Place]]) -> tuple[_Place, ...]:
    """Return everything that can be reached, nearest first, with the starting points themselves."""
    found = dict.fromkeys(begin)
    ahead = deque(found)
    while ahead:
        for to in onward(ahead.popleft()):
            if to not in found:
                found[to] = None
                ahead.append(to)
    return tuple(found)
