"""The report's own sentences as claims: found in its blocks, proved by what they are bound to, left out where not.

A claim is one paragraph, item of a list, sentence of a chart or line of a strand. What somebody wrote, whether as a
finding or in a table of the folder, is not the engine's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.told import Bound, bound_in
from tideturn.report.blocks import (
    Block,
    Bullets,
    Disclosure,
    Facts,
    Figure,
    Paragraph,
    Report,
    Section,
    StrandBlock,
    Words,
)
from tideturn.report.blocks import words as as_words

_NUMBER: Final = re.compile(r"\d[\d,.]*\d|\d")
_EXEMPT: Final = re.compile(
    r"“[^”]*”|‘[^’]*’|\bYear \d+|\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ (?:to [A-Z][a-z]+ )?\d{4}|\bEvidence [\d, ]+"
)
"""What holds a number that states nothing of the records: what is quoted, a year, a date, a number of evidence."""


@dataclass(frozen=True)
class EngineClaim:
    """One sentence, or a few that belong together, that the engine wrote."""

    claim_id: str
    text: str
    bound: tuple[Bound, ...]
    why_not: tuple[str, ...]
    """Why it is not proved, each a sentence; empty where it is."""

    @property
    def unbound(self) -> tuple[str, ...]:
        """The numbers in it that are bound to nothing."""
        stated = {number for one in self.bound for number in _NUMBER.findall(one.printed)}
        return tuple(number for number in _NUMBER.findall(_EXEMPT.sub(" ", self.text)) if number not in stated)


def engine_claims(report: Report, bindings: Bindings) -> tuple[EngineClaim, ...]:
    """Return every sentence of the engine’s own that states something, in the report’s order."""
    found = []
    for section in report.sections:
        for number, (text, bound) in enumerate(_stated(section), start=1):
            why_not = tuple(why for one in bound if (why := bindings.why_not(one)))
            found.append(EngineClaim(f"engine/{section.anchor}/{number}", text, bound, why_not))
    return tuple(claim for claim in found if claim.bound or claim.unbound)


def _stated(block: Block) -> Iterator[tuple[str, tuple[Bound, ...]]]:
    """Each run of words below a block that the engine wrote, with its bindings."""
    for words in _words(block):
        if not any(span.note for span in words):
            yield "".join(span.text for span in words), bound_in(*(span.text for span in words))


def _words(block: Block) -> Iterator[Words]:
    match block:
        case Section(blocks=blocks) | Disclosure(blocks=blocks):
            for one in blocks:
                yield from _words(one)
        case Paragraph(words=words):
            yield words
        case Bullets(items=items):
            yield from items
        case Facts(pairs=pairs):
            yield from (words for _, words in pairs)
        case StrandBlock(words=words, measures=measures):
            yield words
            yield from (measure.words for measure in measures)
        case Figure(sentence=sentence):
            yield as_words(sentence)
