"""Write the evaluation as `evaluation.json`: sorted keys, floats to 12 significant digits, same bytes on every run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tideturn.evaluation.canonical_json import rows_bytes
from tideturn.evaluation.contribution import Contribution
from tideturn.evaluation.model import JUDGEMENT, Evaluation, EvidenceItem, OutcomeVerdict
from tideturn.evaluation.strand import Strand, StrandItem
from tideturn.evaluation.theory_records import ProposedLink, SaidCause, SaidMechanism, SaidWords, TocLink
from tideturn.methods.causal_map import HELPS, HINDERS

_OF_A_LINK = ("component", "site", "delivered", "planned", "judged")
"""Keys of the work leading to a link that the link itself shows; the rest is under `fidelity`."""


def answer(evaluation: Evaluation, engine: Iterable[Mapping[str, Any]] = ()) -> bytes:
    """Return `evaluation.json` as UTF-8; `engine` holds the engine's own claims, as rows."""
    grades = {one.claim_id: one.as_dict() for one in evaluation.gradings}
    whole = {
        "programme": evaluation.programme,
        "year": evaluation.year.number,
        "judgement": JUDGEMENT,
        "rules": evaluation.rules.as_dict(),
        "readings": evaluation.readings,
        "outcomes": [_outcome(verdict) for verdict in evaluation.outcomes],
        "evidence": [_evidence(item) for item in evaluation.evidence],
        "claims": [*({**claim.as_dict(), **grades.get(claim.claim_id, {})} for claim in evaluation.claims), *engine],
        "checks": [check.as_dict() for check in evaluation.checks],
        "gaps": [
            {
                "outcome_id": gap.outcome_id,
                "scope": gap.scope,
                "missing_kind": gap.missing_kind,
                "missing_voice": gap.missing_voice,
                "collect": gap.collect,
            }
            for gap in evaluation.gaps
        ],
        "fidelity": [work.as_row() for work in evaluation.fidelity],
        "toc_links": [_link(link) for link in evaluation.toc_links],
        "causes": {
            effect: [_cause(cause) for cause in evaluation.causes if cause.effect == effect]
            for effect in (HELPS, HINDERS)
        },
        "contribution": [_contribution(one) for one in evaluation.contributions],
        "mechanisms": [_mechanism(one) for one in evaluation.mechanisms],
        "proposals": [_proposal(proposal) for proposal in evaluation.proposals],
        "agreement": evaluation.agreement.as_dict() if evaluation.agreement else None,
    }
    return rows_bytes(whole)


def _outcome(verdict: OutcomeVerdict) -> dict[str, Any]:
    override = verdict.override
    return {
        "outcome_id": verdict.outcome_id,
        "scope": verdict.scope,
        "verdict": verdict.verdict,
        "rule": verdict.verdict.number,
        "why": verdict.why,
        "confidence": verdict.confidence,
        "confidence_reasons": list(verdict.confidence_reasons),
        "early_signs": [
            {"kind": sign.kind, "voice": sign.voice, "reading": sign.reading, "review_year": sign.review_year}
            for sign in verdict.early_signs
        ],
        "strands": [_strand(strand) for strand in verdict.strands],
        "triangulation": [{"a": t.a, "b": t.b, "code": t.code} for t in verdict.triangulation],
        "claim": verdict.claim,
        "sides": verdict.sides,
        "printed": verdict.printed,
        "override": {"verdict": override.verdict, "reason": override.reason, "by": override.by} if override else None,
    }


def _strand(strand: Strand) -> dict[str, Any]:
    return {
        "kind": strand.kind,
        "voice": strand.voice,
        "unit": strand.unit,
        "population": strand.population.as_dict(),
        "about": strand.about,
        "design": strand.design,
        "measured": strand.measured,
        "tokens": sorted(strand.tokens),
        "reading": strand.reading,
        "why": strand.why,
        "n": strand.n,
        "k": strand.k,
        "share": strand.share,
        "low": strand.low,
        "high": strand.high,
        "sources": strand.sources,
        "items": [_item(item) for item in strand.items],
        "evidence": list(strand.evidence),
    }


