"""Find the engine's own sentences in a report's blocks, prove them by their bindings, and leave out those that fail.

A claim is one paragraph, list item, chart sentence or strand line. What somebody wrote, whether as a finding or in a
table of the folder, is not the engine's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.told import Bound, bound_in
from tideturn.report.blocks import (
    Block,
    Bullets,
    Disclosure,
    Facts,
    Figure,
    KeyFigures,
    Paragraph,
    Picture,
    Report,
    Section,
    Span,
    StrandBlock,
    Words,
)
from tideturn.report.blocks import words as as_words
from tideturn.report.named import numbered_names

_NUMBER: Final = re.compile(r"(?<![A-Za-z\d])(?<![A-Za-z]-)(?:\d[\d,.]*\d|\d)")
"""Pattern of a number by itself: the digits in AC1 and lead-2 are parts of names."""
_DIGIT: Final = re.compile(r"\d")
_EXEMPT: Final = re.compile(
    r"“(?:[^“”]|“[^“”]*”)*”|\bSHA-256\b|‘[^’]*’|\bYear \d+|\b[Ww]ave \d+|\d{1,2} [A-Z][a-z]+ \d{4}|"
    r"[A-Z][a-z]+ (?:to [A-Z][a-z]+ )?\d{4}|\byear-\d+-\d+\b"
)
"""Pattern of text whose numbers say nothing about the records: quotations, years, waves, dates, versions."""
PIECES: Final = "pieces"
"""Kind of a section that lists evidence piece by piece."""
ENGINE: Final = "engine"
"""Author of the sentences that the engine wrote, and prefix of their ids."""
_NOT_SHOWN: Final = "One reason is not shown: it rests on numbers that are too small to be shown."
_CHANGE: Final = frozenset({"better", "rose", "fell"})


@dataclass(frozen=True)
class EngineClaim:
    """One sentence, or a few that belong together, that the engine wrote."""

    claim_id: str
    section: str
    text: str
    bound: tuple[Bound, ...]
    year: int
    why_not: tuple[str, ...] = ()
    """Reasons why it is not proved, each a sentence; empty when it is proved."""
    unbound: tuple[str, ...] = ()
    """Numbers in the text that are bound to nothing."""

    def as_dict(self) -> Mapping[str, Any]:
        """Return the claim for `evaluation.json`, which also lists the claims that people wrote."""
        stopped = self.why_not or self.unbound
        return {
            "claim_id": self.claim_id,
            "section": self.section,
            "text": self.text,
            "outcome_id": "",
            "scope": "",
            "year": self.year,
            "type": "change" if any(one.predicate in _CHANGE for one in self.bound) else "descriptive",
            "grade": "stopped" if stopped else "proved",
            "verdict": None,
            "confidence": None,
            "author": ENGINE,
            "reviewer": None,
            "judged_part": [],
            "judged_reason": None,
            "summary_of": [],
            "edges": [],
            "bound": [one.as_dict() for one in self.bound],
            "unbound": list(self.unbound),
            "why_not": list(self.why_not),
        }


@dataclass
class Proof:
    """Walk through documents, keep their sentences as claims, and remove the sentences that are not proved."""

    bindings: Bindings
    claims: list[EngineClaim] = field(default_factory=list)
    _told: Counter[str] = field(default_factory=Counter)
    """Number of claims in each section so far."""
    _whys: dict[Bound, str] = field(default_factory=dict)
    """Reasons why bindings are not proved, cached because the documents of a year repeat each other."""

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        return numbered_names(self.bindings.evaluation, self.bindings.dataset)

    def of(self, report: Report, name: str = "") -> Report:
        """Return a document without what is not proved. `name` keeps its sections apart from another document's."""
        front = tuple(self._blocks(report.front, f"{name}front"))
        sections, annex = (
            tuple(self._section(section, f"{name}{section.anchor}") for section in part)
            for part in (report.sections, report.annex)
        )
        return replace(report, front=front, sections=sections, annex=annex)

    def _section(self, section: Section, name: str) -> Section:
        if section.kind != PIECES:
            return replace(section, blocks=tuple(self._blocks(section.blocks, name)))
        # The numbers of a piece of evidence are checked as well. They are not sentences, so they become claims only on
        # failure.
        before = len(self.claims)
        blocks = tuple(self._blocks(section.blocks, name))
        self.claims[before:] = [claim for claim in self.claims[before:] if claim.why_not or claim.unbound]
        return replace(section, blocks=blocks)

    def _blocks(self, blocks: Iterable[Block], name: str) -> Iterator[Block]:
        for block in blocks:
            kept = self._block(block, name)
            if kept is not None:
                yield kept

    def _block(self, block: Block, name: str) -> Block | None:
        match block:
            case Section():
                return self._section(block, name)
            case Disclosure():
                return replace(block, blocks=tuple(self._blocks(block.blocks, name)))
            case Paragraph():
                return block if self._holds(block.words, name) else None
            case Bullets():
                return self._bullets(block, name)
            case Facts():
                return replace(block, pairs=tuple(pair for pair in block.pairs if self._holds(pair[1], name)))
            case KeyFigures():
                kept = tuple(one for one in block.figures if self._holds((*one.value, Span(" "), *one.caption), name))
                return replace(block, figures=kept) if kept else None
            case StrandBlock():
                said = block.words if self._holds(block.words, name) else ()
                measures = tuple(measure for measure in block.measures if self._holds(measure.words, name))
                return replace(block, words=said, measures=measures)
            case Figure():
                return self._figure(block, name)
            case Picture():
                held = [self._holds(text, name) for text in (block.caption, block.alt)]
                return block if all(held) else None
        return block

    def _figure(self, block: Figure, name: str) -> Figure:
        """Return the figure. Replace a title that fails by its table's caption, and drop a sentence that fails."""
        title = block.title if self._holds(as_words(block.title), name) else block.table.caption
        sentence = block.sentence if self._holds(as_words(block.sentence), name) else ""
        return replace(block, title=title, sentence=sentence)

    def _bullets(self, block: Bullets, name: str) -> Bullets | None:
        """Return the items that hold. In a release, put one note that a reason is not shown in place of the others."""
        held = [words if self._holds(words, name) else as_words(_NOT_SHOWN) for words in block.items]
        if not self.bindings.released:
            held = [words for words in held if words != as_words(_NOT_SHOWN)]
        return replace(block, items=tuple(dict.fromkeys(held))) if held else None

    def _holds(self, words: Words, name: str) -> bool:
        """Return whether these words may be printed, and keep words that state something as a claim.

        A number that is bound to nothing is recorded in the claim, but does not stop the words.
        """
        if any(span.note for span in words):  # somebody's finding, which has checks of its own
            return True
        bound = bound_in(*(span.text for span in words))
        why_not = tuple(why for one in bound if (why := self._why_not(one)))
        unbound = _unbound(words, bound, self._names)
        if bound or unbound:
            self._told[name] += 1
            self.claims.append(
                EngineClaim(
                    claim_id=f"{ENGINE}/{name}/{self._told[name]}",
                    section=name,
                    text="".join(span.text for span in words),
                    bound=bound,
                    year=self.bindings.evaluation.year.number,
                    why_not=why_not,
                    unbound=unbound,
                )
            )
        return not why_not

    def _why_not(self, bound: Bound) -> str:
        if bound not in self._whys:
            self._whys[bound] = self.bindings.why_not(bound)
        return self._whys[bound]


def _unbound(words: Words, bound: tuple[Bound, ...], names: re.Pattern[str] | None) -> tuple[str, ...]:
    """Return the numbers that are bound to nothing, ignoring links, names and text copied from the folder."""
    own = "".join(" … " if span.verbatim or span.target else span.text for span in words)
    if not _DIGIT.search(own):
        return ()
    stated = {number for one in bound for number in _NUMBER.findall(one.printed)}
    if stated.issuperset(_NUMBER.findall(own)):
        return ()
    own = own if names is None else names.sub(" ", own)
    return tuple(number for number in _NUMBER.findall(_EXEMPT.sub(" ", own)) if number not in stated)
