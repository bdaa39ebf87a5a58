"""Compare one sentence with the evidence, and list the words left over.

Each accountant reads the sentence and marks only the words that it has checked against the evidence. Words without a
mark are left over, and a sentence with words left over is not proved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Any, Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.facts import Fact, facts_of, may_bind
from tideturn.evaluation.claims.proof.harvest import Change
from tideturn.evaluation.claims.proof.times import programme_year_of
from tideturn.evaluation.claims.proof.words import stem
from tideturn.evaluation.claims.quotation import QUOTED, words_of
from tideturn.evaluation.claims.said import Said, numbers_said
from tideturn.evaluation.contribution import Contribution
from tideturn.evaluation.evidence_values import AnswerPairs
from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict


@dataclass(frozen=True)
class NamedFactor:
    """A cause or an effect of the folder's list, by its label."""

    label: str
    part: str
    """Its part of the causal map: its node in the theory, or itself."""
    title: str = ""
    """The node's title."""
    outcome_id: str = ""


@dataclass(frozen=True)
class SaidBy:
    """One statement by somebody interviewed that a part of the causal map helps or hinders another."""

    year: int
    source: str
    voice: str
    role: str
    site: str
    cause: str
    effect: str
    does: str
    prompted: bool | None = None


@dataclass(frozen=True, eq=False)
class Record:
    """The year's other records, beyond a claim's own evidence."""

    evidence: tuple[EvidenceItem, ...] = ()
    """All interview evidence of this year and earlier years, attached to the claim or not."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Titles of documents, by id."""
    source: Callable[[EvidenceItem], str] = attrgetter("text")
    """Return the full source text of a piece of evidence; by default only its own words."""
    asked: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Questions as they were asked, by survey and item."""
    dates: Mapping[str, Mapping[int, tuple[date, date]]] = field(default_factory=dict)
    """The first and last date of the answers to a question in each programme year, by the question."""
    years: Mapping[str, int | None] = field(default_factory=dict)
    """The first year with answers to a question, by the question."""
    factors: tuple[NamedFactor, ...] = ()
    """The folder's list of causes and effects."""
    causes: tuple[SaidBy, ...] = ()
    """What people interviewed said helps or hinders what; `voice` is empty for an open answer to a survey."""
    interviewed: frozenset[tuple[int, str, str]] = frozenset()
    """Year, source and voice of everybody interviewed."""
    verdicts: Mapping[tuple[str, str], OutcomeVerdict] = field(default_factory=dict)
    """The year's verdicts, by outcome and scope."""
    national: frozenset[str] = frozenset()
    """Codes of the sites at national level."""
    titles_of: Mapping[str, str] = field(default_factory=dict)
    """Titles of outcomes, by id."""
    compared: Mapping[str, str] = field(default_factory=dict)
    """Titles of the counts elsewhere that indicators are compared with, by indicator."""
    better: Mapping[str, str] = field(default_factory=dict)
    """Whether a better score is higher (`up`) or lower (`down`), by outcome."""
    changes: Mapping[str, Change] = field(default_factory=dict)
    """Harvested changes of the year, by evidence id."""
    sites: frozenset[str] = frozenset()
    """Codes of the local sites."""
    days: Mapping[str, date] = field(default_factory=dict)
    """Day of each interview, document and answer to a survey, by its id."""
    counted: frozenset[str] = frozenset()
    """Ids of the counts of the work, of this year and earlier ones."""
    sizes: Mapping[str, int | None] = field(default_factory=dict)
    """Number that each piece of evidence counts, by its id."""
    waves: Mapping[str, frozenset[tuple[int, int]]] = field(default_factory=dict)
    """Years and months in which each wave of the survey of partner organisations was answered."""


@dataclass(frozen=True)
class Bond:
    """The field of evidence, or the verdict, that supports some words of a sentence."""

    text: str
    evidence_id: str
    field: str


@dataclass(frozen=True)
class Against:
    """A number in the sentence that differs from the one piece of evidence it can refer to."""

    text: str
    fact: Fact
    spans: tuple[tuple[int, int], ...]
    """Spans of the number and of the words that say what it counts."""
    whom: str = ""
    """People that the sentence names but the number does not count; empty if the number itself is wrong."""

    @property
    def holds(self) -> str:
        """Return the number in the evidence."""
        return f"{self.fact.k:g} of {self.fact.n}" if self.fact.n else f"{self.fact.k:g}"


