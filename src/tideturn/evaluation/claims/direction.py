"""Say which way a sentence points, and how evidence with a given reading relates to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof.facts import facts_of
from tideturn.evaluation.claims.quotation import without_quotations
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.claims.strength import (
    asserts_cause,
    asserts_change,
    change_in,
    denies_good,
    says_not_shown,
    says_who_named_it,
    shows_both_sides,
    strength_of,
)

DIRECTIONS: Final[Mapping[str, str]] = {"positive": "supports", "negative": "contradicts", "no_change": "no_change"}
"""Direction of a sentence about an outcome, by its verdict's reading; other verdicts give no single direction."""
NEITHER: Final = frozenset({"none", "mixed", "too_early"})
"""Polarities without a single direction."""
_SPEAKER: Final = r"(?:one|an?) (?:[\w’'-]+ ){1,10}?"
_SAYS: Final = r"(?:said|told us|wrote|answered|put it (?:like this|this way))"
_ONLY_QUOTES: Final = Gated(
    rf"{_SPEAKER}{_SAYS}[:,]\s“[^“”]*”\.?|“[^“”]*” (?:{_SPEAKER}{_SAYS}|{_SAYS} (?:one|an?) [\w’' -]{{1,60}})\.?"
)
_COMPARES: Final = Gated(
    r"\bthan\b|\b(?:up|down|sooner|differently|still|no longer|larger|smaller|higher|lower|greater)\b|\bbec[ao]m\w+"
)
"""Words that compare without a word of change."""
_NO_CHANGE: Final = Gated(
    r"\bno (?:clear |real |great |marked )?(?:change|difference|improvement)\b|"
    r"\b(?:unchanged|same|both times|(?:barely|hardly) (?:changed|moved)|(?:changed|moved) (?:very )?little)\b|"
    r"\b(?:(?:barely|hardly|scarcely) more|(?:only )?(?:a )?little more)\b|"
    r"\b(?:in line with|much as|within (?:the|what) (?:\w+ )?(?:usual|earlier|expected))\b|"
    r"\b(?:not|n[’']t) (?:\w+ ){0,2}(?:better|improv\w+|chang\w+)\b|\bmedian change (?:was|is|of) (?:zero|nil|0)\b"
)
_HINDERS: Final = Gated(
    r"\b(?:(?:gets?|getting|got|stands?|standing|stood) in the way|h[eo]ld(?:s|ing)? (?:\w+ )?back|"
    r"hinder\w*|barriers?)\b"
)
_EARLY: Final = Gated(r"\btoo (?:early|soon)\b")
_SAYS_SOMETHING: Final = ("supports", "contradicts", "no_change")


def direction_of(claim: Claim) -> str:
    """Return the polarity that evidence must have to support a claim; empty if the claim has no single direction.

    A sentence points the way its verdict does, unless it denies an improvement. It has no direction if it is a
    description with another side, only a quotation, or only a statement that something is not shown.
    """
    if claim.type == "descriptive" and _ONLY_QUOTES.fullmatch(claim.text.strip()):
        return ""
    both = shows_both_sides(claim.text)
    if _HINDERS.search(claim.text) and says_who_named_it(claim.text):
        return ""  # people name barriers whether they spoke for the outcome or against it
    if claim.verdict is None or (claim.type == "descriptive" and both) or says_not_shown(claim.text):
        return ""
    says = DIRECTIONS.get(claim.verdict.standing.way, "")
    return "contradicts" if says == "supports" and not both and denies_good(claim.text) else says


def only_describes(claim: Claim) -> bool:
    """Return whether a sentence only reports what was counted or said, without a claim of its own."""
    if claim.type == "contribution":
        return says_who_named_it(claim.text) and not asserts_cause(claim.text)
    if claim.type == "descriptive":
        return not asserts_change(claim.text)
    if _counts(claim) and not strength_of(claim.text).verb:
        return not asserts_change(claim.text)
    # “The answers suggest that they are confident” says that the outcome holds.
    asserts = strength_of(claim.text).verb or change_in(claim.text)
    return not asserts and not _COMPARES.search(without_quotations(claim.text))


def _counts(claim: Claim) -> bool:
    """Return whether a sentence gives a mean, or how many of how many, as one piece of its evidence has it."""
    said = numbers_said(claim.text)
    whole = {one.value for one in said if one.kind == "count"}
    return any(one.kind in ("of", "decimal") for one in said) or any(
        {fact.k, fact.n} <= whole for edge in claim.evidence if edge.item is not None for fact in facts_of(edge.item)
    )


def says_besides(claim: Claim) -> frozenset[str]:
    """Return the polarities that a sentence names in its own words: no change, or too early to tell."""
    text = without_quotations(claim.text)
    unchanged = {"no_change", "none"} if _NO_CHANGE.search(text) else set()
    return frozenset(unchanged | ({"too_early"} if _EARLY.search(text) else set()))


def bears(polarity: str, standing: Verdict) -> str:
    """Return how evidence of a polarity relates to a sentence about an outcome whose verdict is `standing`.

    Evidence that reads the way the sentence points supports it, evidence that reads another way contradicts it, and
    evidence that reads no way is context. Where the verdict does not point one way, evidence for the outcome supports
    the sentence; evidence against it, or of no change, contradicts it. Mixed evidence supports a mixed verdict.
    """
    if standing is Verdict.MIXED and polarity == "mixed":
        return "supports"
    if polarity not in _SAYS_SOMETHING:
        return "context"
    return "supports" if polarity == DIRECTIONS.get(standing.way, "supports") else "contradicts"
