"""What people said brings an outcome about or holds it back: direct causes, and those further up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .folder import Row, Year
from .talks import source, talk


@dataclass(frozen=True)
class Claim:
    start: str
    end: str
    helps: bool
    source: str
    voice: str
    site: str
    prompted: bool
    factor: str


@lru_cache
def claims(year: Year) -> tuple[Claim, ...]:
    """Return the causal claims of the year's talks, each factor as the node that it stands for."""
    outcome = {row["node_id"]: row["outcome_id"] for row in year.rows("toc_nodes") if row["outcome_id"]}
    node = {row["factor"]: outcome.get(row["node_id"], row["node_id"]) for row in year.rows("factors")}
    found = []
    for row in year.rows("causal_claims"):
        who: Row | None = talk(year, row["interview_id"])
        if who and who["year"] == str(year.number):
            ends = [node.get(row[each]) or row[each] for each in ("from_factor", "to_factor")]
            helps, prompted = row["effect"] in {"", "helps"}, row["prompted"] == "yes"
            found.append(
                Claim(*ends, helps, source(who), who["voice"], who["site"], prompted, row["from_factor"])  # type: ignore[misc]
            )
    return tuple(found)


def direct(year: Year, outcome: str, helps: bool) -> dict[str, list[Claim]]:
    """Return the claims that name a direct cause, by its first factor's name."""
    found: dict[str, list[Claim]] = {}
    for claim in claims(year):
        if claim.end == outcome and claim.helps == helps:
            found.setdefault(claim.factor, []).append(claim)
    return found


@dataclass(frozen=True)
class Further:
    """A part further up: how far, who names its next step, and who tells the whole way."""

    steps: int
    people: frozenset[str]
    whole: frozenset[str]


def further(year: Year, outcome: str, helps: bool) -> dict[str, Further]:
    """Return the parts two steps and more before an outcome, by a factor's name; the effect is the "
    "product on the way."""
    arrows = claims(year)
    distance = {outcome: 0}
    signs: dict[str, set[bool]] = {outcome: {True}}
    frontier = [outcome]
    while frontier:
        found: list[str] = []
        for claim in arrows:
            if claim.end in frontier and claim.start not in distance:
                found.append(claim.start)
        for start in dict.fromkeys(found):
            distance[start] = distance[frontier[0]] + 1
        for claim in arrows:
            if claim.start in found and distance.get(claim.end) == distance[claim.start] - 1:
                signs.setdefault(claim.start, set()).update(claim.helps == sign for sign in signs[claim.end])
        frontier = list(dict.fromkeys(found))
    told: dict[str, Further] = {}
    for part, steps in distance.items():
        if steps >= 2 and helps in signs[part]:
            people = {c.source for c in arrows if c.start == part and distance.get(c.end) == steps - 1}
            whole = frozenset(each for each in people if reaches(arrows, each, part, outcome))
            name = next(claim.factor for claim in arrows if claim.start == part)
            told[name] = Further(steps, frozenset(people), whole)
    return told


def reaches(arrows: tuple[Claim, ...], who: str, start: str, end: str) -> bool:
    """Tell whether a person's own claims make a whole way."""
    seen, frontier = {start}, [start]
    while frontier:
        here = frontier.pop()
        for claim in arrows:
            if claim.source == who and claim.start == here and claim.end not in seen:
                seen.add(claim.end)
                frontier.append(claim.end)
    return end in seen
