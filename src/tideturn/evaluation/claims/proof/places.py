"""Which place a stretch of a sentence is about: the one that it names, else the sentence does, else the claim has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tideturn.evaluation.claims.proof.clause import Reading


@dataclass(frozen=True)
class Place:
    """The scope that some words are about, and where they name it; several names are no one place."""

    scope: str | None
    named: tuple[tuple[int, int], ...] = ()

    def holds(self, scope: str) -> bool:
        """Whether evidence of a scope is of this place."""
        return scope == self.scope

    def mark(self, reading: Reading) -> None:
        """Account for the words that name it."""
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
    """Return the sites that a stretch names, each with where it does."""
    return [
        (code, *match.span())
        for name, code in reading.ground.places.items()
        for match in re.compile(rf"\b(?:in|at|across|on) (?:the )?{re.escape(name)}\b", re.I).finditer(
            reading.text, start, end
        )
    ]
