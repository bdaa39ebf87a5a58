"""What was asked or scored: the words of the evidence's own label, and those that say nothing by themselves."""

from __future__ import annotations

from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.words import WORD, counts, does_in, silent, stem, stems_of, who_in


def account(reading: Reading) -> None:
    """Account for words of what the bound evidence is about, for whom it counts, and for those that say nothing."""
    text = reading.text
    known = set(stems_of(reading.ground.title)) if reading.bound or reading.of_outcome else set()
    for item in reading.bound:
        if item.value is not None:  # what somebody said is no label, and may deny what the sentence says
            known |= set(stems_of(item.text))
    for found in who_in(text, 0, len(text)):
        if any(counts(found.means, item) for item in reading.bound):
            reading.mark(found.start, found.end)
    for one in does_in(text, 0, len(text)) if reading.bound else ():
        if one.means in (f.OPINION, f.ANSWERED):
            reading.mark(one.start, one.end)
    for match in WORD.finditer(text):
        if all(part.lower() in silent() or stem(part) in known for part in match[0].split("-")):
            reading.mark(*match.span())
