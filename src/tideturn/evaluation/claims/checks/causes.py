"""`contribution_without_rival` and `dissent_hidden`: what else may explain a change, and who says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tideturn.dataset.vocabulary import CONTRIBUTION, RATINGS
from tideturn.dataset.wording import quoted
from tideturn.evaluation.claims.checks.finding import Finding, fail, query
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof.causes import NAMED
from tideturn.evaluation.claims.proof.clause import Clause
from tideturn.evaluation.claims.rivals import Rival, rivals_at
from tideturn.evaluation.claims.strength import (
    asserts_cause,
    cause_in,
    cause_stated,
    says_who_named_it,
    shows_both_sides,
    weighs_causes,
)

_REPORTED: Final = (NAMED, "another", "stronger", "weaker", "as_strong", "ruled_out", "not weighed", "not known")
"""What a bond says of causes that is no cause in the report's own voice."""


def contribution_without_rival(
    claim: Claim, rivals: Sequence[Rival], ratings: Mapping[str, str], clauses: Sequence[Clause] = ()
) -> Iterator[Finding]:
    """A claim of a cause while a rival is not weighed, or that says more than the contribution rating.

    What people said brought it about is their word, and needs neither; nor does a sentence that says how other
    explanations were weighed, or that none is shown. `clauses` are its sentences, compared word by word.
    """
    text = claim.text
    for bond in (bond for clause in clauses for bond in clause.bonds if bond.field in _REPORTED):
        text = text.replace(bond.text, "")
    if text != claim.text and not asserts_cause(text):
        return
    cause = cause_in(claim.text)
    if claim.type != "contribution":
        if not cause or (claim.type == "descriptive" and not asserts_cause(claim.text)):
            return
        yield query(
            f"“{cause}” says what brought the change about.",
            "Make its type contribution, so that rivals are asked for.",
        )
    if not asserts_cause(claim.text) and (says_who_named_it(claim.text) or weighs_causes(claim.text)):
        return
    own = rivals_at(rivals, claim.outcome_id, claim.scope)
    unweighed = [rival for rival in own if not rival.weighed]
    if not own:
        yield fail(
            "it says what brought the change about, and no other explanation was considered.",
            f"Write what else may explain {claim.outcome_id} in rivals.csv, and weigh it.",
        )
    elif unweighed:
        yield fail(
            f"it says what brought the change about, and {quoted(unweighed[0].text)} is not weighed.",
            "Weigh it in rivals.csv, in the same words; or say who named the cause.",
        )
    elif cause_stated(claim.text) > RATINGS.index(rating := ratings.get(claim.outcome_id, RATINGS[0])):
        yield fail(
            "it says more about the cause than the evidence shows: the programme’s contribution is "
            f"{CONTRIBUTION.terms[rating]}.",
            "Say no more than that, or say who named the cause.",
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
