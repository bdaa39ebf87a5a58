"""`quote_not_found`: a quotation is verbatim in a source, and we may quote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from tideturn.dataset.wording import capital
from tideturn.evaluation.claims.checks.finding import Finding, fail, query
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.quotation import QUOTED, cut_in, holds_whole, plain, verbatim, words_of
from tideturn.evaluation.claims.references import REFERENCE
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.model import EvidenceItem

_FEW_WORDS: Final = 3
"""Minimum words of a quotation; fewer may be a title or a word used with reserve, so they only get a query."""
Source = Callable[[EvidenceItem], str]
"""Function that returns the whole text of evidence: its transcript, extract, answer or description."""


def quote_not_found(claim: Claim, source: Source) -> Iterator[Finding]:
    """Yield a finding for each quotation that no source has word for word, or that nobody agreed to have quoted.

    A claim may quote the wording of a question that its evidence answers, and of an answer to it: that is the survey's
    own.
    """
    items = [edge.item for edge in claim.evidence if edge.item is not None and edge.item.value is None]
    asked = [edge.item.text for edge in claim.evidence if edge.item is not None and edge.item.value is not None]
    answers = {_key(answer) for edge in claim.evidence if edge.item is not None for answer in edge.item.answers}
    for match in REFERENCE.finditer(claim.written):
        referred = next((item for item in items if item.evidence_id == match["evidence"].strip()), None)
        if match["field"] == "quote" and referred is not None and not referred.quotable:
            yield _no_consent(referred.evidence_id)
    if claim.text.count("“") != claim.text.count("”"):
        yield fail("a quotation mark is opened or closed, and not both.", "Set both marks of the quotation.")
    for match in QUOTED.finditer(claim.text):
        if any(start <= match.start() and match.end() <= end for start, end in claim.filled):
            continue
        quoted = words_of(match)
        begun = capital(quoted)
        if not any(verbatim(quoted, source(item)) for item in items) and any(
            verbatim(begun, source(item)) and cut_in(begun, source(item)) != "begins" for item in items
        ):
            quoted = begun  # “by the end of the shift”: a sentence may run on from the report’s own words
        if not quoted or any(verbatim(quoted, question) for question in asked) or _key(quoted) in answers:
            continue
        holding = [item for item in items if verbatim(quoted, source(item))]
        if may := [item for item in holding if item.quotable]:
            yield from _misused(claim.text, match, quoted, may, source)
        elif holding:
            yield _no_consent(holding[0].evidence_id)
        elif numbers_said(quoted):
            yield fail(
                f"“{_short(quoted)}” says a number in quotation marks, and is in none of the claim’s sources.",
                "Leave the marks out, so that the number is held against the data.",
            )
        elif len(quoted.split()) < _FEW_WORDS:
            yield query(
                f"“{quoted}” stands in quotation marks and is in none of the claim’s sources.",
                "If somebody said it, add their words to the claim’s evidence; if not, leave the marks out.",
            )
        else:
            yield fail(
                f"“{_short(quoted)}” is word for word in none of the claim’s sources.",
                "Copy the words from the source, or use {quote:EVIDENCE}; mark what is left out with … or [ ].",
            )


def _misused(
    text: str, match: re.Match[str], quoted: str, holding: Sequence[EvidenceItem], source: Source
) -> Iterator[Finding]:
    """Fail a quotation that is cut without a mark, denied by the sentence, or used against its coding."""
    before, after = text[: match.start()], text[match.end() :]
    cuts = [cut_in(quoted, source(item)) for item in holding]
    # A word or two may only be scare quotes; after a colon or a verb of saying they are a quotation.
    whole = len(quoted.split()) >= _FEW_WORDS or _INTRODUCED.search(before)
    if whole and all(cuts):
        yield fail(
            f"“{_short(quoted)}” {cuts[0]} in the middle of a sentence in its source.",
            "Quote the whole sentence, or mark the cut with ….",
        )
    if _DENIED_BEFORE.search(before) or _DENIED_AFTER.match(after):
        yield fail(
            f"the sentence denies “{_short(quoted)}”, which somebody said.",
            "Say what they said, and what speaks against it in a sentence of its own.",
        )
    if not _CUT.search(quoted) and all(
        item.polarity == "mixed" and not holds_whole(quoted, item.text) for item in holding
    ):
        yield fail(
            f"“{_short(quoted)}” quotes only one side of what somebody said.",
            "Quote all of it, or say what else they said.",
        )
    used = next((ways for pattern, ways in _USED if pattern.search(before)), None)
    if used and all(item.polarity in used for item in holding):
        yield fail(
            f"“{_short(quoted)}” is coded differently from how the sentence uses it.",
            "Describe what the words mean, or quote other words.",
        )


_CUT: Final = re.compile(r"…|\.\.\.|\[")
_INTRODUCED: Final = re.compile(r"(?::|\b(?:said|says|told us|wrote|writes|answered|put it),?)\s*$")
_SAYING: Final = r"(?:sa(?:id|ys?)|told us|tells? us|wrote|writes?|answered|put it|reported)"
_WHO: Final = r"(?:partner|professional|worker|colleague|practitioner|young person|parent|carer|person)s?"
_NOBODY: Final = (
    rf"(?:nobody|no one|none|neither|no (?:\w+ )?{_WHO})(?: (?:of|in|at|on|from|among|here|there)\b[^“”.;:,]*?)?"
)
_DENIED_BEFORE: Final = Gated(
    rf"\b(?:{_NOBODY} (?:ever |has |have )?{_SAYING}\b[^“”.;:,]{{0,20}}"
    r"|(?:(?:did|does|do|would|could|has|have|had)(?: not|n[’']t)|never|no longer) "
    r"(?:says?|said|tells?|told|writes?|wrote|written)\b[^“”.;:,]{0,20}"
    r"|(?:not|n[’']t) (?:true|the case)(?: to say)?(?: that)?|(?:wrong|false) to say(?: that)?|untrue(?: that)?"
    r"|den(?:y|ies|ied|ying)(?: that)?)[:,]?\s*$"
)
_DENIED_AFTER: Final = Gated(
    rf"[,.]?\s*(?:{_NOBODY} (?:ever |has |have )?{_SAYING}|(?:is|was|are|were) (?:(?:simply|just|plainly|quite) )?"
    r"(?:not (?:true|right|what|the case)|wrong|false|untrue|denied))\b"
)
_USED: Final = tuple(
    (re.compile(rf"(?:{pattern})[^“”.;]{{0,30}}[:,]\s*$", re.IGNORECASE), ways)
    for pattern, ways in (
        (r"\b(?:saw|noticed|found|reported) no (?:change|difference)\b", ("supports", "too_early")),
        (r"\bnothing (?:has|had) changed\b", ("supports", "too_early")),
        (r"\btoo (?:early|soon) to (?:say|tell|judge)\b", ("supports", "contradicts", "no_change")),
    )
)
"""Introductions, with the codings that contradict each."""


def _key(text: str) -> str:
    return plain(text).replace("_", " ").strip(" ,.;:").casefold()


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _no_consent(evidence_id: str) -> Finding:
    return fail(
        f"it quotes {evidence_id}, and there is no consent to quote it.",
        "Say it in your own words, or ask for consent and record it.",
    )