@dataclass(frozen=True)
class Clause:
    """One sentence of a claim, with its bonds and the words left over."""

    text: str
    bonds: tuple[Bond, ...]
    left: tuple[str, ...]
    against: tuple[Against, ...] = ()
    """Numbers that their own evidence contradicts."""
    said: str = ""
    """The other wording that is proved in its place; empty if the sentence is proved in its own words."""

    @property
    def proved(self) -> bool:
        """Return whether the sentence is bound and no word is left over."""
        return bool(self.bonds) and not self.left

    @property
    def not_proved(self) -> str:
        """Return the words left over as one text, with “…” only where other words stand between them."""
        words, text, end = [*reversed(self.left)], "", -1
        for match in _WORDS.finditer(self.text):
            if words and match[0] == words[-1]:
                between = self.text[end : match.start()]
                text += (between if end >= 0 and not _WORDS.search(between) else " … " if text else "") + words.pop()
                end = match.end()
        return " … ".join([text, *reversed(words)]) if text else " … ".join(self.left)


@dataclass(frozen=True)
class Ground:
    """Everything a claim can be bound to: its evidence, the verdict, and the names of sites and of the outcome."""

    claim: Claim
    title: str
    """The outcome's title and definition, joined by ` . `."""
    places: Mapping[str, str]
    """Site codes, by name."""
    contribution: Contribution | None = None
    """The contribution judgement on the outcome, with its rival explanations."""
    due: int | None = None
    """The outcome's due year."""
    record: Record = field(default_factory=Record)

    @property
    def named(self) -> str:
        """Return the outcome's title alone."""
        return self.title.partition(" . ")[0]

    @cached_property
    def items(self) -> tuple[EvidenceItem, ...]:
        """Return its evidence, as far as words can be bound to it."""
        return tuple(e.item for e in self.claim.evidence if e.item and may_bind(e.item, self.claim.outcome_id))

    def asked_of(self, item: EvidenceItem) -> tuple[str, ...]:
        """Return the questions whose answers a piece of evidence compares, before and after."""
        survey = item.evidence_id.rpartition("/")[2]
        names = (item.value.items or ()) if isinstance(item.value, AnswerPairs) else ()
        asked = {name: text for (of, name), text in self.record.asked.items() if of == survey}
        before = dict(zip(asked, ["", *asked.values()], strict=False))
        return tuple(text for name in names if name in asked for text in _spelled_out(asked[name], before[name]))

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Return every fact in the evidence."""
        return tuple(fact for item in self.items for fact in facts_of(item))

    @property
    def verdict(self) -> OutcomeVerdict | None:
        """Return the verdict on the claim's outcome and scope."""
        return self.claim.verdict


