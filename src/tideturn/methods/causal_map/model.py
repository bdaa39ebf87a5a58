"""What a causal map holds: its parts, who says that one led to another, and what follows for each link and outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from tideturn.dataset.wording import counted, listed, quoted

SHOWN: Final = 5
"""How many rows a result prints of itself."""


@dataclass(frozen=True, order=True)
class Part:
    """A place in the map: a node of the theory, for which any of its factors may stand, or a factor of no node.

    `name` is the node's code, or the factor's own words.
    """

    name: str
    in_theory: bool = False


@dataclass(frozen=True)
class Arrow:
    """All that people say of one part having led to another. Sources are people, each once, sorted.

    `unprompted` are those of `sources` who said so at least once when no question had raised it; `against` those who
    said that it did not lead there; sites and voices are those of both. `rows` are the rows of the table of claims that
    say that it did.
    """

    start: Part
    end: Part
    sources: tuple[str, ...]
    unprompted: tuple[str, ...]
    against: tuple[str, ...]
    sites: tuple[str, ...]
    voices: tuple[str, ...]
    rows: tuple[int, ...]
    from_factors: tuple[str, ...]
    to_factors: tuple[str, ...]

    @property
    def capacity(self) -> int:
        """How many distinct sources say so: what the arrow can carry."""
        return len(self.sources)


@dataclass(frozen=True)
class Link:
    """A link of the theory beside what people say.

    sources, unprompted, against, sites, voices: of those who say that its one end led directly to its other. flow: the
    maximum flow from end to end, by whatever way; cut: the minimum cut nearest its start, whose capacities add up to
    the flow; people: the distinct sources in the cut: if all of them were wrong, no path would be left. threads: the
    sources whose own claims alone make a whole path.
    """

    link_id: str
    from_node: str
    to_node: str
    sources: tuple[str, ...]
    unprompted: tuple[str, ...]
    against: tuple[str, ...]
    sites: tuple[str, ...]
    voices: tuple[str, ...]
    flow: int
    cut: tuple[Arrow, ...]
    people: tuple[str, ...]
    threads: tuple[str, ...]

    def as_row(self) -> dict[str, Any]:
        """Its counts by name."""
        return {
            "link_id": self.link_id,
            "sources": len(self.sources),
            "unprompted": len(self.unprompted),
            "against": len(self.against),
            "sites": list(self.sites),
            "voices": list(self.voices),
            "flow": self.flow,
            "people": len(self.people),
            "threads": len(self.threads),
        }


@dataclass(frozen=True)
class Proposal:
    """What enough people say led to what, and no link of the theory holds.

    by_way_of: the parts through which the theory joins the two already; empty where it does not. reverse: whether a
    link of the theory runs the other way.
    """

    arrow: Arrow
    by_way_of: tuple[Part, ...] = ()
    reverse: bool = False

    def as_row(self) -> dict[str, Any]:
        """Its ends and counts by name."""
        arrow = self.arrow
        return {
            "from": arrow.start.name,
            "to": arrow.end.name,
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
        }


@dataclass(frozen=True)
class Cause:
    """Something that people say brought an outcome about.

    distance: 1 where somebody says that it led there directly, else how many steps of the map lie between. sources,
    unprompted, sites, voices: of those who say that it led to the outcome, or where it lies further up, one step
    nearer. threads: of all sources, those whose own claims alone lead from it to the outcome. against: those who say
    that it did not lead there directly; `sources` is empty where nobody says that it did.
    """

    outcome: Part
    cause: Part
    distance: int
    sources: tuple[str, ...]
    unprompted: tuple[str, ...]
    against: tuple[str, ...]
    sites: tuple[str, ...]
    voices: tuple[str, ...]
    threads: tuple[str, ...]
    by_way_of: tuple[Part, ...]
    """The part or parts one step nearer to which it is said to have led; empty for a direct cause."""
    factors: tuple[str, ...]
    """What people called it."""


@dataclass(frozen=True)
class CausalMap:
    """The whole map and what it says of a theory.

    sources: everybody who made a claim in it. rings: chains of parts that lead back to their beginning, one for each
    knot of the map. notes: what was left out or found odd, each a sentence.
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
        """Everything that an arrow starts from or leads to, sorted."""
        return tuple(sorted({part for arrow in self.arrows for part in (arrow.start, arrow.end)}))

    def frame(self) -> pl.DataFrame:
        """The arrows: `from, to, sources, unprompted, against, sites, voices`, the last two joined by `|`."""
        columns = {"from": pl.String, "to": pl.String, "sources": pl.Int64, "unprompted": pl.Int64}
        columns |= {"against": pl.Int64, "sites": pl.String, "voices": pl.String}
        rows = [
            (
                *(arrow.start.name, arrow.end.name, len(arrow.sources), len(arrow.unprompted), len(arrow.against)),
                *("|".join(arrow.sites), "|".join(arrow.voices)),
            )
            for arrow in self.arrows
        ]
        return pl.DataFrame(rows, schema=columns, orient="row")

    def link_frame(self) -> pl.DataFrame:
        """The theory's links: `link_id, sources, unprompted, against, sites, voices, flow, people, threads`."""
        columns = {"link_id": pl.String, "sources": pl.Int64, "unprompted": pl.Int64, "against": pl.Int64}
        columns |= {"sites": pl.String, "voices": pl.String}
        columns |= {"flow": pl.Int64, "people": pl.Int64, "threads": pl.Int64}
        rows = [link.as_row() for link in self.links]
        return pl.DataFrame(
            [{**row, "sites": "|".join(row["sites"]), "voices": "|".join(row["voices"])} for row in rows],
            schema=columns,
        )

    def __str__(self) -> str:
        said = [arrow for arrow in self.arrows if arrow.sources]
        told = [
            f"A causal map of {counted(len(self.parts), 'part')} and {counted(len(said), 'link')}, as told by "
            f"{counted(len(self.sources), 'person', 'people')}."
        ]
        ranked = sorted(said, key=lambda arrow: (-arrow.capacity, arrow.start, arrow.end))
        told += [f"  {between(arrow.start, arrow.end)}: {arrow.capacity}" for arrow in ranked[:SHOWN]]
        if self.links:
            silent = [link.link_id for link in self.links if not link.sources]
            told.append(
                f"Of the theory’s {counted(len(self.links), 'link')}, nobody mentions {len(silent)}"
                f"{': ' + listed(silent[:SHOWN]) if silent else ''}{' …' if len(silent) > SHOWN else ''}."
            )
        told += [
            f"Proposed: {between(one.arrow.start, one.arrow.end)}, said by {one.arrow.capacity}."
            for one in self.proposals
        ]
        return "\n".join([*told, *self.notes])


def between(start: Part, end: Part) -> str:
    """`“training” → “confidence”`."""
    return f"{quoted(start.name)} → {quoted(end.name)}"
