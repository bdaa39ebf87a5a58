"""What the evaluation records of the theory of change: its links as people speak about them, and causes they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tideturn.methods.fidelity import Fidelity

PATTERN: Final = 3
"""Minimum people who make a pattern; fewer give an account."""


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
    """One link of the theory of change: who speaks about it, what else may explain it, and the work that feeds it."""

    link_id: str
    from_node: str
    to_node: str
    sources: int | None
    """Number of people who mention it, each once; None where a release hides it."""
    unprompted: int | None
    """Number of them who did so when no question had raised it."""
    against: int | None
    """Number of them who do not plainly confirm it: they deny it, saw no change, say both, or say that it hinders."""
    helps: int | None
    """Number of them who say that its one end helps its other."""
    hinders: int | None
    """Number of them who say that its one end hinders its other."""
    sites: tuple[str, ...]
    voices: tuple[str, ...]
    """Places where it was mentioned, and the voices that mentioned it: sorted codes."""
    flow: int | None = None
    """Maximum flow from its one end to its other in the year's causal map.

    This is the least evidence whose removal leaves no path, counting one person's word for one arrow as one. None if no
    causal claim was recorded in the year.
    """
    people: int | None = None
    """Number of people in its minimum cut, each once: if they were all wrong, no path would be left."""
    threads: int | None = None
    """Number of people who describe a whole path on their own."""
    cut: tuple[CutArrow, ...] = ()
    rivals: tuple[str, ...] = ()
    """Other explanations that were considered."""
    fidelity: tuple[Fidelity, ...] = ()
    """Work done, of the work planned, in each piece of work that leads to it."""
    helped_by: frozenset[tuple[str, str]] = frozenset()
    """Who says without being asked that it helps: each source with its voice; never in a release."""


@dataclass(frozen=True)
class SaidCause:
    """Something that people said helps or hinders an outcome.

    `cause` is a node's code, or a factor's own words where it is not a part of the theory. sources, unprompted, sites
    and voices are of those who said so or, where `distance` is above 1, that it does its part one step nearer. threads
    counts those whose own claims lead all the way with that effect. Counts are None where a release hides them.
    """

    outcome_id: str
    cause: str
    effect: str
    """Whether it `helps` or `hinders`; further up, the combined effect of the steps between."""
    in_theory: bool
    factors: tuple[str, ...]
    """What people called it."""
    distance: int
    sources: int | None
    unprompted: int | None
    against: int | None
    """Number of people who said otherwise: that it does not, or does the opposite."""
    threads: int | None
    sites: tuple[str, ...]
    voices: tuple[str, ...]
    against_voices: tuple[str, ...] = ()
    """Voices of those who said otherwise."""
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
    """What enough people say helps or hinders something although the theory has no such link: a revision to consider.

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

    context: a code of the theme *context*; mechanism: a node's code, or a factor's own words. Where a release hides
    them, counts are None and voices are left out.
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
    """Number of people who said otherwise about the mechanism and the outcome, in any context."""
    against_voices: tuple[str, ...] = ()
    quotes: tuple[SaidWords, ...] = ()

    @property
    def pattern(self) -> bool:
        """Return whether enough people say so to call it a pattern."""
        return (self.sources or 0) >= PATTERN

    @property
    def identity(self) -> str:
        """Return its name, which sentences are bound to."""
        return f"mechanisms/{self.context}/{self.mechanism}/{self.effect}/{self.outcome_id}"
