"""`contribution_without_rival` and `dissent_hidden`: what else may explain a change, and who says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tideturn.evaluation.claims.checks.finding import Finding, fail, query
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.rivals import Rival, rivals_for
from tideturn.evaluation.claims.strength import asserts_cause, cause_in, shows_both_sides


def contribution_without_rival(claim: Claim, rivals: Sequence[Rival]) -> Iterator[Finding]:
    """A claim of what brought a change about, with no other explanation looked at, in that year and at that place."""
    cause = cause_in(claim.text)
    if claim.type != "contribution":
        if not cause or (claim.type == "descriptive" and not asserts_cause(claim.text)):
            return
        yield query(
            f"“{cause}” says what brought the change about.",
            "Make its type contribution, so that rivals are asked for.",
        )
    if not rivals_for(rivals, claim.outcome_id, claim.scope):
        yield fail(
            "it says what brought the change about, and no other explanation was considered.",
            f"Write the rivals on a link into {claim.outcome_id} in toc_links.csv, or what else was going on in "
            "context.csv.",
        )


def dissent_hidden(claim: Claim) -> Iterator[Finding]:
    """A contested finding that shows one side: in its evidence, or in its words."""
    contested = [c for c in (claim, *claim.body) if c.verdict is not None and c.verdict.standing == "contested"]
    if not contested:
        return
    sides = {side for edge in claim.evidence for side in _sides(edge.edge, [item.polarity for item in edge.items])}
    if not {"for", "against"} <= sides:
        missing = "against" if "for" in sides else "for"
        yield fail(
            f"the verdict is contested, and the claim has no evidence {missing} it.",
            f"Add the evidence {missing} it to finding_evidence.csv; `tideturn explain` lists it.",
        )
    if not shows_both_sides(claim.text):
        yield fail(
            "the verdict is contested, and the sentence tells one side.",
            "Say who says otherwise, and where, in the sentence.",
        )


def _sides(edge: str, polarities: Sequence[str]) -> Iterator[str]:
    if edge == "contradicts":
        yield "against"
    elif edge == "supports":
        yield "for"
    for polarity in polarities:
        if edge == "context":
            continue
        if polarity == "mixed":
            yield from ("for", "against")
