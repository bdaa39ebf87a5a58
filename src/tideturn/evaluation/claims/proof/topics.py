"""What was asked or scored: the words of the evidence's own label, and those that say nothing by themselves."""

from __future__ import annotations

from typing import Final

from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.words import WORD, counts, does_in, silent, stem, stems_of, who_in

_MOVES: Final = frozenset(
    stem(word) for word in ["rise", "fall", "increase", "decrease", "drop", "decline", "grow", "climb"]
)
"""Words that say which way something went: only what people said they agree with says so by its words alone."""


def account(reading: Reading) -> None:
    """Account for words of what the bound evidence is about, for whom it counts, and for those that say nothing."""
    text = reading.text
    known = set(stems_of(reading.ground.title)) if reading.bound or reading.of_outcome else set()
    for item in reading.bound:
        known |= set(stems_of(item.text))
    for found in who_in(text, 0, len(text)):
        if any(counts(found.means, item) for item in reading.bound):
            whose = text.startswith(("’", "'"), found.end)
            reading.mark(found.start, found.end + whose)
    for one in does_in(text, 0, len(text)) if reading.bound else ():
        if one.means in (f.OPINION, f.ANSWERED):
            reading.mark(one.start, one.end)
    told = {word for item in reading.bound if "k" in (item.value or {}) for word in stems_of(item.text)}
    known -= _MOVES - told
    for match in WORD.finditer(text):
        if all(part.lower() in silent() or stem(part) in known for part in match[0].split("-")):
            reading.mark(*match.span())
