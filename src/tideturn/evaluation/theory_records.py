"""What the evaluation records of the theory of change: its links as people speak of them, and causes that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tideturn.methods.fidelity import Fidelity

PATTERN: Final = 3
"""At least this many people make a pattern; fewer give an account."""


@dataclass(frozen=True)
class CutArrow:
    """One thing that people say led to another, at the weakest point between two parts of the map.

    start, end: a node's code, or a factor's own words; sources: how many say so, None where a release hides it.
    """

    start: str
    end: str
    sources: int | None
    voices: tuple[str, ...]


@dataclass(frozen=True)
class TocLink:
    """One link of the theory of change: who speaks of it, what else may explain it, and the work that feeds it."""

    link_id: str
    from_node: str
    to_node: str
    sources: int | None
    """How many people mention it, each once; None where a release hides it."""
    unprompted: int | None
    """How many of them did so when no question had raised it."""
    against: int | None
    """How many of them do not plainly bear it out: they deny it, saw no change, say both, or say that it hinders."""
    helps: int | None
    """How many of them say that its one end helps its other."""
    hinders: int | None
    """How many of them say that its one end hinders its other."""
    sites: tuple[str, ...]
    voices: tuple[str, ...]
    """Where, and with whose voice, it was mentioned: sorted codes."""
    flow: int | None = None
    """The maximum flow from its one end to its other in the year's causal map: the least evidence without which no path
    is left, one person's word for one arrow being one. None where no causal claim was recorded in the year."""
    people: int | None = None
    """How many people stand in its minimum cut, each once: were they all wrong, no path would be left."""
    threads: int | None = None
    """How many people tell a whole path by themselves."""
    cut: tuple[CutArrow, ...] = ()
    rivals: tuple[str, ...] = ()
    """Other explanations that were considered."""
    fidelity: tuple[Fidelity, ...] = ()
    """What was done, of what was planned, in each piece of work that leads to it."""
    helped_by: frozenset[tuple[str, str]] = frozenset()
    """Who says without being asked that it helps: each source with its voice; never in a release."""


@dataclass(frozen=True)
class SaidCause:
    """Something that people said helps an outcome, or hinders it.

    `cause` is a node's code, or a factor's own words where it stands for no part of the theory. sources, unprompted,
    sites and voices are of those who said so, or where `distance` is above 1, that it does its part one step nearer;
    threads counts those whose own claims lead all the way with that effect. Counts are None where a release hides them.
    """

    outcome_id: str
    cause: str
    effect: str
    """Whether it `helps` or `hinders`; further up, what the steps between do together."""
    in_theory: bool
    factors: tuple[str, ...]
    """What people called it."""
    distance: int
    sources: int | None
    unprompted: int | None
    against: int | None
    """How many said otherwise: that it does not, or does the opposite."""
    threads: int | None
    sites: tuple[str, ...]
    voices: tuple[str, ...]
    against_voices: tuple[str, ...] = ()
    """Whose voice those are who said otherwise."""
    by_way_of: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    """The sources of its evidence, by their pseudonyms; never in a release."""


@dataclass(frozen=True)
class SaidWords:
    """Words that may be quoted, with the kind of speaker."""

    text: str
    speaker: str
    voice: str


@dataclass(frozen=True)
class ProposedLink:
    """What enough people say helps or hinders what, and no link of the theory holds: a revision to consider.

    start, end: a node's code, or a factor's own words; by_way_of: the parts through which the theory joins them
    already; reverse: whether it has a link the other way; opposed: whether it has the link, as one that helps.
    """

    start: str
    end: str
    effect: str
    start_in_theory: bool
    end_in_theory: bool
    sources: int | None
    unprompted: int | None
    against: int | None
    sites: tuple[str, ...]
    voices: tuple[str, ...]
    against_voices: tuple[str, ...] = ()
    by_way_of: tuple[str, ...] = ()
    reverse: bool = False
    opposed: bool = False
    quotes: tuple[SaidWords, ...] = ()


@dataclass(frozen=True)
class SaidMechanism:
    """What helps or hinders an outcome in a context, as named by people who named all three.

    context: a code of the theme *context*; mechanism: a node's code, or a factor's own words. Counts are None, and
    voices untold, where a release hides them.
    """

    context: str
    mechanism: str
    in_theory: bool
    effect: str
    outcome_id: str
    factors: tuple[str, ...]
    """What people called the mechanism; empty if only a link's code names it."""
    sources: int | None
    by_voice: Mapping[str, int]
    """Number of people by voice."""
    against: int | None = 0
    """How many said otherwise about the mechanism and the outcome, in any context."""
    against_voices: tuple[str, ...] = ()
    quotes: tuple[SaidWords, ...] = ()

    @property
    def pattern(self) -> bool:
        """Whether enough people say so to call it a pattern."""
        return (self.sources or 0) >= PATTERN

    @property
    def identity(self) -> str:
        """Return its name, for sentences to be bound to."""
        return f"mechanisms/{self.context}/{self.mechanism}/{self.effect}/{self.outcome_id}"
