"""The year's causal map: what the people interviewed in it said helps or hinders what, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.ledger.interviews import Talk, talks_of
from tideturn.evaluation.theory_records import CutArrow, ProposedLink, SaidCause, SaidWords
from tideturn.methods.causal_map import HELPS, HINDERS, CausalMap, Cause, Link, Part, Proposal, causal_map, causes_of

UNCAUSED: Final = (
    "The evidence does not show that this outcome came about, so this is what people named, and not what caused it."
)
_TOLD: Final = {
    (HELPS, True): "What people said helped",
    (HINDERS, True): "What people said held it back",
    (HELPS, False): "What people said helps",
    (HINDERS, False): "What people said gets in the way",
}


def told_as(effect: str, verdict: Verdict) -> str:
    """Return the heading over causes with one effect; only an outcome that came about is described as helped."""
    return _TOLD[effect, verdict.came_about]


@dataclass(frozen=True)
class YearMap:
    """The causal map of one year, with the table of claims that its rows refer to, and who made them."""

    found: CausalMap
    claims: pl.DataFrame
    talks: Mapping[str, Talk]

    @property
    def links(self) -> dict[str, Link]:
        """Return the theory's links by their code, as the map has them."""
        return {link.link_id: link for link in self.found.links}


def year_map(dataset: Dataset, year: Year, links: Sequence[Mapping[str, Any]]) -> YearMap | None:
    """Return the causal claims of the year's interviews and open answers as a map; None if nobody made one.

    `links` holds the rows of the theory that were in force.
    """
    claims = dataset.table("causal_claims")
    talks = talks_of(dataset, year, claims["interview_id"].unique())
    claims = claims.filter(pl.col("interview_id").is_in(list(talks)))
    if claims.is_empty():
        return None
    spoken = [talks[talk_id] for talk_id in sorted(set(claims["interview_id"]))]
    ends = ("link_id", "from_node", "to_node")
    found = causal_map(
        claims,
        interviews=pl.DataFrame(
            [(talk.talk_id, talk.source, talk.site, talk.voice) for talk in spoken],
            schema=dict.fromkeys(("interview_id", "source", "site", "voice"), pl.String),
            orient="row",
        ),
        factors=dataset.table("factors"),
        links=pl.DataFrame(
            [tuple(row[name] for name in ends) for row in links], schema=dict.fromkeys(ends, pl.String), orient="row"
        ),
    )
    return YearMap(found, claims, talks)


def cut_of(link: Link) -> tuple[CutArrow, ...]:
    """Return the arrows that make up the link's weakest point."""
    return tuple(CutArrow(one.start.name, one.end.name, one.capacity, one.voices) for one in link.cut)


def said_causes(dataset: Dataset, told: YearMap | None) -> tuple[SaidCause, ...]:
    """Return what people said helps or hinders each outcome, in the framework's order."""
    if told is None:
        return ()
    nodes = dataset.table("toc_nodes").to_dicts()
    return tuple(
        _said(outcome, cause)
        for outcome in dataset.table("outcomes")["outcome_id"].to_list()
        for node in nodes
        if node["outcome_id"] == outcome
        for cause in causes_of(told.found, Part(node["node_id"], in_theory=True))
    )


def _said(outcome_id: str, cause: Cause) -> SaidCause:
    return SaidCause(
        outcome_id=outcome_id,
        cause=cause.cause.name,
        effect=cause.effect,
        in_theory=cause.cause.in_theory,
        factors=cause.factors,
        distance=cause.distance,
        sources=len(cause.sources),
        unprompted=len(cause.unprompted),
        against=len(cause.against),
        threads=len(cause.threads),
        sites=cause.sites,
        voices=cause.voices,
        against_voices=cause.against_voices,
        by_way_of=_names(cause.by_way_of),
        who=cause.sources,
    )


def proposed_links(told: YearMap | None) -> tuple[ProposedLink, ...]:
    """Return the links that enough people named and the theory lacks, with words of those who agreed to be quoted."""
    if told is None:
        return ()
    return tuple(_proposed(told, proposal) for proposal in told.found.proposals)


def _proposed(told: YearMap, proposal: Proposal) -> ProposedLink:
    arrow = proposal.arrow
    return ProposedLink(
        start=arrow.start.name,
        end=arrow.end.name,
        effect=arrow.effect,
        start_in_theory=arrow.start.in_theory,
        end_in_theory=arrow.end.in_theory,
        sources=len(arrow.sources),
        unprompted=len(arrow.unprompted),
        against=len(arrow.against),
        sites=arrow.sites,
        voices=arrow.voices,
        against_voices=arrow.against_voices,
        by_way_of=_names(proposal.by_way_of),
        reverse=proposal.reverse,
        opposed=proposal.opposed,
        quotes=_quotes(told, arrow.rows),
    )


def _quotes(told: YearMap, rows: Sequence[int]) -> tuple[SaidWords, ...]:
    """Return the words behind an arrow, once for each person who agreed to be quoted."""
    said: dict[str, SaidWords] = {}
    for talk_id, start, end in sorted(told.claims[list(rows)].select("interview_id", "start", "end").iter_rows()):
        talk = told.talks[talk_id]
        words = talk.text[start:end].strip()
        if talk.quotable and words:
            said.setdefault(talk.source, SaidWords(words, talk.speaker, talk.voice))
    return tuple(said.values())


def rings_of(told: YearMap | None) -> tuple[tuple[str, ...], ...]:
    """Return the chains of causes that lead back to their beginning."""
    return tuple(_names(ring) for ring in told.found.rings) if told is not None else ()


def _names(parts: Iterable[Part]) -> tuple[str, ...]:
    return tuple(part.name for part in parts)
