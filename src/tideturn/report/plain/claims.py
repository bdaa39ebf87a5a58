"""Turn plain sentences into claims on the evidence of an outcome, and stop those that say too much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.checks.causes import dissent_hidden
from tideturn.evaluation.claims.checks.evidence import orphan_claim
from tideturn.evaluation.claims.checks.exposure import small_counts_said
from tideturn.evaluation.claims.checks.numbers import number_mismatch
from tideturn.evaluation.claims.checks.overclaim import overclaim
from tideturn.evaluation.claims.direction import bears
from tideturn.evaluation.claims.model import FAIL, Check, Claim, Edge
from tideturn.evaluation.claims.references import REFERENCE, fill, spoken
from tideturn.evaluation.claims.values import values_of
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.model import Evaluation, EvidenceItem, OutcomeVerdict
from tideturn.evaluation.told import Bound

AUTHOR: Final = "plain words"
"""Author of a sentence made from a verdict."""


def stopped(claims: Iterable[Claim], dataset: Dataset, evaluation: Evaluation) -> tuple[Check, ...]:
    """Return every failed check of these plain sentences; empty when all may be printed."""
    sites = dataset.programme.sites
    local = sum(site.kind == "local" for site in sites) or len(sites)
    failed = []
    for claim in claims:
        values = values_of(claim.evidence, sites=len(sites), local_sites=local)
        checks = {
            "number_mismatch": partial(number_mismatch, claim, values),
            "overclaim": partial(overclaim, claim),
            "disclosure": partial(small_counts_said, claim, evaluation.rules),
            "dissent_hidden": partial(dissent_hidden, claim),
        }
        if claim.verdict is not None and claim.verdict.standing.judged:
            checks["orphan_claim"] = partial(orphan_claim, claim)
        failed += [
            Check(name, claim.claim_id, FAIL, found.why, found.mend)
            for name, check in checks.items()
            for found in check()
            if found.status == FAIL
        ]
    return tuple(failed)


def claimed(
    evaluation: Evaluation,
    verdict: OutcomeVerdict,
    name: str,
    written: str,
    edges: tuple[Edge, ...],
    body: tuple[Claim, ...] = (),
) -> Claim:
    """Return a sentence about an outcome as a claim with its references filled.

    `body` holds the report's own sentences about the outcome.
    """
    text, filled, unfilled = fill(written, edges)
    return Claim(
        claim_id=f"y{evaluation.year.number}-{verdict.outcome_id}-{name}",
        section=name,
        written=written,
        text=text,
        type="judgement",
        outcome_id=verdict.outcome_id,
        scope=verdict.scope,
        year=evaluation.year.number,
        author=AUTHOR,
        reviewer=None,
        summary_of=tuple(part.claim_id for part in body),
        edges=edges,
        verdict=verdict,
        filled=filled,
        unfilled=unfilled,
        body=body,
    )


def references_of(claim: Claim) -> tuple[Bound, ...]:
    """Return the bindings of the numbers that fill the references of a sentence."""
    items = {edge.evidence_id: edge.item for edge in claim.edges if edge.item is not None}
    found = []
    for match in REFERENCE.finditer(claim.written):
        item = items.get(match["evidence"].strip())
        printed = spoken(item, match["field"]) if item is not None else None
        if item is not None and printed is not None:
            found.append(_bound(item, match["field"], printed))
    return tuple(found)


def _bound(item: EvidenceItem, field: str, printed: str) -> Bound:
    pairs, identity = isinstance(item.value, ScorePairs), item.evidence_id
    if field == "n":
        return Bound("n", printed, unit=item.unit, item=identity)
    if field == "worse" and not pairs:
        return Bound("worse", printed, predicate=item.choices.predicates[1], item=identity)
    if field in ("same", "worse", "others"):
        return Bound({"others": "n-better"}.get(field, field), printed, predicate="better", item=identity)
    if field == "share":
        return Bound("better/n" if pairs else "share", printed, "share", item=identity)
    if pairs:
        return Bound("better", printed, predicate="better", item=identity)
    return Bound("k", printed, predicate=item.choices.predicates[0], item=identity)


def edges_of(verdict: OutcomeVerdict, evidence: Mapping[str, EvidenceItem]) -> tuple[Edge, ...]:
    """Return the evidence of every strand, each piece once, as support, contradiction or context for the verdict."""
    edges: dict[str, Edge] = {}
    for strand in verdict.strands:
        for identity in strand.evidence:
            item = evidence.get(identity)
            if item is not None:
                edges.setdefault(identity, Edge(identity, bears(item.polarity, verdict.standing), None, (item,)))
    return tuple(edges.values())
