"""`contribution_without_rival` and `dissent_hidden`: what else may explain a change, and who says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONTRIBUTION, RATINGS, WEIGHED
from tideturn.dataset.wording import quoted
from tideturn.evaluation.claims.checks.finding import Finding, fail, query
from tideturn.evaluation.claims.checks.without_outcome import denials_hidden
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof.causes import NAMED
from tideturn.evaluation.claims.proof.clause import Clause, all_proved
from tideturn.evaluation.claims.proof.facts import AGREED, facts_of
from tideturn.evaluation.claims.proof.relation import holds
from tideturn.evaluation.claims.rivals import Rival, rivals_at
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.claims.strength import (
    asserts_cause,
    asserts_change,
    cause_in,
    cause_stated,
    says_who_named_it,
    shows_both_sides,
    weighs_causes,
)

_REPORTED: Final = (NAMED, "another", "stronger", "weaker", "as_strong", "ruled_out", "not weighed", "not known")
"""Fields of bonds to causes that people named or weighed: the report itself does not state these causes."""


def contribution_without_rival(
    claim: Claim, rivals: Sequence[Rival], ratings: Mapping[str, str], clauses: Sequence[Clause] = ()
) -> Iterator[Finding]:
    """Yield faults if a claim names a cause and a rival is not weighed, or says more than the contribution rating.

    A cause that people named is their word, and needs neither. Nor does a sentence that says how other explanations
    were weighed, or that none is shown. `clauses` are its sentences, compared word by word: if evidence alone
    proves all of them, they state no cause of the report's own.
    """
    if all_proved(clauses) and not any(
        bond.evidence_id.startswith("verdict/") for one in clauses for bond in one.bonds
    ):
        return
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
    own = rivals_at(rivals, claim.outcome_id, claim.scope)
    if not asserts_cause(claim.text) and weighs_causes(claim.text):
        weights = {weight for weight, words in _WEIGHTS.items() if words.search(claim.text)}
        if weights and own and not weights & {rival.weight for rival in own}:
            told = " and ".join(WEIGHED.terms[rival.weight] for rival in own if rival.weighed) or "not weighed"
            yield fail(f"rivals.csv weighs the other explanations differently: {told}.", "Say what rivals.csv says.")
        return
    if not asserts_cause(claim.text) and says_who_named_it(claim.text):
        return
    if not claim.outcome_id:
        yield fail(
            "it says what brought a change about, and names no outcome whose other explanations are weighed.",
            "Write the outcome under outcome_id, or say who named the cause.",
        )
        return
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


_WEIGHTS: Final = {
    weight: re.compile(rf"\b(?:{words}) (?:\w+ )?explanation\b|\bexplanation\b[^.;]*\b(?:{words})\b", re.IGNORECASE)
    for weight, words in (("weaker", "weaker"), ("as_strong", "as strong(?: an)?"), ("stronger", "stronger"))
}
"""Patterns for the weight that a sentence gives an explanation, by weight."""


def dissent_hidden(claim: Claim) -> Iterator[Finding]:
    """Yield a finding if a contested claim shows only one side, in its evidence or in its words."""
    if not claim.outcome_id:
        yield from denials_hidden(claim)
        return
    contested = [c for c in (claim, *claim.body) if c.verdict is not None and c.verdict.standing is Verdict.CONTESTED]
    if not contested:
        return
    bearing = [edge for edge in claim.evidence if edge.edge != "context" and edge.item is not None]
    if (
        bearing
        and all(edge.item and edge.item.polarity == "none" for edge in bearing)
        and not asserts_change(claim.text)
    ):
        return  # a count that points neither way shows no side
    sides = {side for edge in claim.evidence for side in _sides(edge.edge, [item.polarity for item in edge.items])}
    drawn = {edge.edge for edge in bearing}
    both = {"supports", "contradicts"} <= drawn and _TURNS.search(claim.text) is not None
    one_sided = not (both or shows_both_sides(claim.text) or {"for", "against"} <= {*_sides_counted(claim)})
    if not {"for", "against"} <= sides:
        missing = "against" if "for" in sides else "for"
        yield fail(
            f"the verdict is contested, and the claim has no evidence {missing} it"
            f"{', nor does the sentence tell that side' if one_sided else ''}.",
            f"Add the evidence {missing} it to finding_evidence.csv; `tideturn explain` lists it."
            f"{' Say it in the sentence too.' if one_sided else ''}",
        )
    elif one_sided:
        yield fail(
            "the verdict is contested, and the sentence tells one side.",
            "Say who says otherwise, and where, in the sentence.",
        )


_TURNS: Final = re.compile(
    r"\b(?:but|yet|while|whereas|although|though|however)\b[^.;]{0,40}?"
    r"\b(?:partners?|professionals?|staff|workers?|people|parents?|carers?|others|some|one|interviewees)\b[^.;]{0,60}?"
    r"\b(?:said|says|told|described?|felt|thought|thinks?|saw|sees?|pointed|spoke|found|reported)\b",
    re.IGNORECASE,
)
"""Words that introduce people who say otherwise."""


def _sides_counted(claim: Claim) -> Iterator[str]:
    """Yield the side of each measure if the sentence says how many agreed: the reader sees the side in the numbers."""
    said = numbers_said(claim.text)
    for edge in claim.evidence:
        for item in edge.items[:1] if edge.edge != "context" else ():
            facts = [fact for fact in facts_of(item) if fact.does == AGREED and not fact.when]
            if any(holds(one, fact) for fact in facts for one in said):
                yield from _SIDES.get(item.polarity, ())


_SIDES: Final[Mapping[str, tuple[str, ...]]] = {
    "supports": ("for",),
    "contradicts": ("against",),
    "no_change": ("against",),
    "mixed": ("for", "against"),
}
"""Sides that evidence takes, by its reading."""


def _sides(edge: str, polarities: Sequence[str]) -> Iterator[str]:
    if edge == "context":
        return
    yield "against" if edge == "contradicts" else "for"
    for polarity in polarities:
        yield from _SIDES.get(polarity, ())
