"""Map what people said helps or hinders what, and find how much evidence carries each link of the theory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import networkx as nx

from .folder import Row, Year, day
from .talks import settled, source, talk

HELPS, HINDERS = "helps", "hinders"
FEWEST = 3  # sources, from which an arrow that the theory lacks is proposed
STEPS = {
    ("activity", "output"): "From the work to what it brings about first",
    ("output", "outcome"): "From there to the outcomes",
    ("outcome", "outcome"): "From one outcome to another",
    ("outcome", "impact"): "From the outcomes to the impact",
}


@dataclass(frozen=True)
class Claim:
    """Somebody's word that one part of the map helps or hinders another."""

    one: str
    other: str
    effect: str
    who: str
    voice: str
    site: str
    prompted: bool


@dataclass(frozen=True)
class Cut:
    """The least evidence without which no path is left: its arrows, its people, and who tells a whole path."""

    flow: int
    arrows: tuple[tuple[str, str], ...]
    people: frozenset[str]
    threads: frozenset[str]


def _once(claims: Iterable[Claim]) -> list[Claim]:
    """Return one claim a person: who says it once of their own accord said it unprompted."""
    found: dict[str, Claim] = {}
    for claim in claims:
        if found.setdefault(claim.who, claim).prompted:
            found[claim.who] = claim
    return list(found.values())


