"""A clause that says something in general, as tokens."""

from __future__ import annotations

from typing import NamedTuple

from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.times import times_in
from tideturn.evaluation.claims.proof.words import (
    stem,
)
from tideturn.evaluation.model import EvidenceItem


class Token(NamedTuple):
    """Some words of a lead; `kind` is one letter."""

    kind: str
    start: int
    text: str


class Lead(NamedTuple):
    """A clause with the evidence that the rest of its sentence is bound to."""

    reading: Reading
    tokens: list[Token]
    items: list[EvidenceItem]

    @property
    def kinds(self) -> str:
        """Return the letters of its tokens."""
        return "".join(one.kind for one in self.tokens)

    @property
    def said(self) -> str:
        """Return its words."""
        return " ".join(one.text for one in self.tokens).lower()

    @property
    def is_of_year(self) -> bool:
        """Return whether every time that the clause names is the year of its evidence."""
        times = [time for one in self.tokens if one.kind == "t" for time in times_in(one.text, 0, len(one.text))]
        asked = all("a year ago" in item.text for item in self.items)  # `whether more is shared than a year ago`
        times = [time for time in times if not (asked and time.kind == "last")]
        return all((time.kind, time.number) == ("year", item.year) for time in times for item in self.items)

    @property
    def whom(self) -> list[str]:
        """Return the people that it names."""
        return [one.text for one in self.tokens if one.kind == "H"]

    @property
    def topic(self) -> list[str]:
        """Return the stems of the words that name what it is about."""
        return [stem(one.text) for one in self.tokens if one.kind == "k"]