@dataclass
class Reading:
    """One sentence while it is read: its bonds so far and which characters are accounted for."""

    text: str
    ground: Ground
    bonds: list[Bond] = field(default_factory=list)
    bound: list[EvidenceItem] = field(default_factory=list)
    """Evidence with at least one bond."""
    placed: list[tuple[int, EvidenceItem]] = field(default_factory=list)
    """Where each bond begins, and its evidence."""
    against: list[Against] = field(default_factory=list)
    label: str = ""
    """The question that the sentence quotes word for word; its words are blanked out of the text."""
    memo: dict[Any, Any] = field(default_factory=dict)
    """Cache of what can fill a gap of a grammar rule at each position."""
    written: str = ""
    """The sentence as it was written, where `text` says a time in other words of the same length."""
    _marks: bytearray = field(init=False)

    def __post_init__(self) -> None:
        self._marks = bytearray(len(self.text))
        self.written = self.written or self.text

    @cached_property
    def numbers(self) -> tuple[Said, ...]:
        """Return every number of the sentence, in order."""
        return numbers_said(self.text)

    def mark(self, start: int, end: int) -> None:
        """Mark a span as accounted for."""
        self._marks[start:end] = b"\1" * (end - start)

    def unmark(self, start: int, end: int) -> None:
        """Undo the mark on a span."""
        self._marks[start:end] = bytes(end - start)

    def marked(self, start: int, end: int) -> bool:
        """Return whether a whole span is accounted for."""
        return all(self._marks[start:end])

    @property
    def begun(self) -> bool:
        """Return whether anything is accounted for."""
        return 1 in self._marks

    def left_between(self, start: int, end: int) -> bool:
        """Return whether a stretch has words that are not accounted for."""
        return any(not self.marked(*word.span()) for word in _WORDS.finditer(self.text, start, end))

    def bind(self, start: int, end: int, item: EvidenceItem, name: str) -> None:
        """Mark a span and bind it to a field of a piece of evidence.

        In `of the 57 who scored twice, only 41`, the words between the numbers need marks of their own.
        """
        fronted = _FRONTED.fullmatch(self.text, start, end)
        said = next((one for one in self.numbers if (one.start, one.end) == (start, end)), None)
        if fronted and said and said.kind == "of":
            self.mark(*fronted.span("whole"))
            few = 2 * said.value < (said.whole or 0)
            self.mark(fronted.start("limit" if few else "part"), end)
        else:
            self.mark(start, end)
        self.bonds.append(Bond(self.written[start:end].strip(), item.evidence_id, name))
        self.bound.append(item)
        self.placed.append((start, item))

    def bind_whole(self, start: int, end: int, what: str, name: str) -> None:
        """Mark and bind a whole statement; it does not account for the words around it."""
        self.mark(start, end)
        self.bonds.append(Bond(self.written[start:end].strip(), what, name))

    def left(self) -> tuple[str, ...]:
        """Return the words and numbers left over, in order."""
        left = tuple(match[0] for match in _WORDS.finditer(self.written) if not self.marked(*match.span()))
        return left if not self.label or any(map(self.is_of, self.bound)) else (*left, *_WORDS.findall(self.label))

    def is_of(self, item: EvidenceItem) -> bool:
        """Return whether evidence is about the question that the sentence quotes; true if it quotes none."""
        return not self.label or _bare(item.text) == self.label


def _spelled_out(asked: str, before: str) -> Iterator[str]:
    """Yield a question, and the same question with its `it` replaced by the last noun of the question before."""
    yield asked
    if thing := _LAST_THING.search(before):
        said = _IT.sub(thing[0], asked, count=1)
        yield from [said] if said != asked else []


def all_proved(clauses: Sequence[Clause]) -> bool:
    """Return whether there is at least one sentence and every sentence is proved."""
    return bool(clauses) and all(clause.proved for clause in clauses)


_FRONTED: Final = Gated(
    rf"(?P<whole>of (?:(?:the|all|these|those|our)\s)*{NUMBER})(?:\s.*?)??(?P<limit>,?\s(?:(?:only|just)\s)?)"
    rf"(?P<part>{NUMBER})"
)
Accountant = Callable[[Reading], None]
Reword = Callable[[str, Ground], Iterable[str]]
_LAST_THING: Final = re.compile(r"[a-z]+(?=\?)")
_IT: Final = re.compile(r"\bit\b")
_WORDS: Final = re.compile(r"[\w’'%–-]*\w[\w’'%]*")
_LIGHT: Final = frozenset(["is", "are", "am", "do", "does", "did", "has", "have", "a", "an", "the", "i", "they"])
_UNNEEDED: Final = re.compile(r" here\b|(?<=together) for young people\b")
"""Parts of a question that may be left out without changing it."""
_QUESTION: Final = re.compile(r"(?:Is|Are|Do|Does|Did|Has|Have) (?!n[’']t|not\b)[^?“”;:]+\?")
"""A question that is answered yes or no."""
_SENTENCE: Final = re.compile(r"(?:“[^”]*”|[^.!?“]|[.!?](?!\s|$))+[.!?]?")


def clauses(ground: Ground, accountants: tuple[Accountant, ...], reword: Reword) -> tuple[Clause, ...]:
    """Run every accountant over every sentence of a claim, and over its other wordings until one is proved."""
    texts = (match[0].strip() for match in _SENTENCE.finditer(ground.claim.text))
    found = [_clause(text, ground, accountants, reword) for text in texts if text]
    for at, (asked, answer) in enumerate(pairwise(found)):
        if not asked.proved and answer.proved and _is_question(asked.text, answer, ground):
            found[at] = replace(asked, bonds=answer.bonds[:1], left=(), against=())
    return tuple(found)