class Map:
    """All claims of a year's interviews and open answers; a person counts once on an arrow."""

    def __init__(self, year: Year) -> None:
        self.year = year
        node = {row["factor"]: row["node_id"] or row["factor"] for row in year.rows("factors")}
        self.claims: list[Claim] = []
        for row in year.rows("causal_claims"):
            who = talk(year, row["interview_id"])
            if who and who["year"] == str(year.number):
                ends = node.get(row["from_factor"], row["from_factor"]), node.get(row["to_factor"], row["to_factor"])
                effect = row["effect"] or HELPS
                asked = row["prompted"] == "yes"
                self.claims.append(Claim(*ends, effect, source(who), who["voice"], who["site"], asked))

    @cached_property
    def coded(self) -> list[Claim]:
        """Return what passages coded with a link's own code say: that its one end helps the other."""
        year, found = self.year, []
        link_of = {row["code"]: row["link_id"] for row in year.rows("codebook") if row["link_id"]}
        ends = {row["link_id"]: (row["from_node"], row["to_node"]) for row in year.rows("toc_links")}
        for row in settled(year):
            link, who = link_of.get(row["code"]), talk(year, row["interview_id"])
            if link in ends and who and who["year"] == str(year.number) and row["polarity"] in ("", "supports"):
                asked = row["prompted"] == "yes"
                found.append(Claim(*ends[link], HELPS, source(who), who["voice"], who["site"], asked))
        return found

    @cached_property
    def nodes(self) -> dict[str, Row]:
        return {row["node_id"]: row for row in self.year.rows("toc_nodes")}

    def name(self, part: str) -> str:
        """Return what a part of the map is called."""
        return self.nodes[part]["title"] if part in self.nodes else part

    def on(self, one: str, other: str, effect: str = HELPS) -> list[Claim]:
        """Return the claims that one part has this effect on another, one a person."""
        return _once(c for c in self.claims if (c.one, c.other, c.effect) == (one, other, effect))

    @cached_property
    def arrows(self) -> dict[tuple[str, str], int]:
        """How many people say of each arrow that it helps."""
        ends = dict.fromkeys((claim.one, claim.other) for claim in self.claims if claim.effect == HELPS)
        return {pair: len(self.on(*pair)) for pair in ends}

    @cached_property
    def links(self) -> list[Row]:
        """The links of the theory in force at some time in the year."""
        ends = {row["version"]: day(row["date"]) for row in self.year.rows("toc_versions")}
        return [
            row
            for row in self.year.rows("toc_links")
            if not row["to_version"] or (ends.get(row["to_version"]) or self.year.end) >= self.year.start
        ]

    def step(self, link: Row) -> str:
        """Return the stretch of the theory that a link belongs to: what comes of the work, whatever it is, is first."""
        one, other = (self.nodes[link[end]]["kind"] for end in ("from_node", "to_node"))
        return STEPS.get((one, other)) or next((name for (kind, _), name in STEPS.items() if kind == one), "")

    def stretch(self, name: str) -> list[Row]:
        return [link for link in self.links if self.step(link) == name]

    def helping(self, link: Row) -> list[Claim]:
        """Return who says that a link's one end helps its other, by a claim or in a passage with the link's code."""
        ends = link["from_node"], link["to_node"]
        return _once(c for c in (*self.claims, *self.coded) if (c.one, c.other, c.effect) == (*ends, HELPS))

    def hindering(self, link: Row) -> list[Claim]:
        return self.on(link["from_node"], link["to_node"], HINDERS)

    def spoken(self, link: Row) -> list[Claim]:
        """Return who spoke of a link, whichever way."""
        return _once((*self.helping(link), *self.hindering(link)))

    def cut(self, start: str, end: str) -> Cut:
        """Return the maximum flow and the cut nearest the start (Ford & Fulkerson 1956)."""
        graph = nx.DiGraph()
        graph.add_nodes_from((start, end))
        for (one, other), people in self.arrows.items():
            graph.add_edge(one, other, capacity=people)
        residual = nx.algorithms.flow.dinitz(graph, start, end)
        reached, waiting = {start}, deque([start])
        while waiting:
            for other, edge in residual[waiting.popleft()].items():
                if edge["capacity"] > edge["flow"] and other not in reached:
                    reached.add(other)
                    waiting.append(other)
        arrows = tuple(pair for pair in self.arrows if pair[0] in reached and pair[1] not in reached)
        people = frozenset(claim.who for pair in arrows for claim in self.on(*pair))
        return Cut(int(residual.graph["flow_value"]), arrows, people, self._threads(start, end))

    def _threads(self, start: str, end: str) -> frozenset[str]:
        found = set()
        for who in {claim.who for claim in self.claims}:
            own = nx.DiGraph([(c.one, c.other) for c in self.claims if c.who == who and c.effect == HELPS])
            if own.has_node(start) and own.has_node(end) and nx.has_path(own, start, end):
                found.add(who)
        return frozenset(found)

    @cached_property
    def hindrances(self) -> list[tuple[str, str]]:
        """What people said gets in the way of an outcome."""
        ends = dict.fromkeys((claim.one, claim.other) for claim in self.claims if claim.effect == HINDERS)
        return [pair for pair in ends if self.nodes.get(pair[1], {}).get("kind") == "outcome"]

    @cached_property
    def proposals(self) -> list[tuple[str, str]]:
        """The arrows of three people or more that no link holds."""
        held = {(link["from_node"], link["to_node"]) for link in self.links}
        return [pair for pair, people in self.arrows.items() if people >= FEWEST and pair not in held]


@lru_cache
def claims_of(year: Year) -> Map:
    return Map(year)


def rivals(year: Year, link: Row) -> list[str]:
    """Return what else may explain a link: its own rivals, then what else was going on about its outcome."""
    outcome = next(row["outcome_id"] for row in year.rows("toc_nodes") if row["node_id"] == link["to_node"])
    found = [each for each in link["rivals"].split("|") if each]
    for row in year.rows("context"):
        ended = day(row["to"])
        if outcome and row["outcome_id"] == outcome and not (ended and ended < year.start):
            found.append(row["description"])
    return list(dict.fromkeys(found))


def versions(year: Year) -> list[Row]:
    """Return the versions of the theory up to the year's end."""
    return sorted(year.rows("toc_versions"), key=lambda row: row["date"])


def altered(year: Year) -> int:
    """Count how often the theory was altered in the year: its first version alters nothing."""
    return sum(year.during(row["date"]) for row in versions(year)[1:])


def sites_in_order(claims: Iterable[Claim]) -> list[str]:
    return sorted({claim.site for claim in claims})
