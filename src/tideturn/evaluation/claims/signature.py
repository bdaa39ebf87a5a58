"""Read the signature of a judged finding: which part is the evaluator's judgement, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof.clause import Clause
from tideturn.evaluation.claims.references import fill

_WORD: Final = re.compile(r"\w")
_ALIKE: Final = ('“”„«»"', "’‘'", "–—‑-")
"""Marks that people and programs use for one another."""
_CLASS: Final = {mark: f"[{re.escape(alike)}]" for alike in _ALIKE for mark in alike}


def stray_parts(claim: Claim) -> tuple[str, ...]:
    """Return the parts that are not in the sentence."""
    return tuple(part for part in claim.judged_part if not any(_stretches(part, claim.text)))


def not_covered(claim: Claim, clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Return the words left over that no part of the signature contains.

    The parts contain them if they have the same words in the same order, sentence by sentence.
    """
    held = [span for part in claim.judged_part for span in _stretches(part, claim.text)]
    missing = []
    for words, at, end in _left_over(claim, clauses):
        for word in words:
            places = (span for span in _places(word, claim.text, at, end) if _within(span, held))
            if (found := next(places, None)) is None:
                missing.append(word)
            else:
                at = found[1]
    return tuple(missing)


def part_to_sign(claim: Claim, clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Return, for each sentence that is not proved, a stretch that contains every word left over."""
    parts = []
    for words, start, end in _left_over(claim, clauses):
        if not words:
            continue
        first, *_ = _places(words[0], claim.text, start, end)
        *_, last = _places(words[-1], claim.text, start, end)
        parts.append(claim.text[first[0] : last[1]])
    return tuple(parts)


def reason_of(claim: Claim) -> Claim:
    """Return the reason of a signature as a claim on the same evidence, so that checks can read what is printed."""
    reason = claim.judged_reason or ""
    return replace(claim, written=reason, text=reason, filled=(), unfilled=fill(reason, claim.evidence)[2])


def _left_over(claim: Claim, clauses: Sequence[Clause]) -> Iterator[tuple[Sequence[str], int, int]]:
    """Yield the words left over in each unproved sentence, with its place; all words if nothing is bound."""
    if not clauses:
        yield claim.text.split(), 0, len(claim.text)
    at = 0
    for clause in clauses:
        start = claim.text.find(clause.text, at)
        if start < 0:  # a release prints less of it than was graded
            yield claim.text[at:].split(), at, len(claim.text)
            return
        at = start + len(clause.text)
        if not clause.proved:
            yield clause.left or clause.text.split(), start, at


def _places(word: str, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the places of a word within a sentence; a dash or a quotation mark may begin or end it."""
    while (at := text.find(word, start, end)) >= 0:
        start = at + len(word)
        if not _WORD.match(text, at - 1, at) and not _WORD.match(text, start):
            yield at, start


def _within(span: tuple[int, int], held: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in held)


def _stretches(part: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of a part in a text, as whole words; capitals, blanks and kinds of marks may differ."""
    pattern = r"\s+".join("".join(_CLASS.get(mark, re.escape(mark)) for mark in word) for word in part.split())
    before, after = (r"(?<!\w)" if part[:1].isalnum() else ""), (r"(?!\w)" if part[-1:].isalnum() else "")
    if pattern:
        yield from (match.span() for match in re.finditer(f"{before}{pattern}{after}", text, re.IGNORECASE))