def _item(item: StrandItem) -> dict[str, Any]:
    return {
        "item": item.item,
        "n": item.n,
        "k": item.k,
        "share": item.share,
        "low": item.low,
        "high": item.high,
        "reading": item.reading,
        "waves": [wave.as_dict() for wave in item.waves],
    }


def _link(link: TocLink) -> dict[str, Any]:
    return {
        "link_id": link.link_id,
        "sources": link.sources,
        "unprompted": link.unprompted,
        "helps": link.helps,
        "hinders": link.hinders,
        "against": link.against,
        "sites": list(link.sites),
        "voices": list(link.voices),
        "flow": link.flow,
        "people": link.people,
        "threads": link.threads,
        "cut": [{"from": one.start, "to": one.end, "sources": one.sources} for one in link.cut],
        "rivals": list(link.rivals),
        "fidelity": [{key: work.as_row()[key] for key in _OF_A_LINK} for work in link.fidelity],
    }


def _cause(cause: SaidCause) -> dict[str, Any]:
    return {
        "outcome_id": cause.outcome_id,
        "cause": cause.cause,
        "in_theory": cause.in_theory,
        "factors": list(cause.factors),
        "distance": cause.distance,
        "by_way_of": list(cause.by_way_of),
        "sources": cause.sources,
        "unprompted": cause.unprompted,
        "against": cause.against,
        "threads": cause.threads,
        "sites": list(cause.sites),
        "voices": list(cause.voices),
    }


def _contribution(one: Contribution) -> dict[str, Any]:
    return {
        "outcome_id": one.outcome_id,
        "rating": one.rating,
        "why": one.why,
        "rivals": [
            {"rival": rival.text, "weighed": rival.weight or None, "reason": rival.reason or None}
            for rival in one.rivals
        ],
    }


def _mechanism(one: SaidMechanism) -> dict[str, Any]:
    return {
        "context": one.context,
        "mechanism": one.mechanism,
        "in_theory": one.in_theory,
        "factors": list(one.factors),
        "effect": one.effect,
        "outcome_id": one.outcome_id,
        "pattern": one.pattern,
        "sources": one.sources,
        "by_voice": dict(one.by_voice),
        "against": one.against,
        "quotes": _quotes(one.quotes),
    }


def _proposal(proposal: ProposedLink) -> dict[str, Any]:
    return {
        "from": proposal.start,
        "to": proposal.end,
        "effect": proposal.effect,
        "from_in_theory": proposal.start_in_theory,
        "to_in_theory": proposal.end_in_theory,
        "by_way_of": list(proposal.by_way_of),
        "reverse": proposal.reverse,
        "opposed": proposal.opposed,
        "sources": proposal.sources,
        "unprompted": proposal.unprompted,
        "against": proposal.against,
        "sites": list(proposal.sites),
        "voices": list(proposal.voices),
        "quotes": _quotes(proposal.quotes),
    }


def _quotes(quotes: Iterable[SaidWords]) -> list[dict[str, str]]:
    return [{"text": said.text, "speaker": said.speaker} for said in quotes]


def _evidence(item: EvidenceItem) -> dict[str, Any]:
    return {
        "evidence_id": item.evidence_id,
        "outcome_id": item.outcome_id,
        "scope": item.scope,
        "year": item.year,
        "kind": item.kind,
        "voice": item.voice,
        "origin": item.origin,
        "tokens": sorted(item.tokens),
        "polarity": item.polarity,
        "n": item.n,
        "value": item.value.as_dict() if item.value is not None else None,
        "interval": list(item.interval) if item.interval else None,
        "text": item.text,
        "unit": item.unit,
        "population": item.population.as_dict(),
        "as_of": item.as_of.isoformat(),
        "provenance": item.provenance.as_dict(),
    }
