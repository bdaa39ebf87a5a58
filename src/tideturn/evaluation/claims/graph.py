"""Return the graph from sentences to their evidence, as JSON and as PROV-JSON (W3C member submission, 2013)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote

from tideturn.evaluation.claims.grade import JUDGED
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.model import EvidenceItem

PREFIX: Final = {
    "claim": "urn:tideturn:claim:",
    "evidence": "urn:tideturn:evidence:",
    "file": "urn:tideturn:file:",
    "role": "urn:tideturn:role:",
    "run": "urn:tideturn:run:",
    "tideturn": "urn:tideturn:term:",
}
_EDGES: Final = {"supports": "tideturn:supports", "contradicts": "tideturn:contradicts", "context": "tideturn:context"}


def claim_graph(
    claims: Iterable[Claim], evidence: Mapping[str, EvidenceItem], grades: Mapping[str, str]
) -> dict[str, Any]:
    """Return nodes and edges: each claim with its sentence, grade and verdict, and each piece of evidence.

    `grades` are the grades of the claims, by id.
    """
    claims = tuple(claims)
    used = sorted({edge.evidence_id for claim in claims for edge in claim.evidence if edge.evidence_id in evidence})
    return {
        "claims": [
            {
                "claim_id": claim.claim_id,
                "section": claim.section,
                "text": claim.text,
                "type": claim.type,
                "outcome_id": claim.outcome_id,
                "scope": claim.scope,
                "year": claim.year,
                "verdict": claim.verdict.standing if claim.verdict else None,
                "confidence": claim.verdict.confidence if claim.verdict else None,
                "author": claim.author,
                "reviewer": claim.reviewer,
                "grade": grades.get(claim.claim_id),
                # The checks read a signature only if the finding is judged, so print no other.
                "judged_part": list(claim.judged_part) if grades.get(claim.claim_id) == JUDGED else [],
                "judged_reason": claim.judged_reason if grades.get(claim.claim_id) == JUDGED else None,
                "summary_of": list(claim.summary_of),
                "edges": [{"evidence_id": edge.evidence_id, "edge": edge.edge} for edge in claim.edges],
            }
            for claim in claims
        ],
        "evidence": [_piece(evidence[identity]) for identity in used],
    }


def _piece(item: EvidenceItem) -> dict[str, Any]:
    """Return one piece of evidence as a mapping.

    Leave out the place and the voice of an interview: a gap among the adults' would show who is young.
    """
    heard = item.kind == "interview"
    return {
        "evidence_id": item.evidence_id,
        "scope": None if heard else item.scope,
        "year": item.year,
        "kind": item.kind,
        "voice": None if heard else item.voice,
        "polarity": item.polarity,
        "n": item.n,
        "value": item.value.as_dict() if item.value is not None else None,
        "interval": list(item.interval) if item.interval else None,
        "text": item.text,
        "table": item.provenance.table,
    }


def prov_json(
    claims: Iterable[Claim],
    evidence: Mapping[str, EvidenceItem],
    *,
    version: str,
    software: str,
    files: Mapping[str, str],
) -> dict[str, Any]:
    """Return the same graph in PROV-JSON: claims derived from evidence, evidence from whole files of the dataset.

    `files` maps each file of the dataset to its HMAC-SHA-256: a plain hash, or that of a row, could be guessed.
    """
    claims = tuple(claims)
    run = f"run:{_name(version)}"
    entity: dict[str, Any] = {}
    agent: dict[str, Any] = {"tideturn:software": {"prov:type": "prov:SoftwareAgent", "tideturn:version": software}}
    derived: dict[str, Any] = {}
    generated: dict[str, Any] = {}
    attributed: dict[str, Any] = {}
    used: dict[str, Any] = {}
    for name, keyed in sorted(files.items()):
        entity[f"file:{_name(name)}"] = {"prov:label": name, "tideturn:hmac_sha256": keyed}
        used[f"_:u{len(used) + 1}"] = {"prov:activity": run, "prov:entity": f"file:{_name(name)}"}
    for claim in claims:
        name = f"claim:{_name(claim.claim_id)}"
        entity[name] = {"prov:label": claim.text, "prov:type": f"tideturn:{claim.type}"}
        generated[f"_:g{len(generated) + 1}"] = {"prov:entity": name, "prov:activity": run}
        for role, who in (("tideturn:author", claim.author), ("tideturn:reviewer", claim.reviewer)):
            if who:
                agent[f"role:{_name(who)}"] = {"prov:type": "prov:Person", "prov:label": who}
                attributed[f"_:a{len(attributed) + 1}"] = {
                    "prov:entity": name,
                    "prov:agent": f"role:{_name(who)}",
                    "prov:type": role,
                }
        for part in claim.summary_of:
            derived[f"_:d{len(derived) + 1}"] = {
                "prov:generatedEntity": name,
                "prov:usedEntity": f"claim:{_name(part)}",
                "prov:type": "tideturn:summaryOf",
            }
        for edge in claim.edges:
            item = evidence.get(edge.evidence_id)
            if item is None:
                continue
            piece = f"evidence:{_name(edge.evidence_id)}"
            entity.setdefault(piece, {"prov:label": edge.evidence_id, "prov:type": f"tideturn:{item.kind}"})
            derived[f"_:d{len(derived) + 1}"] = {
                "prov:generatedEntity": name,
                "prov:usedEntity": piece,
                "prov:type": _EDGES[edge.edge],
            }
    pieces = {_name(identity): item for identity, item in evidence.items()}
    for identity in sorted(name.partition(":")[2] for name in entity if name.startswith("evidence:")):
        item = pieces[identity]
        source = next((n for n in (f"{item.provenance.table}.csv", item.provenance.table) if n in files), None)
        if source:
            derived[f"_:d{len(derived) + 1}"] = {
                "prov:generatedEntity": f"evidence:{identity}",
                "prov:usedEntity": f"file:{_name(source)}",
            }
    return {
        "prefix": PREFIX,
        "entity": entity,
        "activity": {run: {"prov:label": f"Evaluation, version {version}"}},
        "agent": agent,
        "used": used,
        "wasGeneratedBy": generated,
        "wasAttributedTo": attributed,
        "wasAssociatedWith": {"_:s1": {"prov:activity": run, "prov:agent": "tideturn:software"}},
        "wasDerivedFrom": derived,
    }


def _name(text: str) -> str:
    """Return a local name that any reader of PROV accepts."""
    return quote(text, safe="-_./~")
