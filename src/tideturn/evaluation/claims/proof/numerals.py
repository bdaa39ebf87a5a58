"""Find the numbers of a sentence that need a fact of their own, with their denominators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.answers import named_in
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.said import Said

_ALL_BUT: Final = Gated(rf"\ball but (?P<less>{NUMBER}) of (?:the |those |all )*(?P<whole>{NUMBER})\b")
_EVERY_ONE: Final = Gated(rf"\b(?:every|each) one of (?:the |those |our )?(?P<whole>{NUMBER})\b")
_NOBODY: Final = Gated(
    r"\b(?:nobody|no one)"
    r"(?= (?:else )?(?!who\b|asked\b|we\b|in\b|to\b|c(?:an|ould) be\b|(?:was|were|is|are) (?:compared|set)\b))"
)
_OF: Final = Gated(r"\s*(?:of\s)?(?:the\s|those\s|all\s)?")
_PARTS: Final = frozenset(
    {"part", "majority", "none", "every", "nearly all", "vast majority", "hardly any", "minority"}
)
"""Kinds of number followed by their denominator: `over half of the 53`."""


@dataclass(frozen=True)
class Numeral:
    """One number; `whole` is its denominator, None if the sentence gives none."""

    said: Said
    start: int
    end: int
    whole: int | None = None


def numerals(reading: Reading) -> list[Numeral]:
    """Return the numbers in order, without those already marked or repeating another number."""
    found: list[Numeral] = []
    for one in sorted(_plain(reading), key=lambda one: one.start):
        last = found[-1] if found else None
        part_of = last is not None and last.said.kind in _PARTS and last.whole is None
        if last is not None and part_of and one.kind == "count" and _OF.fullmatch(reading.text, last.end, one.start):
            found[-1] = Numeral(last.said, last.start, one.end, int(one.value))
        elif not reading.marked(one.start, one.end):
            found.append(Numeral(one, one.start, one.end, one.whole if one.kind == "of" else None))
    return found


def _plain(reading: Reading) -> Iterator[Said]:
    """Yield every number that is not an answer; `all but one of the 21` is 20 of 21, and `nobody` is none."""
    taken = [(one.start, one.end) for one in named_in(reading, 0, len(reading.text))]
    for match in _ALL_BUT.finditer(reading.text):
        less, whole = map(number, match.group("less", "whole"))
        taken.append(match.span())
        yield Said("of", match[0], *match.span(), value=float(whole - less), whole=whole)
    for match in _EVERY_ONE.finditer(reading.text):
        whole = number(match["whole"])
        taken.append(match.span())
        yield Said("of", match[0], *match.span(), value=float(whole), whole=whole)
    for match in _NOBODY.finditer(reading.text):
        taken.append(match.span())
        yield Said("none", match[0], *match.span())
    for one in reading.numbers:
        if one.beside is None and not one.ranged and not any(s < one.end and one.start < e for s, e in taken):
            yield one
