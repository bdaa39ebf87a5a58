"""The findings that the evaluator of the worked example wrote, each with its evidence and the hash of what was read.

This is the only part of the example that calls the engine, because a hash can only come from the ledger. No sentence is
made from a verdict: every sentence is written by hand, and the checks are shown to pass it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.drafting.edges import edges_of, once
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.example.frame import EVALUATOR
from tideturn.example.implementation import FOLLOWS_FROM

REVIEWER: Final = "evaluator-2"

BEFORE_REVIEW: Final = {
    "y1-confidence": "Training proves that 97% of professionals now identify more young people at risk.",
    "y1-pathways": "The evidence shows that practitioners understand the pathways.",
}
"""Two sentences, by claim, in the words they had before anybody compared them with their evidence."""


def with_findings(dataset: Dataset, *, before_review: bool = False) -> Dataset:
    """Return the example with its findings of both years.

    With `before_review`, two findings have the words that the checks stopped (`BEFORE_REVIEW`).
    """
    findings: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    last = evaluate(dataset, year=max(year.number for year in dataset.programme.years))
    for evaluation in (*last.earlier, last):
        year = evaluation.year.number
        for finding in _written(year):
            findings.append(_row(finding, year, before_review=before_review))
            edges += _edges(finding, evaluation)
    return replace(
        dataset,
        tables={
            **dataset.tables,
            "recommendations": dataset.tables["recommendations"].with_columns(
                pl.col("recommendation_id").replace_strict(FOLLOWS_FROM, default=None).alias("claim_id")
            ),
            "findings": pl.DataFrame(findings, schema=TABLES["findings"].empty().schema),
            "finding_evidence": pl.DataFrame(edges, schema=TABLES["finding_evidence"].empty().schema),
        },
    )


def _written(year: int) -> Sequence[Mapping[str, Any]]:
    text = (files("tideturn.example.words") / "findings" / f"year-{year}.toml").read_text(encoding="utf-8")
    written: Sequence[Mapping[str, Any]] = tomllib.loads(text)["finding"]
    return written


def _row(finding: Mapping[str, Any], year: int, *, before_review: bool) -> dict[str, Any]:
    stopped = before_review and finding["id"] in BEFORE_REVIEW
    text = BEFORE_REVIEW[finding["id"]] if stopped else finding["text"]
    reason = finding.get("judged_reason")
    return {
        "claim_id": finding["id"],
        "section": finding["section"],
        "text": text,
        "type": finding["type"],
        "outcome_id": finding["outcome"] or None,
        "scope": PROGRAMME_SCOPE,
        "year": year,
        "author": EVALUATOR,
        "reviewer": REVIEWER,
        "judged_part": finding.get("judged_part", text) if reason else None,
        "judged_reason": reason,
        "summary_of": "|".join(finding.get("summary_of", ())) or None,
    }


def _edges(finding: Mapping[str, Any], evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """Yield each piece of evidence that a finding names, once, with its edge to the outcome's verdict."""
    wanted: Sequence[str] = finding.get("evidence", ())
    if not finding["outcome"]:
        yield from _drawn(finding, evaluation)
        return
    verdict = evaluation.verdict(finding["outcome"], PROGRAMME_SCOPE)
    if verdict is None:
        return
    tests = {test["evidence"]: test for test in finding.get("test", ())}
    items = {item.evidence_id: item for item in evaluation.evidence if item.outcome_id == finding["outcome"]}
    for identity, edge, sha256 in once(
        edge for strand in verdict.strands for edge in edges_of(strand, items, verdict.standing)
    ):
        if {"all", items[identity].kind, identity} & set(wanted):
            row = {"claim_id": finding["id"], "evidence_id": identity, "edge": edge, "sha256": sha256}
            # A test says what we would expect to see if the programme was a cause, written before anybody looked.
            yield row | {name: value for name, value in tests.get(identity, {}).items() if name != "evidence"}


def _drawn(finding: Mapping[str, Any], evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """Yield each piece of evidence that a finding without an outcome names, always as support."""
    sha256 = {item.evidence_id: item.provenance.sha256 for item in evaluation.evidence}
    for identity in finding["evidence"]:
        yield {"claim_id": finding["id"], "evidence_id": identity, "edge": "supports", "sha256": sha256[identity]}
