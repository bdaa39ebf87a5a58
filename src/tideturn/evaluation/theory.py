"""Test the theory of change: who speaks about each link, what else may explain it, and the work that feeds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.causal_map import YearMap, cut_of
from tideturn.evaluation.ledger.interviews import Talk, settled, talks_of
from tideturn.evaluation.theory_records import TocLink
from tideturn.methods.causal_map import DENIES, HINDERS, STATES, reached
from tideturn.methods.fidelity import Fidelity


@dataclass(frozen=True)
class _Mention:
    """One mention of a link by one person: what they say about it, and whether no question had raised it."""

    talk: Talk
    unprompted: bool
    helps: bool
    hinders: bool
    against: bool

    @classmethod
    def of(cls, talk: Talk, row: Mapping[str, Any]) -> _Mention:
        """Return what a coding or a causal claim says; a coding says that the link holds, or denies it."""
        polarity = row.get("polarity")
        hinders = row.get("effect") == HINDERS
        states, denies = polarity in STATES, polarity in DENIES
        return cls(
            talk,
            unprompted=row["prompted"] is False,
            helps=states and not hinders,
            hinders=states and hinders,
            against=states if hinders else denies,
        )


def toc_links(
    dataset: Dataset, year: Year, fidelity: Sequence[Fidelity], told: YearMap | None = None
) -> tuple[TocLink, ...]:
    """Return every link of the theory that was in force at any time in the year, in the table's order.

    A person who speaks about a link in several places, or in several interviews, is one source. What they say counts in
    the year in which they said it. If nobody recorded whether a question had raised it, it is not called unprompted.
    `told` is the year's causal map, None if nobody made a claim.
    """
    rows = links_in_force(dataset, year)
    mentions = _mentions(dataset, year, rows)
    rivals = _rivals(dataset, year)
    feeding = _feeding(rows, fidelity)
    links = tuple(_link(row, mentions[row["link_id"]], rivals.get(row["to_node"], ()), feeding) for row in rows)
    if told is None:
        return links
    on_map = told.links
    return tuple(
        replace(link, flow=own.flow, people=len(own.people), threads=len(own.threads), cut=cut_of(own))
        for link in links
        for own in (on_map[link.link_id],)
    )


def versions_in_force(dataset: Dataset, year: Year) -> tuple[int, ...]:
    """Return the versions of the theory that were in force on any day of the year."""
    rows = dataset.table("toc_versions").sort("date", "version").to_dicts()
    ends = [later["date"] for later in rows[1:]]
    return tuple(
        row["version"]
        for row, end in zip(rows, [*ends, None], strict=True)
        if row["date"] <= year.end and (end is None or end > year.start)
    )


def links_in_force(dataset: Dataset, year: Year) -> list[dict[str, Any]]:
    """Return the rows of the links in force in the year; all of them if the folder has no versions."""
    rows = dataset.table("toc_links").to_dicts()
    if not dataset.has("toc_versions"):
        return rows
    versions = versions_in_force(dataset, year)
    return [row for row in rows if any((row["from_version"] or v) <= v <= (row["to_version"] or v) for v in versions)]


def _link(
    row: Mapping[str, Any],
    mentions: Iterable[_Mention],
    rivals: Iterable[str],
    feeding: Mapping[str, tuple[Fidelity, ...]],
) -> TocLink:
    said = list(mentions)

    def people(mention: str) -> int:
        return len({one.talk.source for one in said if getattr(one, mention)})

    return TocLink(
        link_id=row["link_id"],
        from_node=row["from_node"],
        to_node=row["to_node"],
        sources=len({one.talk.source for one in said}),
        unprompted=people("unprompted"),
        against=people("against"),
        helps=people("helps"),
        hinders=people("hinders"),
        sites=tuple(sorted({one.talk.site for one in said})),
        voices=tuple(sorted({one.talk.voice for one in said})),
        rivals=tuple(dict.fromkeys((*split_many(row["rivals"]), *rivals))),
        helped_by=frozenset((one.talk.source, one.talk.voice) for one in said if one.helps and one.unprompted),
        fidelity=feeding[row["from_node"]],
    )


def _mentions(dataset: Dataset, year: Year, links: Iterable[Mapping[str, Any]]) -> defaultdict[str, list[_Mention]]:
    """Return, by link, the codings whose code means it, and the causal claims from its one end to its other."""
    link_of_ends: dict[tuple[str, str], list[str]] = defaultdict(list)
    in_force: set[str] = set()
    for link in links:
        link_of_ends[link["from_node"], link["to_node"]].append(link["link_id"])
        in_force.add(link["link_id"])
    link_of_code = {
        row["code"]: row["link_id"] for row in dataset.table("codebook").to_dicts() if row["link_id"] in in_force
    }
    node_of = {row["factor"]: row["node_id"] for row in dataset.table("factors").to_dicts()}
    codings = [row for row in settled(dataset) if row["code"] in link_of_code] if link_of_code else []
    claims = dataset.table("causal_claims").to_dicts()
    talks = talks_of(dataset, year, {row["interview_id"] for row in (*codings, *claims)})
    found: defaultdict[str, list[_Mention]] = defaultdict(list)
    for row in codings:
        talk = talks.get(row["interview_id"])
        if talk is not None:
            found[link_of_code[row["code"]]].append(_Mention.of(talk, row))
    for row in claims:
        talk = talks.get(row["interview_id"])
        ends = (node_of.get(row["from_factor"]) or "", node_of.get(row["to_factor"]) or "")
        if talk is not None:
            for link_id in link_of_ends.get(ends, ()):
                found[link_id].append(_Mention.of(talk, row))
    return found


def _rivals(dataset: Dataset, year: Year) -> dict[str, tuple[str, ...]]:
    """Return, by node, what else was going on in the year that could explain its outcome, as the folder says."""
    going_on: dict[str, list[str]] = defaultdict(list)
    named = dataset.table("context").filter(
        pl.col("outcome_id").is_not_null()
        & (pl.col("from").is_null() | (pl.col("from") <= year.end))
        & (pl.col("to").is_null() | (pl.col("to") >= year.start))
    )
    for row in named.to_dicts():
        going_on[row["outcome_id"]].append(row["description"])
    return {
        row["node_id"]: tuple(going_on[row["outcome_id"]])
        for row in dataset.table("toc_nodes").to_dicts()
        if row["outcome_id"] in going_on
    }


def _feeding(links: Sequence[Mapping[str, Any]], fidelity: Sequence[Fidelity]) -> dict[str, tuple[Fidelity, ...]]:
    """Return, by node, the fidelity of every piece of work at that node, or before it along the links in force."""
    before: dict[str, list[str]] = defaultdict(list)
    for link in links:
        before[link["to_node"]].append(link["from_node"])
    return {
        node: tuple(one for one in fidelity if one.node_id in upstream)
        for node in {link["from_node"] for link in links}
        for upstream in (reached(node, before),)
    }
