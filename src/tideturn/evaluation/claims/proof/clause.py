"""Holds one sentence against the evidence, and says which words nothing accounts for.

Each accountant reads the sentence and marks the words whose meaning it has held against the evidence, and no others.
What no accountant marks is left over, and a sentence with anything left over is not proved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, Final

from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof.facts import Fact, facts_of
from tideturn.evaluation.claims.said import Said, numbers_said
from tideturn.evaluation.contribution import Contribution
from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict


@dataclass(frozen=True)
class Record:
    """What is known of the year beside a claim's own evidence."""

    evidence: tuple[EvidenceItem, ...] = ()
    """All that anybody said in interviews in this year and earlier ones, attached to the claim or not."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What each document is called, by its id."""
    source: Callable[[EvidenceItem], str] = attrgetter("text")
    """The whole text that a piece of evidence comes from; its own words where no more is known."""


@dataclass(frozen=True)
class Bond:
    """What some words of a sentence are bound to: a field of a piece of evidence, or the verdict."""

    text: str
    evidence_id: str
    field: str


@dataclass(frozen=True)
class Against:
    """A number that is said of one thing of one piece of evidence, which holds another."""

    text: str
    fact: Fact
    spans: tuple[tuple[int, int], ...]
    """The number, and the words that say what it is of."""

    @property
    def holds(self) -> str:
        """Return what the evidence holds instead."""
        return f"{self.fact.k:g} of {self.fact.n}" if self.fact.n else f"{self.fact.k:g}"


@dataclass(frozen=True)
class Clause:
    """One sentence of a claim: what it is bound to, and the words that nothing accounts for."""

    text: str
    bonds: tuple[Bond, ...]
    left: tuple[str, ...]
    against: tuple[Against, ...] = ()
    """The numbers that the evidence they are said of contradicts."""

    @property
    def proved(self) -> bool:
        """Whether all of it is bound."""
        return bool(self.bonds) and not self.left


@dataclass(frozen=True)
class Ground:
    """What a claim may be bound to: its evidence, the verdict, and the names of places and of the outcome."""

    claim: Claim
    title: str
    """The outcome's title and definition."""
    places: Mapping[str, str]
    """The programme's sites, by their names."""
    contribution: Contribution | None = None
    """How far the programme is a cause of the outcome, with the rivals weighed."""
    due: int | None = None
    """The year in which the outcome is judged first."""
    record: Record = field(default_factory=Record)

    @property
    def named(self) -> str:
        """Return the outcome's title alone."""
        return self.title.partition(" . ")[0]

    @cached_property
    def items(self) -> tuple[EvidenceItem, ...]:
        """Return its evidence."""
        return tuple(edge.item for edge in self.claim.evidence if edge.item is not None)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Return everything that its evidence holds."""
        return tuple(fact for item in self.items for fact in facts_of(item))

    @property
    def verdict(self) -> OutcomeVerdict | None:
        """Return the verdict on its outcome at its scope."""
        return self.claim.verdict


@dataclass
class Reading:
    """One sentence as it is read: which of its letters are accounted for, and by what."""

    text: str
    ground: Ground
    bonds: list[Bond] = field(default_factory=list)
    bound: list[EvidenceItem] = field(default_factory=list)
    """The evidence that something is bound to, which says what it was about."""
    against: list[Against] = field(default_factory=list)
    memo: dict[Any, Any] = field(default_factory=dict)
    """What fills a gap of a rule at a place, which many rules ask."""
    _marks: bytearray = field(init=False)

    def __post_init__(self) -> None:
        self._marks = bytearray(len(self.text))

    @cached_property
    def numbers(self) -> tuple[Said, ...]:
        """Return every number of the sentence, in order."""
        return numbers_said(self.text)

    def mark(self, start: int, end: int) -> None:
        """Account for a stretch."""
        self._marks[start:end] = b"\1" * (end - start)

    def marked(self, start: int, end: int) -> bool:
        """Whether all of a stretch is accounted for."""
        return all(self._marks[start:end])

    def bind(self, start: int, end: int, item: EvidenceItem, name: str) -> None:
        """Account for a stretch by a field of a piece of evidence."""
        self.mark(start, end)
        self.bonds.append(Bond(self.text[start:end].strip(), item.evidence_id, name))
        self.bound.append(item)

    def bind_whole(self, start: int, end: int, what: str, name: str) -> None:
        """Account for a whole statement, and for no word beside it."""
        self.mark(start, end)
        self.bonds.append(Bond(self.text[start:end].strip(), what, name))

    def left(self) -> tuple[str, ...]:
        """Return the words and numbers that nothing accounts for, in order."""
        words = re.finditer(r"[\w’'%–-]*\w[\w’'%]*", self.text)
        return tuple(match[0] for match in words if not self.marked(*match.span()))


def all_proved(clauses: Sequence[Clause]) -> bool:
    """Whether there is a sentence, and all of every one is bound."""
    return bool(clauses) and all(clause.proved for clause in clauses)


Accountant = Callable[[Reading], None]
_SENTENCE: Final = re.compile(r"(?:“[^”]*”|[^.!?“]|[.!?](?!\s|$))+[.!?]?")


def clauses(ground: Ground, accountants: tuple[Accountant, ...]) -> tuple[Clause, ...]:
    """Hold every sentence of a claim against its evidence, accountant after accountant."""
    found = []
    for match in _SENTENCE.finditer(ground.claim.text):
        if text := match[0].strip():
            reading = Reading(text, ground)
            for account in accountants:
                account(reading)
            left = reading.left()
            found.append(Clause(text, tuple(reading.bonds), left, _settled(reading, accountants)))
    return tuple(found)


def _settled(reading: Reading, accountants: tuple[Accountant, ...]) -> tuple[Against, ...]:
    """Return the numbers that are contradicted beyond doubt: had they been right, the sentence would be proved."""
    if not reading.against:
        return ()
    for one in reading.against:
        for start, end in one.spans:
            reading.mark(start, end)
        reading.bound.append(one.fact.item)
    accountants[-1](reading)
    return () if reading.left() else tuple(reading.against)
