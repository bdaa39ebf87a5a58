"""`overclaim`: no sentence is stronger than its verdict, its confidence, its training's level or the claims it sums up.

No sentence may say what the money was worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE
from tideturn.dataset.wording import listed
from tideturn.evaluation.claims import strength
from tideturn.evaluation.claims.checks.finding import Finding, fail, query
from tideturn.evaluation.claims.checks.moved import without_moves, wrong_way
from tideturn.evaluation.claims.checks.without_outcome import without_outcome
from tideturn.evaluation.claims.checks.worth import worth
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import SUMMARY, Claim
from tideturn.evaluation.claims.proof.clause import Clause, all_proved
from tideturn.evaluation.claims.signature import part_to_sign
from tideturn.evaluation.evidence_values import AnswerCounts, OptionCounts
from tideturn.methods.training_levels import CAPS, may_claim

_LEVELS: Final = tuple(
    (level, re.compile(pattern, re.IGNORECASE))
    for level, pattern in (
        (
            "4b",
            r"\b(?:young people|children|families)\b.{0,40}"
            r"\b(?:safer|better|protected|helped|benefit\w*|reached|healthier)\b",
        ),
        (
            "4a",
            r"\b(?:organisations?|agenc(?:y|ies)|services?|forces?|schools?|departments?|polic(?:y|ies)|procedures?)\b"
            r".{0,30}\b(?:chang\w+|adopt\w+|now|rewr\w+|introduc\w+|embed\w+|improv\w+)\b",
        ),
        ("3b", r"\b(?:was|were|been) (?:seen|observed)\b|\bothers (?:see|saw|noticed)\b"),
        (
            "3a",
            r"\bpractice\b|\bbehaviours?\b|\b(?:act|acts|acted|behave\w*|work|works|worked) differently\b|"
            r"\bin their work\b|"
            r"\b(?:identif\w+|refer\w*|report\w*|us(?:e|es|ed|ing)) (?:more|it|what)\b",
        ),
        ("2b", r"\b(?:know|knows|knew|knowledge|skills?|understand\w*|understood|learn\w*|able to)\b"),
        ("2a", r"\b(?:confiden\w+|attitudes?|views?|perceptions?|feel|felt|willing\w*)\b"),
    )
)
"""Words for what a training achieved, the most ambitious first."""
_HARVESTED: Final = Gated(
    r"(?<=people )confirm(?:s|ed)? (?:that|this|the)\b|"
    r"\b(?:independent|outside|external)(?: \w+)? (?:\w+ ){0,3}?confirm(?:s|ed)? (?:that|this|the)\b|"
    r"\b(?:one|other|outsiders?|both|each|some(?:body|one)|no(?:body| one)|the programme) "
    r"(?:(?:has|have|had|since|also|now|yet|fully|partly|ever) ){0,3}confirm(?:s|ed)? (?:that|this|the)\b|"
    r"\b(?:a|one|this|that) (?:harvested )?change(?= (?:that|which|of|in|by|noticed|seen|recorded|was|is|has|had)\b)"
)
"""Words that name a harvested change, or say who confirmed one; they do not assert an outcome."""
_SCORES_MOVED: Final = Gated(
    r"\b(?:scores|ratings|marks|mean|average)\b[^.;:]{0,80}?\b(?:rose|fell|dropped|went|came|climbed)\b"
)
"""A move of scores: with both means, it describes them and does not judge the outcome."""
_BOTH_WAYS: Final = (Verdict.MIXED, Verdict.CONTESTED)


def overclaim(claim: Claim, *, proved: bool = False) -> Iterator[Finding]:
    """Yield everything that the sentence overstates; in a proved sentence each verb is already checked."""
    text = without_moves(claim)
    if any(edge.item is not None and edge.item.kind == "change" for edge in claim.evidence):
        text = _HARVESTED.sub(" ", text)
    said = strength.strength_of(text)
    yield from _proof(said)
    yield from worth(claim.text)
    if claim.verdict is not None and not proved:
        yield from _against_confidence(claim, said)
        yield from _against_verdict(claim, text)
        yield from wrong_way(claim)
    if not claim.outcome_id and not proved:
        yield from without_outcome(claim, text)
    yield from _against_training(claim)
    yield from _against_body(claim, said)


def judged_summary(claim: Claim, clauses: Sequence[Clause]) -> Iterator[Finding]:
    """Yield a fault if a summary says something about a change or its cause that is not proved.

    A number that contradicts its evidence is the fault of another check.
    """
    about = {"change": "whether something changed", "contribution": "what brought a change about"}.get(claim.type)
    if claim.section != SUMMARY or about is None or all_proved(clauses) or any(clause.against for clause in clauses):
        return
    left = listed([f"“{part}”" for part in part_to_sign(claim, clauses)])
    yield fail(
        f"a summary may say {about} only in proved words, and these are not proved: {left}.",
        "Use words that the evidence bears out (`tideturn explain FOLDER --year N --claim CLAIM` shows which), or say "
        "it in the section of its outcome.",
    )


def _proof(said: strength.Strength) -> Iterator[Finding]:
    if said.verb >= strength.PROVES:
        yield fail(
            f"“{said.words}”: no evaluation without a comparison group proves anything.",
            "Say suggests, indicates or shows, as the confidence allows.",
        )


def _against_confidence(claim: Claim, said: strength.Strength) -> Iterator[Finding]:
    assert claim.verdict is not None
    confidence = claim.verdict.confidence
    if confidence is None or not claim.verdict.standing.judged:
        return
    if said.flat and claim.verdict.standing in _BOTH_WAYS and strength.shows_both_sides(claim.text):
        return  # the sentence gives both sides, so neither is the whole
    weakest = min((claim, *claim.body), key=_allowed)
    allowed = _allowed(weakest)
    if not allowed < said.verb < strength.PROVES:
        return
    if said.flat and claim.type == "descriptive":
        yield query(
            f"“{said.words}” states a change as a fact in a sentence that describes.",
            "Say who says so, or what was counted; if the sentence claims a change, make its type change.",
        )
        return
    assert weakest.verdict is not None  # the claim itself has a verdict
    word = CONFIDENCE.terms[weakest.verdict.confidence or confidence]
    whose = "" if weakest is claim else f" of {weakest.claim_id}"
    says = f"“{said.words}” is said flatly" if said.flat else f"“{said.words}” is stronger"
    if weakest.verdict.standing is Verdict.EMERGING:
        than = f"and the verdict{whose} is emerging" if said.flat else f"than the early signs{whose} carry"
    else:
        than = f"and the confidence{whose} is {word}" if said.flat else f"than the {word} confidence{whose} carries"
    yield fail(f"{says}{', ' if said.flat else ' '}{than}.", f"Say that the evidence {strength.VERB[allowed]} it.")


def _allowed(claim: Claim) -> int:
    if claim.verdict is None or claim.verdict.confidence is None or not claim.verdict.standing.judged:
        return strength.SHOWS
    return strength.allowed(claim.verdict)


def _against_verdict(claim: Claim, text: str) -> Iterator[Finding]:
    assert claim.verdict is not None
    verdict = claim.verdict.standing
    word = verdict.word.lower()
    good = strength.asserts_good(text)
    change = strength.asserts_change(text if _SCORES_MOVED.search(claim.text) else claim.text)
    describes = claim.type == "descriptive"
    if not verdict.judged and change and not describes and not strength.says_not_known(claim.text):
        yield fail(f"it says “{change}”, and the verdict is “{word}”.", verdict.says.instead)
    elif verdict in (Verdict.ADVERSE, Verdict.NO_CHANGE) and good:
        yield fail(f"it says “{good}”, and the verdict is “{word}”.", verdict.says.instead)
    elif verdict in _BOTH_WAYS and good and not strength.shows_both_sides(claim.text):
        yield fail(
            f"it says “{good}” and no more, and the verdict is “{word}”.",
            "Say both what speaks for it and what does not.",
        )
    elif verdict is Verdict.EMERGING and (sure := strength.sure_in(claim.text)):
        yield fail(f"“{sure}” is stronger than an emerging verdict.", "Leave it out; nothing outside confirms it yet.")
    everywhere = strength.everywhere_in(claim.text)
    if everywhere and claim.verdict.sites_that_differ and not describes and good:
        yield fail(
            f"it says “{everywhere}”, and the verdict differs at {', '.join(claim.verdict.sites_that_differ)}.",
            "Name the places of which it is true.",
        )


def _against_training(claim: Claim) -> Iterator[Finding]:
    levels = [
        edge.item.value.barr_level if isinstance(edge.item.value, AnswerCounts | OptionCounts) else None
        for edge in claim.evidence
        if edge.item is not None and edge.edge != "context"
    ]
    measured = [level for level in levels if level]
    if not measured or len(measured) < len(levels):
        return
    best = max(measured, key=lambda level: CAPS[level].rank)
    claimed = next(((level, found) for level, p in _LEVELS if (found := p.search(claim.text)) is not None), None)
    if claimed is None or may_claim(best, claimed[0]):
        return
    cap = CAPS[best]
    yield fail(
        f"“{claimed[1][0]}” says more than training measured at Barr’s level {best} may: {cap.may_say}, "
        f"not {cap.may_not_say}.",
        f"Say {cap.may_say}, or add evidence of what changed beyond it.",
    )


def _against_body(claim: Claim, said: strength.Strength) -> Iterator[Finding]:
    if not claim.body:
        return
    strongest = max(strength.strength_of(part.text).verb for part in claim.body)
    if said.verb > max(strongest, strength.SUGGESTS) and said.verb < strength.PROVES:
        yield fail(
            f"the summary says “{said.words}”, which is stronger than anything that it sums up.",
            f"Say no more than {', '.join(part.claim_id for part in claim.body)}.",
        )
    for part in claim.body:
        standing = part.verdict.standing if part.verdict else None
        if standing is None or standing.way in ("positive", "no_change"):
            continue
        if (
            strength.asserts_good(claim.text)
            and not strength.shows_both_sides(claim.text)
            and not strength.says_not_known(claim.text)
        ):
            yield fail(
                f"the summary says that it got better, and {part.claim_id}, which it sums up, is "
                f"“{standing.word.lower()}”.",
                "Say so in the summary too.",
            )
            return
