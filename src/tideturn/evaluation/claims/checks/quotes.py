"""`quote_not_found`: what stands between quotation marks is verbatim in a source, and may be quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from tideturn.evaluation.claims.checks.finding import Finding, fail, query
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.quotation import QUOTED, words_of
from tideturn.evaluation.claims.references import REFERENCE
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.model import EvidenceItem

_LEFT_OUT: Final = re.compile(r"\s*(?:\[[^\]]*\]|…|\.\.\.)\s*")
_SAME: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00ad": ""})
_FEW_WORDS: Final = 3
"""Fewer words than this may be a title or a word held at a distance, so that they are only asked about."""
Source = Callable[[EvidenceItem], str]
"""The whole text that a piece of evidence comes from: its transcript, extract, answer or description."""


def quote_not_found(claim: Claim, source: Source) -> Iterator[Finding]:
    """Quotations that no source of the claim holds word for word, or that nobody agreed to have quoted.

    The wording of a question that its evidence answers is the survey's own, and may be quoted.
    """
    items = [edge.item for edge in claim.evidence if edge.item is not None and edge.item.value is None]
    asked = [edge.item.text for edge in claim.evidence if edge.item is not None and edge.item.value is not None]
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
        if not quoted or any(verbatim(quoted, question) for question in asked):
            continue
        holding = [item for item in items if verbatim(quoted, source(item))]
        if any(item.quotable for item in holding):
            continue
        if holding:
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


def verbatim(quoted: str, text: str) -> bool:
    """Whether the words stand in the text, in order; `…` and `[ ]` leave some out. Blanks and marks may differ."""
    whole, at = _plain(text), 0
    for part in _LEFT_OUT.split(quoted):
        wanted = _plain(part).strip(" ,.;:")
        if not wanted:
            continue
        found = whole.find(wanted, at)
        while found >= 0 and _within_word(whole, found, found + len(wanted)):
            found = whole.find(wanted, found + 1)
        if found < 0:
            return False
        at = found + len(wanted)
    return at > 0


def _within_word(text: str, start: int, end: int) -> bool:
    """Whether the stretch begins or ends inside a word: `able` is not said by who said `unable`."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return before or after


def _plain(text: str) -> str:
    """One kind of apostrophe, quotation mark and dash, single blanks, and no soft hyphens."""
    return re.sub(r"\s+", " ", text.translate(_SAME))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _no_consent(evidence_id: str) -> Finding:
    return fail(
        f"it quotes {evidence_id}, and there is no consent to quote it.",
        "Say it in your own words, or ask for consent and record it.",
    )
