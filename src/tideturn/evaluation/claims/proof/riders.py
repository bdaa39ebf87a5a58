"""Split a sentence where a statement may begin or end, and find filler that could undo a statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.words import WORD, silent

_JOINS: Final = r"(?:and|but|although|though|even though|even if|while|whereas|yet)\b(?: also\b)?,?\s*"
BEGINS: Final = Gated(rf"^\s*(?:(?:although|though|while|whereas) )?|[,;:—–]\s*(?:{_JOINS}){{0,2}}|(?<=\s){_JOINS}")
"""Start of a statement, with the words that join it."""
ENDS: Final = Gated(r"\s*(?:[.;:,—–)(]|$)|\s+(?:and|but|although|though|even|while|whereas|yet)\b")
CONTRASTS: Final = Gated(r"[,;]?\s+(?:but|although|though|while|whereas|even though|even if)\b|[,;]\s+yet\b")
_BREAK: Final = Gated(rf"[,;:()—–]|\b(?:{_JOINS}|so|or|as|if)\b")


def has_riders(reading: Reading, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether a part of the rest is only filler, which could undo what was said: `or so they say`."""
    return bool(spans) and any(_filler(reading, *rest) for rest in rests(reading, spans))


def rests(reading: Reading, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches before, between and after some spans."""
    ends = (0, *(end for _, end in spans))
    starts = (*(start for start, _ in spans), len(reading.text))
    yield from zip(ends, starts, strict=True)


def _filler(reading: Reading, start: int, end: int) -> bool:
    breaks = [found.start() for found in _BREAK.finditer(reading.text, start, end)]
    for first, last in zip((start, *breaks), (*breaks, end), strict=True):
        joining = breaks and len(WORD.findall(reading.text, first, last)) == 1
        if not joining and only_filler(reading, first, last):
            return True
    return False


def only_filler(reading: Reading, start: int, end: int) -> bool:
    """Return whether a stretch has words, none of them accounted for and none with a meaning of its own."""
    words = list(WORD.finditer(reading.text, start, end))
    bound = any(reading.marked(*word.span()) for word in words)
    return bool(words) and not bound and all(word[0].lower() in silent() for word in words)