def _is_question(text: str, answer: Clause, ground: Ground) -> bool:
    """Return whether a sentence only repeats the question that the next sentence answers, so that it claims nothing."""
    ids = {bond.evidence_id for bond in answer.bonds}
    labels = [item.text for item in ground.items if item.evidence_id in ids and item.of_whole]
    said = _asked_in(text)
    asks = _QUESTION.fullmatch(text) is not None and len(said) > 1 and bool(labels)
    return asks and all(
        said in (_asked_in(label), _asked_in(_UNNEEDED.sub("", label.replace(" you can ", " to ")))) for label in labels
    )


def _asked_in(text: str) -> list[str]:
    """Return the words of a question in order, without auxiliary verbs and articles."""
    return [stem(word) for word in _WORDS.findall(text.lower()) if word not in _LIGHT]


def _clause(text: str, ground: Ground, accountants: tuple[Accountant, ...], reword: Reword) -> Clause:
    own = _read(text, ground, accountants)
    for said in () if own.proved else reword(text, ground):
        other = _read(said, ground, accountants)
        if other.proved:
            return replace(other, text=text, bonds=tuple(replace(bond, text=text) for bond in other.bonds), said=said)
    return own


def _read(text: str, ground: Ground, accountants: tuple[Accountant, ...]) -> Clause:
    reading = _without_label(text, ground)
    for account in accountants[:-_LAST_TWO]:
        account(reading)
    if reading.begun:
        _finish(reading, accountants)
    return Clause(text, tuple(reading.bonds), reading.left(), _settled(reading, accountants))


def _finish(reading: Reading, accountants: tuple[Accountant, ...]) -> None:
    """Run the last two accountants: one marks only the words around those that are marked, and one only unmarks."""
    for account in accountants[-_LAST_TWO:]:
        account(reading)


_LAST_TWO: Final = 2


def _without_label(text: str, ground: Ground) -> Reading:
    """Return the sentence without the one question of its evidence that it quotes word for word."""
    labels = {_bare(item.text) for item in ground.items if item.of_whole}
    quoted = [match for match in QUOTED.finditer(text) if _bare(words_of(match)) in labels]
    if len(quoted) != 1:
        return Reading(_in_programme_years(text, ground), ground, written=text)
    start, end = quoted[0].start(), quoted[0].end()
    before = text[:start]
    begun = before.removesuffix("Asked ").removesuffix("asked ")
    return Reading(begun + "…" * (end - len(begun)) + text[end:], ground, label=_bare(words_of(quoted[0])))


_CALENDAR: Final = re.compile(r"(?<=\b[Ii]n )20\d\d\b|(?<=\bsince )20\d\d\b|\b20\d\d(?= survey\b)")


def _in_programme_years(text: str, ground: Ground) -> str:
    """Return a sentence about survey answers with each calendar year changed to the programme year of those answers.

    It stays as long: `in 2020` becomes `in yr 2`. A year with answers of two programme years stays as it is.
    """
    known = [ground.record.dates.get(item.text, {}) if item.kind == "survey" else {} for item in ground.items]

    def said(match: re.Match[str]) -> str:
        first, last = date(int(match[0]), 1, 1), date(int(match[0]), 12, 31)
        years = {programme_year_of(own, first, last) for own in known}
        year = years.pop() if len(years) == 1 else None
        return match[0] if year is None or year > _LAST else f"yr {year}"

    return _CALENDAR.sub(said, text)


_LAST: Final = 9
"""The last programme year that is written as one figure."""


def _bare(label: str) -> str:
    return label.strip().rstrip(".")


def _settled(reading: Reading, accountants: tuple[Accountant, ...]) -> tuple[Against, ...]:
    """Return the contradicted numbers, if the sentence would be proved with the right ones; else nothing."""
    if not reading.against:
        return ()
    for one in reading.against:
        for start, end in one.spans:
            reading.mark(start, end)
        reading.bound.append(one.fact.item)
    _finish(reading, accountants)
    return () if reading.left() else tuple(reading.against)
