"""Recount who for, where and why: who names a context, what works there and an outcome together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from .causal import FEWEST, HELPS, Map
from .folder import Row, Year
from .talks import settled, source

DOES = {"helps": "Helps", "hinders": "Gets in the way"}


@dataclass(frozen=True)
class Told:
    """One row, with the people who tell it by their voice, and how many deny it."""

    context: str
    mechanism: str
    effect: str
    outcome: str
    who: frozenset[tuple[str, str]]
    against: int

    @property
    def pattern(self) -> bool:
        return len(self.who) >= FEWEST


Piece = tuple[str, int, int]


def _at(row: Row) -> Piece:
    return row["interview_id"], int(row["start"]), int(row["end"])


def _together(*pieces: Piece) -> bool:
    """Tell whether one of the stretches holds every other."""
    return any(all(a[0] == b[0] and a[1] <= b[1] and b[2] <= a[2] for b in pieces) for a in pieces)


Key = tuple[str, str, str, str]


def _keys(year: Year, people: set[str]) -> Iterator[Key]:
    """Yield each row that somebody tells in their interviews."""
    book = {row["code"]: row for row in year.rows("codebook")}
    nodes = {row["node_id"]: row["outcome_id"] for row in year.rows("toc_nodes")}
    node = {row["factor"]: row["node_id"] or row["factor"] for row in year.rows("factors")}
    links = {row["link_id"]: row for row in Map(year).links}
    laid_on: dict[tuple[Piece, str], list[Row]] = {}
    for row in settled(year):
        if row["interview_id"] in people:
            laid_on.setdefault((_at(row), row["code"]), []).append(row)
    coded = [rows[0] for rows in laid_on.values() if {row["polarity"] for row in rows} <= {"", "supports"}]
    contexts = [r for r in coded if book[r["code"]]["theme"] == "context" and not book[r["code"]]["outcome_id"]]
    claims = [
        (_at(r), node.get(r["from_factor"], r["from_factor"]), node.get(r["to_factor"], r["to_factor"]), r["effect"])
        for r in year.rows("causal_claims")
        if r["interview_id"] in people and r["polarity"] in ("", "supports")
    ]
    claims = [(at, one, other, effect or HELPS) for at, one, other, effect in claims if one != other]
    for laid in contexts:
        for at, one, other, effect in claims:
            if not _together(_at(laid), at):
                continue
            if nodes.get(other):
                yield laid["code"], one, effect, nodes[other]
            elif effect == HELPS:
                for _, start, end, does in claims:
                    if start == other and nodes.get(end):
                        yield laid["code"], start, does, nodes[end]
        for link, outcome in product(coded, coded):
            ends = links.get(book[link["code"]]["link_id"])
            of = book[outcome["code"]]["outcome_id"]
            if ends and of and nodes.get(ends["to_node"]) == of and _together(_at(laid), _at(link), _at(outcome)):
                yield laid["code"], ends["from_node"], HELPS, of


@lru_cache
def told(year: Year) -> tuple[Told, ...]:
    """Return every row of the year, those of most people first."""
    talks: dict[str, list[Row]] = {}
    for row in year.rows("interviews"):
        if row["year"] == str(year.number):
            talks.setdefault(source(row), []).append(row)
    who: dict[Key, set[tuple[str, str]]] = {}
    for person, rows in talks.items():
        for key in _keys(year, {row["interview_id"] for row in rows}):
            who.setdefault(key, set()).add((person, rows[0]["voice"]))
    node_of = {row["outcome_id"]: row["node_id"] for row in year.rows("toc_nodes")}
    claims = Map(year)
    found = []
    for (context, mechanism, effect, outcome), people in who.items():
        opposite = next(each for each in DOES if each != effect)
        against = {claim.who for claim in claims.on(mechanism, node_of[outcome], opposite)}
        found.append(Told(context, mechanism, effect, outcome, frozenset(people), len(against)))
    order = list(year.outcomes)
    return tuple(sorted(found, key=lambda one: (-len(one.who), order.index(one.outcome), one.context)))
