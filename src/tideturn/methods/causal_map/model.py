"""Contents of a causal map: its parts, who says that one helps or hinders another, and what follows from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from tideturn.dataset.wording import counted, listed, quoted

HELPS: Final = "helps"
HINDERS: Final = "hinders"
"""Values in `causal_claims.csv` for what a cause does to its effect."""
SHOWN: Final = 5
"""Maximum rows in a printed result."""


@dataclass(frozen=True, order=True)
class Part:
    """A place in the map: a node of the theory, with all its factors, or a factor without a node.

    `name` is the node's code, or the factor's own words.
    """

    name: str
    in_theory: bool = False


@dataclass(frozen=True)
class Arrow:
    """All that people say about one part helping, or hindering, another. Sources are people, each once, sorted.

    `sources` say so, and `unprompted` are those of them who said it at least once when no question had raised it; sites
    and voices are theirs. `against` say that it does not, or that it does the opposite. `rows` are the rows of the
    table of claims that say so.
    """

    start: Part
    end: Part
    effect: str
    sources: tuple[str, ...]
    unprompted: tuple[str, ...]
    against: tuple[str, ...]
    sites: tuple[str, ...]
    voices: tuple[str, ...]
    against_voices: tuple[str, ...]
    rows: tuple[int, ...]
    from_factors: tuple[str, ...]
    to_factors: tuple[str, ...]

    @property
    def capacity(self) -> int:
        """Return how many distinct sources say so, which is what the arrow can carry."""
        return len(self.sources)


@dataclass(frozen=True)
class Link:
    """A link of the theory, with what people say about it.

    sources, unprompted, sites, voices: the people who say that its one end directly helps its other. against: those who
    say that it does not, or that it hinders it; hinders: the latter alone. flow: the maximum flow from end to end, by
    any way, over the arrows that people say help; cut: the minimum cut nearest its start, whose capacities add up to
    the flow; people: the distinct sources in the cut: if all of them were wrong, no path would be left. threads: the
    sources whose own claims alone make a whole path.
    """

    link_id: str
    from_node: str
    to_node: str
    sources: tuple[str, ...]
    unprompted: tuple[str, ...]
    against: tuple[str, ...]
    hinders: tuple[str, ...]
    sites: tuple[str, ...]
    voices: tuple[str, ...]
    flow: int
    cut: tuple[Arrow, ...]
    people: tuple[str, ...]
    threads: tuple[str, ...]

    def as_row(self) -> dict[str, Any]:
        """Return its counts by name."""
        return {
            "link_id": self.link_id,
            "sources": len(self.sources),
            "unprompted": len(self.unprompted),
            "against": len(self.against),
            "hinders": len(self.hinders),
            "sites": list(self.sites),
            "voices": list(self.voices),
            "flow": self.flow,
            "people": len(self.people),
            "threads": len(self.threads),
        }


@dataclass(frozen=True)
class Proposal:
    """An effect that enough people report and that is not a link of the theory.

    by_way_of: the parts through which the theory already joins the two; empty where it does not. reverse: whether a
    link of the theory runs the other way. opposed: whether the theory has a link between the two that says the first
    helps.
    """

    arrow: Arrow
    by_way_of: tuple[Part, ...] = ()
    reverse: bool = False
    opposed: bool = False

    def as_row(self) -> dict[str, Any]:
        """Return its ends and counts by name."""
        arrow = self.arrow
        return {
            "from": arrow.start.name,
            "to": arrow.end.name,
            "effect": arrow.effect,
            "from_in_theory": arrow.start.in_theory,
            "to_in_theory": arrow.end.in_theory,
            "from_factors": list(arrow.from_factors),
            "to_factors": list(arrow.to_factors),
            "sources": len(arrow.sources),
            "unprompted": len(arrow.unprompted),
            "against": len(arrow.against),
            "sites": list(arrow.sites),
            "voices": list(arrow.voices),
            "by_way_of": [part.name for part in self.by_way_of],
            "reverse": self.reverse,
            "opposed": self.opposed,
        }


@dataclass(frozen=True)
class Cause:
    """Something that people say helps an outcome, or hinders it.

    effect: what it does to the outcome: further up, the product of the steps between. distance: 1 where somebody says
    that it does so directly, else the number of steps of the map to the outcome. sources, unprompted, sites, voices:
    the people who say so, or, where the cause lies further up, who say that it acts on the part one step nearer.
    threads: the sources, out of all, whose own claims alone lead from it to the outcome with that effect. against:
    those who say that it does not do so directly, or does the opposite; `sources` is empty where nobody says that it
    does.
    """

    outcome: Part
    cause: Part
    effect: str
    distance: int
    sources: tuple[str, ...]
    unprompted: tuple[str, ...]
    against: tuple[str, ...]
    sites: tuple[str, ...]
    voices: tuple[str, ...]
    against_voices: tuple[str, ...]
    threads: tuple[str, ...]
    by_way_of: tuple[Part, ...]
    """The part or parts one step nearer that people say it helps or hinders; empty for a direct cause."""
    factors: tuple[str, ...]
    """People's own words for the cause."""


