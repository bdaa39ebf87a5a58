"""What was asked or scored: the words of the evidence's own label, and those that say nothing by themselves."""

from __future__ import annotations

import re
from typing import Final

from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.proposition import said_again
from tideturn.evaluation.claims.proof.words import WORD, counts, does_in, silent, stem, stems_of, who_in

_JOINS: Final = ("and", "but", "so", "yet", "while", "whereas", "although", "though", "or", "even", "if")
_PARTS: Final = re.compile(rf"[;:]|,\s+(?=(?:{'|'.join(_JOINS)})\b)", re.I)
_FLAT: Final = re.compile(r"^|[,;:—–]\s*|\b(?:and|but|so|yet|while|whereas|although|though|or)\s", re.I)
"""Where a title would be said as the sentence's own word."""


def account(reading: Reading) -> None:
    """Account for words of what the bound evidence is about, for whom it counts, and for those that say nothing."""
    text = reading.text
    known = set(stems_of(reading.ground.title)) if reading.bound or reading.of_outcome else set()
    for item in reading.bound:
        known |= set(stems_of(item.text))
    for found in who_in(text, 0, len(text)):
        if any(counts(found.means, item) for item in reading.bound):
            reading.mark(found.start, found.end)
    for one in does_in(text, 0, len(text)) if reading.bound else ():
        if one.means in (f.OPINION, f.ANSWERED):
            reading.mark(one.start, one.end)
    said = _said_of_itself(reading)
    for match in WORD.finditer(text):
        free = all(part.lower() in silent() for part in match[0].split("-"))
        topic = all(part.lower() in silent() or stem(part) in known for part in match[0].split("-"))
        if free or (topic and not any(start <= match.start() < end for start, end in said)):
            reading.mark(*match.span())


def _said_of_itself(reading: Reading) -> list[tuple[int, int]]:
    """Stretches in which a topic would be an assertion: parts that nothing is bound in, and the title said flatly."""
    text = reading.text
    breaks = [match.start() for match in _PARTS.finditer(text)]
    parts = zip((0, *breaks), (*breaks, len(text)), strict=True)
    alone = [
        part
        for part in parts
        if not any(
            reading.marked(*word.span()) and word[0].lower() not in _JOINS for word in WORD.finditer(text, *part)
        )
    ]
    title = reading.ground.named
    flat = [
        (match.end(), end)
        for match in _FLAT.finditer(text)
        for end in said_again(title, text, match.end())
        if not reading.marked(match.end(), end)
    ]
    return alone + flat
