"""`overclaim` for a finding without an outcome: no verdict limits it, so its counts and polarities do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tideturn.evaluation.claims import strength
from tideturn.evaluation.claims.amounts import NEARLY_ALL, VAST
from tideturn.evaluation.claims.around import voice_named
from tideturn.evaluation.claims.checks.finding import Finding, fail
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.said import Said, numbers_said
from tideturn.evaluation.evidence_values import AnswerCounts, OptionCounts, ScorePairs, ThemeCounts, WorkCounts
from tideturn.evaluation.model import THEME, EvidenceItem

STRENGTHS: Final = "strengths"
_MOST: Final = {"majority": 1 / 2, "vast majority": VAST, "nearly all": NEARLY_ALL}
"""Words of amount, with the share that each must pass (the first) or reach."""
_SAY_SOMETHING: Final = frozenset({"supports", "contradicts", "no_change", "too_early", "mixed"})


def without_outcome(claim: Claim, text: str) -> Iterator[Finding]:
    """Yield what a finding without an outcome says beyond its evidence; `text` leaves out what other checks read."""
    if good := strength.asserts_good(text):
        yield fail(
            f"it says “{good}” as a fact, and names no outcome to judge that by.",
            "Write the outcome under outcome_id; or say who said so, or what was counted.",
        )
    yield from _amounts(claim)
    yield from _denied(claim)


def _amounts(claim: Claim) -> Iterator[Finding]:
    """Yield `most staff` where no count of all those interviewed, or of all who answered, supports it."""
    held = [edge.item for edge in claim.evidence if edge.item is not None and edge.item.value is not None]
    for said in numbers_said(claim.text):
        if said.kind not in _MOST or any(_bears_out(said, item) for item in held):
            continue
        told = ", ".join(f"{item.k} of {item.n}" for item in held if item.k)
        yield fail(
            f"“{said.text.strip()}” needs a count of all who were interviewed or who answered, and no such count "
            "of its evidence is so high.",
            f"The evidence says {told}." if told else "Add the theme that counts them, or say how many said so.",
        )


def _bears_out(said: Said, item: EvidenceItem) -> bool:
    match item.value:
        case AnswerCounts(k=k) | ThemeCounts(k=k) | WorkCounts(k=k) | ScorePairs(better=k) | OptionCounts(chose=k):
            named = voice_named(said.noun)
        case _:
            return False
    if not item.n or k is None or (named and named != item.voice and item.voice != "record"):
        return False
    least = _MOST[said.kind]
    return bool(k / item.n > least) if said.kind == "majority" else bool(k / item.n >= least)


def _denied(claim: Claim) -> Iterator[Finding]:
    """Yield a strength that all its supporting evidence denies."""
    if claim.section != STRENGTHS:
        return
    drawn = [edge.item for edge in claim.edges if edge.edge == "supports" and edge.item is not None]
    says = {item.polarity for item in drawn} & _SAY_SOMETHING
    if says == {"contradicts"}:
        yield fail(
            "it is given as a strength, and all that is drawn as its support contradicts it.",
            "Move it to the challenges, or draw this evidence as contradicts and add what supports it.",
        )


def denials_hidden(claim: Claim) -> Iterator[Finding]:
    """Yield a strength that does not mention that some of those who raised it said the opposite."""
    if claim.section != STRENGTHS or strength.shows_both_sides(claim.text):
        return
    for item in (edge.item for edge in claim.evidence if edge.item is not None and edge.item.kind == THEME):
        value = item.value_as(ThemeCounts)
        if value.contradicts and value.supports:
            yield fail(
                f"{value.contradicts} of the {value.k} who raised {item.text} said the opposite, and the "
                "sentence leaves them out.",
                "Add how many said the opposite, as “11 of 14 staff raised it, and two of them said the opposite”.",
            )
