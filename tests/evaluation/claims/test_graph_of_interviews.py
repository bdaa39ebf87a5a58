"""A release names neither place nor voice of an interview: a gap among the adults would tell who is young."""

from __future__ import annotations

from datetime import date

import pytest

from tideturn.evaluation.claims.graph import claim_graph
from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.model import EvidenceItem, Provenance


def piece(kind: str, voice: str) -> EvidenceItem:
    return EvidenceItem(
        f"{kind}/{voice}",
        "o",
        "london",
        1,
        kind,
        voice,
        "x",
        "supports",
        None,
        None,
        None,
        "",
        Provenance("t", (), 0, ""),
        unit="partners",
        as_of=date(2019, 8, 31),
    )


@pytest.mark.parametrize(
    ("kind", "voice", "told"),
    [
        ("interview", "young_person", (None, None)),
        ("interview", "family", (None, None)),
        ("interview", "staff", (None, None)),
        ("survey", "young_person", ("london", "young_person")),
        ("document", "stakeholder", ("london", "stakeholder")),
    ],
)
def test_who_spoke_where_cannot_be_counted(kind: str, voice: str, told: tuple[str | None, str | None]) -> None:
    item = piece(kind, voice)
    edges = (Edge(item.evidence_id, "supports", None, (item,)),)
    claim = Claim("c", "summary", "T.", "T.", "change", "o", "programme", 1, "A", "B", (), edges, None)
    (node,) = claim_graph((claim,), {item.evidence_id: item}, {})["evidence"]
    assert (node["scope"], node["voice"]) == told
    assert (node["evidence_id"], node["kind"]) == (item.evidence_id, kind)
