"""Collect the year's other records from the folder and the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.proof.clause import NamedFactor, Record, SaidBy
from tideturn.evaluation.claims.proof.facts import size_of
from tideturn.evaluation.claims.proof.harvest import changes_of
from tideturn.evaluation.ledger.questions import label_of
from tideturn.evaluation.model import COUNT, EvidenceItem, OutcomeVerdict
from tideturn.methods.causal_map import HELPS


def record_of(
    dataset: Dataset,
    evidence: Iterable[EvidenceItem],
    source: Callable[[EvidenceItem], str],
    verdicts: Iterable[OutcomeVerdict] = (),
) -> Record:
    """Return the record of a year; `evidence` is of this year and earlier ones, `verdicts` of this year alone.

    `source` returns the full source text of a piece of evidence.
    """
    titles = {row["document_id"]: row["title"] or "" for row in dataset.table("documents").to_dicts()}
    held = tuple(evidence)
    said = tuple(item for item in held if item.kind == "interview" and item.outcome_id)
    asked = {
        (code, row["item"]): label_of(survey, row)
        for code, survey in dataset.surveys.items()
        for row in survey.items.to_dicts()
    }
    places = {label: [place for place, text in asked.items() if text == label] for label in asked.values()}
    years = {label: _first_answered(dataset, own) for label, own in places.items()}
    dates = {label: _dates(dataset, own) for label, own in places.items()}
    talks = {row["interview_id"]: row for row in dataset.table("interviews").to_dicts()}
    heard = frozenset((row["year"], row["source"] or name, row["voice"]) for name, row in talks.items())
    factors = _factors(dataset)
    indicators = {row["indicator"]: row for row in dataset.table("indicators").to_dicts()}
    compared = {
        one: indicators[row["compare_with"]]["title"] or ""
        for one, row in indicators.items()
        if row["compare_with"] in indicators
    }
    causes = tuple(_causes(dataset, talks, factors))
    changes = changes_of(dataset, held)
    sites = frozenset(site.code for site in dataset.programme.sites if site.kind == "local")
    return Record(
        evidence=said,
        titles=titles,
        source=source,
        asked=asked,
        dates=dates,
        years=years,
        factors=factors,
        causes=causes,
        interviewed=heard,
        compared=compared,
        better={row["outcome_id"]: row["better"] or "up" for row in dataset.table("outcomes").to_dicts()},
        changes=changes,
        sites=sites,
        days=_days(dataset, talks),
        counted=frozenset(item.evidence_id for item in held if item.kind == COUNT),
        sizes={item.evidence_id: size_of(item) for item in held},
        waves=_waves(dataset),
        verdicts={(verdict.outcome_id, verdict.scope): verdict for verdict in verdicts},
        national=frozenset(site.code for site in dataset.programme.sites if site.kind == "national"),
        titles_of={row["outcome_id"]: row["title"] for row in dataset.table("outcomes").to_dicts()},
    )


def _waves(dataset: Dataset) -> dict[str, frozenset[tuple[int, int]]]:
    """Return the years and months of each wave of the survey of partner organisations."""
    rows = dataset.table("waves").select("wave", "date").drop_nulls().unique().rows()
    waves = {str(wave) for wave, _ in rows}
    return {wave: frozenset((day.year, day.month) for own, day in rows if str(own) == wave) for wave in waves}


def _first_answered(dataset: Dataset, places: Iterable[tuple[str, str]]) -> int | None:
    """Return the first year in which any survey has answers to a question."""
    answered = [dataset.surveys[code].responses.filter(pl.col(item).is_not_null()) for code, item in places]
    years = [year for frame in answered for year in frame["year"].unique() if year is not None]
    return min(years, default=None)


def _dates(dataset: Dataset, places: Iterable[tuple[str, str]]) -> dict[int, tuple[date, date]]:
    """Return the first and last date of the answers to a question in each programme year, if each has a date."""
    answered = [dataset.surveys[code].responses.filter(pl.col(item).is_not_null()) for code, item in places]
    every = [pair for frame in answered for pair in frame.select("year", "date").unique().rows()]
    own = {year: [day for one, day in every if one == year] for year, _ in every}
    return {year: (min(days), max(days)) for year, days in own.items() if year is not None and None not in days}


def _days(dataset: Dataset, talks: Mapping[str, Mapping[str, Any]]) -> dict[str, date]:
    """Return the day of each interview, document and answer to a survey that has one, by its id."""
    answers = {
        f"survey:{code}:{row['response_id']}": row
        for code, survey in dataset.surveys.items()
        for row in survey.responses.select("response_id", "date").to_dicts()
    }
    papers = {row["document_id"]: row for row in dataset.table("documents").to_dicts()}
    return {name: row["date"] for name, row in {**answers, **papers, **talks}.items() if row["date"]}


def _factors(dataset: Dataset) -> tuple[NamedFactor, ...]:
    nodes = {row["node_id"]: row for row in dataset.table("toc_nodes").to_dicts()}
    found = []
    for row in dataset.table("factors").to_dicts():
        node = nodes.get(row["node_id"], {})
        label = row["factor"]
        found.append(NamedFactor(label, row["node_id"] or label, node.get("title") or "", node.get("outcome_id") or ""))
    return tuple(found)


def _causes(
    dataset: Dataset, talks: Mapping[str, Mapping[str, Any]], factors: Sequence[NamedFactor]
) -> Iterator[SaidBy]:
    """Yield each causal claim; an open answer has no voice here, and counts for any year."""
    parts = {one.label: one.part for one in factors}
    for row in dataset.table("causal_claims").to_dicts():
        name, cause, effect = row["interview_id"], row["from_factor"], row["to_factor"]
        talk = talks.get(name, {})
        yield SaidBy(
            year=talk.get("year", 0),
            source=talk.get("source") or name,
            voice=talk.get("voice", ""),
            role=talk.get("role") or "",
            site=talk.get("site") or "",
            cause=parts.get(cause, cause),
            effect=parts.get(effect, effect),
            does=row["effect"] or HELPS,
            prompted=row["prompted"],
        )
