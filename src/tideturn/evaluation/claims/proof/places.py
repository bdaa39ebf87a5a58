"""Find the site of a stretch: the one it names, else the sentence's, else the claim's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tideturn.evaluation.claims.proof.clause import Reading

_OF_ONE = r"(?:partners?|staff|workers?|young|parents?|families|family|people|professionals|cases)"
"""Words for people that a site's name may stand before: `of the Tees Valley partners`."""


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
    for first, last in ((start, end), (0, len(reading.text))):
        found = [*places_in(reading, first, last)]
        if found:
            codes = {code for code, *_ in found}
            return Place(codes.pop() if len(codes) == 1 else None, tuple((start, end) for _, start, end in found))
    return Place(reading.ground.claim.scope)


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
