"""Find the site of a stretch: the one it names, else the sentence's, else the claim's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.model import EvidenceItem

_PARTS = 4
"""Parts of the id of evidence that each place may have: kind, measure, place and year."""
_APART = re.compile(r";|,? (?:whereas|while)\b", re.IGNORECASE)
_OF_ONE = r"(?:partners?|staff|workers?|young|parents?|families|family|people|professionals|cases)"
"""Words for people that a site's name may come before: `of the Tees Valley partners`."""


@dataclass(frozen=True)
class Place:
    """The scope of some words, and the spans that name it; `scope` is None if they name several sites."""

    scope: str | None
    named: tuple[tuple[int, int], ...] = ()

    def holds(self, scope: str) -> bool:
        """Return whether evidence of a scope is from this place."""
        return scope == self.scope

    def mark(self, reading: Reading) -> None:
        """Mark the words that name the place."""
        for start, end in self.named:
            reading.mark(start, end)


def place_of(reading: Reading, start: int, end: int) -> Place:
    """Return the place of a stretch."""
    for first, last in ((start, end), (0, _until(reading, end))):
        found = [*places_in(reading, first, last)]
        if found:
            codes = {code for code, *_ in found}
            return Place(codes.pop() if len(codes) == 1 else None, tuple((start, end) for _, start, end in found))
    return Place(reading.ground.claim.scope)


def _until(reading: Reading, end: int) -> int:
    """Return where the part of a sentence ends that may name the place: before the next place with its own numbers."""
    cut = _APART.search(reading.text, end)
    own = (
        cut is not None
        and places_in(reading, cut.end(), len(reading.text))
        and any(one.start >= cut.end() for one in reading.numbers)
    )
    return cut.start() if cut and own else len(reading.text)


def is_elsewhere(reading: Reading, item: EvidenceItem, start: int, end: int) -> bool:
    """Return whether a stretch gives the same count, for another place, as the stretch before."""
    if not reading.bound or reading.bonds[-1].evidence_id != reading.bound[-1].evidence_id:
        return False
    last = reading.bound[-1].evidence_id.split("/")
    own = item.evidence_id.split("/")
    if len(own) != _PARTS or (*last[:2], last[-1]) != (*own[:2], own[-1]) or last[2] == own[2]:
        return False
    names = [name for name, code in reading.ground.places.items() if code == item.scope]
    return bool(place_of(reading, start, end).named) or any(reading.text.startswith(name, start) for name in names)


def places_in(reading: Reading, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the sites that a stretch names: code, start and end."""
    if "places" not in reading.memo:
        reading.memo["places"] = [
            (code, *match.span())
            for name, code in reading.ground.places.items()
            for match in _names(name).finditer(reading.text)
        ]
    return [one for one in reading.memo["places"] if start <= one[1] and one[2] <= end]


@cache
def _names(name: str) -> re.Pattern[str]:
    at = rf"(?:in|at|across|on|from|for|(?<=partners )of|(?<=staff )of) (?:the )?{re.escape(name)}\b"
    return re.compile(rf"\b(?:{at}|(?:the )?{re.escape(name)}(?:’s)? (?={_OF_ONE}\b))", re.I)
