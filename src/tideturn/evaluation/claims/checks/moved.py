"""Check words for a rise, a fall or a multiple against two numbers of one piece of evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations
from typing import Final

from tideturn.evaluation.claims.checks.finding import Finding, fail
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof.moves import holds_end
from tideturn.evaluation.claims.proof.pairs import NEITHER, Pair, pairs_of
from tideturn.evaluation.claims.proof.words import silent, stem, stems_of
from tideturn.evaluation.claims.said import Said, numbers_said
from tideturn.evaluation.claims.strength import doubted, sentences
from tideturn.evaluation.waves import FELL, ROSE

_WAYS: Final = (
    (ROSE, re.compile(r"\b(?:rose|risen|rising|grew|grown|growing|increas\w+|more(?: \w+)?|higher)\b", re.IGNORECASE)),
    (FELL, re.compile(r"\b(?:fell|fallen|falling|declin\w+|decreas\w+|fewer|less|lower)\b", re.IGNORECASE)),
)
_MOVES: Final = {
    ROSE: re.compile(r"\b(?:rose|risen|grew|grown|increased|went up|gone up)\b", re.IGNORECASE),
    FELL: re.compile(r"\b(?:fell|fallen|declined|decreased|dropped|went down|gone down)\b", re.IGNORECASE),
}
_TIMES: Final = (
    (re.compile(r"\b(?:twice|doubl\w+)\b", re.IGNORECASE), 2.0),
    (re.compile(r"\b(?:trebl|tripl)\w+\b", re.IGNORECASE), 3.0),
    (re.compile(r"\bhalv\w+\b", re.IGNORECASE), 0.5),
)
_PARTED: Final = re.compile(r"[.;:,]|\band\b")
_ABOUT: Final = re.compile(
    r"\b(?:about|nearly|almost|roughly|around|some|just (?:over|under)|close to|approximately) $"
)
_FEW: Final = 2
"""Number of words that identify what is counted."""
_NEAR, _HEDGED = 0.05, 0.1
"""Tolerance for *doubled*, and for *about twice*, as a share of the multiple."""


def without_moves(claim: Claim) -> str:
    """Return the text without each rise and fall whose numbers the sentence gives, if the engine reads it too.

    Such a word describes a count, and does not judge the outcome.
    """
    pairs = [*_pairs(claim)]
    told = []
    for sentence in sentences(claim.text):
        bare = sentence
        for way, words in _WAYS:
            if any(pair.moved == way and _says_both(sentence, pair) for pair in pairs):
                bare = words.sub("", bare)
        told.append(bare)
    return " ".join(told)


def wrong_way(claim: Claim) -> Iterator[Finding]:
    """Yield a fault if a sentence says that two numbers rose or fell, and the engine reads no move or the opposite."""
    pairs = [*_pairs(claim)]
    for sentence in sentences(claim.text):
        said = [pair for pair in pairs if pair.moved and _says_both(sentence, pair)]
        if not said or doubted(sentence):
            continue
        before = sentence[: max(_says_both(sentence, pair) for pair in said)]
        ways = [way for way, words in _MOVES.items() if words.search(before)]
        if len(ways) == 1 and all(pair.moved != ways[0] for pair in said):
            reads = "neither a rise nor a fall" if said[0].moved == NEITHER else f"that it {said[0].moved}"
            why = f"it says that something {ways[0]}, but {said[0].item.evidence_id} shows {reads}."
            instead = (
                "say that neither a rise nor a fall is shown"
                if said[0].moved == NEITHER
                else f"say that it {said[0].moved}"
            )
            yield fail(why, f"Keep both numbers, and {instead}.")


def wrong_multiple(claim: Claim, said: Said) -> Iterator[Finding]:
    """Yield a fault for `doubled` and the like, if the numbers or years that the sentence gives have another ratio."""
    times = next((times for pattern, times in _TIMES if pattern.search(said.text)), None)
    before = claim.text[: said.start].lower()
    pairs = [pair for pair in _pairs(claim) if times and pair.then.k]
    since = {int(year) for year in re.findall(r"\bYear (\d+)", claim.text)}
    meant = [pair for pair in pairs if _says_both(claim.text, pair)] or [
        pair for pair in pairs if (pair.year in since if since else _named(claim.text, said, pair))
    ]
    if times is None or not meant or any(_fits(pair, times, before) for pair in meant):
        return
    (pair, *_) = meant
    told = f"the later number is {_ratio(pair):.1f} times the earlier one"
    yield fail(
        f"“{said.text.strip()}” is contradicted: {told}.",
        "Give both numbers, and leave out the multiple.",
    )


def _named(text: str, said: Said, pair: Pair) -> bool:
    """Return whether the part of a sentence that has the multiple names what the evidence counts."""
    start = max((cut.end() for cut in _PARTED.finditer(text, 0, said.start)), default=0)
    cut = _PARTED.search(text, said.end)
    part = text[start : cut.start() if cut else len(text)]
    own = {*stems_of(pair.item.text)} - {*map(stem, silent())}
    return len(own & {*stems_of(part)}) >= _FEW


def _ratio(pair: Pair) -> float:
    if pair.then.share and pair.now.share is not None:
        return pair.now.share / pair.then.share
    return pair.now.k / pair.then.k


def _fits(pair: Pair, times: float, before: str) -> bool:
    got = _ratio(pair)
    if before.endswith("more than "):
        return got > times if times > 1 else got < times
    return abs(got / times - 1) <= (_HEDGED if _ABOUT.search(before) else _NEAR)


def _pairs(claim: Claim) -> Iterator[Pair]:
    for edge in claim.evidence:
        if edge.item is not None:
            yield from pairs_of(edge.item)


def _says_both(text: str, pair: Pair) -> int:
    """Return where the later of both numbers ends, if the text says both; else 0."""
    said = permutations(numbers_said(text), 2)
    ends = (max(a.end, b.end) for a, b in said if holds_end(a, pair.then) and holds_end(b, pair.now))
    return next(ends, 0)
