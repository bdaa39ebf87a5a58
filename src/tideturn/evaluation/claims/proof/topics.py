"""What was asked or scored: the words of the evidence's own label, and those that say nothing by themselves."""

from __future__ import annotations

import re
from typing import Final

from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.words import WORD, counts, does_in, silent, stem, stems_of, who_in

_PIECE: Final = re.compile(r"[^,;:()–—]+")
_VERB: Final = re.compile(r"\b(?:is|are|was|were|do|does|did|has|have|had)\b", re.IGNORECASE)
_ASKED: Final = re.compile(r"\s*(?:when |we )?asked\b|\s*(?:whether|if|which|who|whom|whose|that)\b", re.IGNORECASE)


def account(reading: Reading) -> None:
    """Account for words of what the bound evidence is about, for whom it counts, and for those that say nothing."""
    text = reading.text
    unheld = [piece for piece in _PIECE.finditer(text) if _says_something(reading, piece)]
    known = set(stems_of(reading.ground.title)) if reading.bound or reading.of_outcome else set()
    for item in reading.bound:
        if item.value is not None:  # what somebody said is no label, and may deny what the sentence says
            known |= set(stems_of(item.text))
    for found in who_in(text, 0, len(text)):
        if any(piece.start() <= found.start < piece.end() for piece in unheld):
            continue
        if any(counts(found.means, item) for item in reading.bound):
            reading.mark(found.start, found.end)
    for one in does_in(text, 0, len(text)) if reading.bound else ():
        if one.means in (f.OPINION, f.ANSWERED):
            reading.mark(one.start, one.end)
    for match in WORD.finditer(text):
        if any(piece.start() <= match.start() < piece.end() for piece in unheld):
            continue
        if all(part.lower() in silent() or stem(part) in known for part in match[0].split("-")):
            reading.mark(*match.span())


def _says_something(reading: Reading, piece: re.Match[str]) -> bool:
    """Whether a piece between commas has a verb of its own and nothing that is bound: `…, as they are`."""
    held = any(reading.marked(at, at + 1) for at in range(*piece.span()))
    return not held and _VERB.search(piece[0]) is not None and not _ASKED.match(piece[0])