@dataclass(frozen=True)
class CausalMap:
    """The whole map and what it says about a theory.

    sources: everybody who made a claim in it. rings: chains of parts that lead back to their beginning, one for each
    strongly connected set of parts. notes: what was left out or found odd, each a sentence.
    """

    arrows: tuple[Arrow, ...]
    links: tuple[Link, ...]
    proposals: tuple[Proposal, ...]
    sources: tuple[str, ...]
    rings: tuple[tuple[Part, ...], ...]
    notes: tuple[str, ...]
    least: int

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return everything that an arrow starts from or leads to, sorted."""
        return tuple(sorted({part for arrow in self.arrows for part in (arrow.start, arrow.end)}))

    def frame(self) -> pl.DataFrame:
        """Return the arrows: `from, to, effect, sources, unprompted, against, sites, voices`.

        Sites and voices are joined by `|`.
        """
        columns = {"from": pl.String, "to": pl.String, "effect": pl.String, "sources": pl.Int64}
        columns |= {"unprompted": pl.Int64, "against": pl.Int64, "sites": pl.String, "voices": pl.String}
        rows = [
            (
                *(arrow.start.name, arrow.end.name, arrow.effect),
                *(len(arrow.sources), len(arrow.unprompted), len(arrow.against)),
                *("|".join(arrow.sites), "|".join(arrow.voices)),
            )
            for arrow in self.arrows
        ]
        return pl.DataFrame(rows, schema=columns, orient="row")

    def __str__(self) -> str:
        said = [arrow for arrow in self.arrows if arrow.sources]
        told = [
            f"A causal map of {counted(len(self.parts), 'part')} and {counted(len(said), 'link')}, as told by "
            f"{counted(len(self.sources), 'person', 'people')}."
        ]
        ranked = sorted(said, key=lambda arrow: (-arrow.capacity, arrow.start, arrow.end))
        told += [f"  {joined(arrow)}: {arrow.capacity}" for arrow in ranked[:SHOWN]]
        if self.links:
            silent = [link.link_id for link in self.links if not link.sources and not link.against]
            told.append(
                f"Of the theory’s {counted(len(self.links), 'link')}, nobody mentions {len(silent)}"
                f"{': ' + listed(silent[:SHOWN]) if silent else ''}{' …' if len(silent) > SHOWN else ''}."
            )
        told += [f"Proposed: {joined(one.arrow)}, said by {one.arrow.capacity}." for one in self.proposals]
        return "\n".join([*told, *self.notes])


def joined(arrow: Arrow) -> str:
    """Return `“training” → “confidence”`, or `“turnover” hinders “confidence”`."""
    between = "→" if arrow.effect == HELPS else "hinders"
    return f"{quoted(arrow.start.name)} {between} {quoted(arrow.end.name)}"
