"""`orphan_claim`, `stale_evidence` and `unreviewed`: what must fail, what must pass, what is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tideturn.evaluation.claims.model import Edge


def test_a_claim_without_evidence_is_an_orphan(maker: Any) -> None:
    assert maker.status("orphan_claim", maker.claim("Practice changed.")) == "fail"


def test_a_claim_with_evidence_that_bears_on_it_is_none(maker: Any) -> None:
    spoken = maker.spoke("p1")
    assert maker.status("orphan_claim", maker.claim("Practice changed.", spoken)) == "pass"
    assert maker.status("orphan_claim", maker.claim("Practice did not change.", against=[spoken])) == "pass"


def test_evidence_that_nobody_knows_is_no_evidence(maker: Any) -> None:
    claim = replace(maker.claim("Practice changed."), edges=(Edge("interview/none/0-9/x", "supports", None),))
    check = maker.checks(claim)["orphan_claim"]
    assert check.status == "fail"
    assert "ledger" in check.why


def test_one_unknown_piece_among_known_ones_is_named(maker: Any) -> None:
    claim = maker.claim("Practice changed.", maker.spoke("p1"))
    claim = replace(claim, edges=(*claim.edges, Edge("interview/none/0-9/x", "supports", None)))
    check = maker.checks(claim)["orphan_claim"]
    assert check.status == "fail"
    assert "interview/none/0-9/x" in check.why


def test_context_alone_bears_nothing_out(maker: Any) -> None:
    assert maker.status("orphan_claim", maker.claim("Practice changed.", context=[maker.spoke("p1")])) == "fail"


def test_a_summary_rests_on_what_it_sums_up(maker: Any) -> None:
    part = maker.claim("Practice changed.", maker.spoke("p1"), claim_id="c2")
    assert maker.status("orphan_claim", maker.claim("In short, it changed.", body=(part,))) == "pass"
    bare = maker.claim("Practice changed.", claim_id="c2")
    assert maker.status("orphan_claim", maker.claim("In short, it changed.", body=(bare,))) == "fail"


def test_evidence_that_reads_as_it_did_is_not_stale(maker: Any) -> None:
    claim = maker.claim("Practice changed.", maker.spoke("p1"))
    assert maker.status("stale_evidence", claim) == "pass"
    capitals = replace(claim, edges=tuple(replace(edge, sha256=edge.sha256.upper()) for edge in claim.edges))
    assert maker.status("stale_evidence", capitals) == "pass"


def test_evidence_that_has_changed_is_stale_and_named(maker: Any) -> None:
    check = maker.checks(maker.claim("Practice changed.", maker.spoke("p1"), sha256="cd" * 32))["stale_evidence"]
    assert check.status == "fail"
    assert "interview/p1/" in check.why
    assert "--renew" in check.mend


def test_an_edge_without_a_hash_is_asked_about(maker: Any) -> None:
    assert maker.status("stale_evidence", maker.claim("Practice changed.", maker.spoke("p1"), sha256=None)) == "query"


def test_a_changed_edge_is_told_before_one_without_a_hash(maker: Any) -> None:
    claim = maker.claim("Practice changed.", maker.spoke("p1"), maker.spoke("p2"), sha256=None)
    claim = replace(claim, edges=(replace(claim.edges[0], sha256="cd" * 32), claim.edges[1]))
    assert maker.status("stale_evidence", claim) == "fail"


@pytest.mark.parametrize(
    "reviewer", [None, "", "evaluator-1", "Evaluator-1", " EVALUATOR-1 ", "evaluator 1", "evaluator_1"]
)
def test_nobody_reviews_their_own_sentence(maker: Any, reviewer: str | None) -> None:
    assert maker.status("unreviewed", maker.claim("Practice changed.", maker.spoke("p1"), reviewer=reviewer)) == "fail"


@pytest.mark.parametrize("reviewer", ["evaluator-2", "lead", "evaluator-11"])
def test_somebody_else_may_review_it(maker: Any, reviewer: str) -> None:
    assert maker.status("unreviewed", maker.claim("Practice changed.", maker.spoke("p1"), reviewer=reviewer)) == "pass"
