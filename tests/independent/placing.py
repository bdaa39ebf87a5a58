"""Place each printed number with the calculation that it states, and compare the two."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .expected import Holds, agrees, drawn, shown
from .numbers import Number, by_form, numbers_in
from .reading import Document, Passage, Table
from .registering import DRAWINGS, EXPLANATIONS, MAKERS, STATEMENTS, TABULATIONS, WORDED, Said, Statement, Tabulation

# What a calculation raises where a sentence speaks of something that the folder does not hold.
NOT_THERE = (LookupError, ValueError, TypeError, AttributeError, StopIteration, ZeroDivisionError)


@dataclass
class Failure:
    passage: Passage | Table
    why: str
    text: str

    def __str__(self) -> str:
        return f"{self.passage}\n    “{self.text}”\n    {self.why}"


@dataclass
class Ledger:
    """Every number of a document, by what it was taken for; and what did not hold."""

    counts: dict[str, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def count(self, what: str, more: int = 1) -> None:
        if more:
            self.counts[what] = self.counts.get(what, 0) + more

    def fail(self, passage: Passage | Table, why: str, text: str = "") -> None:
        self.failures.append(Failure(passage, why, text or (passage.text if isinstance(passage, Passage) else "")))


class Placing:
    """Place all numbers of a document for a year of a folder.

    `year` is handed to the calculations; `verbatim(text)` gives the spans of a passage that repeat the folder's
    own words, and `quoted(text)` whether somebody said or wrote that.
    """

    def __init__(self, year: Any) -> None:
        self.year = year
        self.statements = STATEMENTS + [each for make in MAKERS for each in make(year)]
        self._apt: dict[tuple[str, str], list[Statement]] = {}
        self._worded: dict[str, list[Statement]] = {}

    def open(self, document: Document) -> Ledger:
        """Turn to a document, and compare its tables."""
        ledger = Ledger()
        self.document = document
        self._tabled = self._tables(document, ledger)
        return ledger

    def place(self, document: Document) -> Ledger:
        ledger = self.open(document)
        for passage in document.passages:
            for printed, link in passage.links:
                if not link.endswith(f"#e{printed}"):
                    ledger.fail(passage, f"evidence number {printed} leads to {link}")
            ledger.count("note", len(passage.notes))
            self._passage(passage, ledger, self._tabled.get(id(passage), ()))
        return ledger

    def settled(self, passage: Passage) -> bool:
        """Tell whether a whole table settled this cell, in the document opened last."""
        return id(passage) in self._tabled

    def alone(self, passage: Passage) -> Ledger:
        """Place the numbers of one passage of the document opened last."""
        ledger = Ledger()
        self._passage(passage, ledger, ())
        return ledger

    def why_not(self, document: Document, passage: Passage) -> list[str]:
        """Return why a passage is refused in a document."""
        self.document = document
        return [str(each) for each in self.alone(passage).failures]

    def _tables(self, document: Document, ledger: Ledger) -> dict[int, list[tuple[int, int]]]:
        """Compare whole tables; return the spans that this settled, by passage."""
        settled: dict[int, list[tuple[int, int]]] = {}
        for table in document.tables:
            for tabulation in TABULATIONS:
                if tabulation.section.search(table.section) and tabulation.caption.search(table.caption):
                    self._table(table, tabulation, ledger, settled)
                    break
        return settled

    def _table(
        self, table: Table, tabulation: Tabulation, ledger: Ledger, settled: dict[int, list[tuple[int, int]]]
    ) -> None:
        try:
            expected = [dict(row) for row in tabulation.compute(self.year, table)]
        except NOT_THERE as lost:
            ledger.fail(table, f"the folder has nothing to hold this table against ({lost!r})")
            return
        key = tabulation.key or table.columns[:1]
        for row, cells in zip(table.rows, table.cells, strict=True):
            name = " · ".join(row.get(column, "") for column in key)
            at = next(
                (at for at, each in enumerate(expected) if all(agrees(row.get(c, ""), each.get(c)) for c in key)), None
            )
            if at is None:
                ledger.fail(table, f"row “{name}” is printed, and the folder gives no such row")
                for passage in cells.values():
                    settled[id(passage)] = [(0, len(passage.text))]
                continue
            wanted = expected.pop(at)
            for column, value in wanted.items():
                if column not in cells:
                    if column not in row:
                        ledger.fail(table, f"there is no column “{column}”")
                    continue
                passage = cells[column]
                settled[id(passage)] = [(0, len(passage.text))]
                ledger.count("placed", sum(by_form(passage.text, each) is None for each in numbers_in(passage.text)))
                if not agrees(passage.text, value):
                    ledger.fail(passage, f"row “{name}”, column “{column}”: recomputed {shown(value)}", passage.text)
        for each in expected:
            ledger.fail(table, f"the folder gives a row that is not printed: {[each.get(column) for column in key]}")

    def _passage(self, passage: Passage, ledger: Ledger, settled: Sequence[tuple[int, int]]) -> None:
        text = passage.text
        self._words(passage, ledger)
        open_ = []
        for number in numbers_in(text):
            form = by_form(text, number)
            if form:
                ledger.count(form)
            elif not any(start <= number.start and number.end <= end for start, end in settled):
                open_.append(number)
        if not open_:
            return
        if passage.kind == "quotation" or passage.near.get("term") == "What it is":
            if self.year.quoted(text):
                ledger.count("quoted", len(open_))
            else:
                ledger.fail(passage, "nobody said or wrote these words")
            return
        if passage.kind == "chart":
            self._chart(passage, open_, ledger)
            return
        open_ = self._explained(passage, open_, ledger)
        open_ = self._statements(passage, open_, ledger)
        if open_:
            spans = self.year.verbatim(text)
            rest = []
            for number in open_:
                if any(start <= number.start and number.end <= end for start, end in spans):
                    ledger.count("verbatim")
                else:
                    rest.append(number)
            open_ = rest
        if open_:
            ledger.count("unplaced", len(open_))
            ledger.fail(passage, f"no statement places {', '.join(repr(each.text) for each in open_)}")

    def _words(self, passage: Passage, ledger: Ledger) -> None:
        """Check what is stated without a number."""
        section = passage.section
        if section not in self._worded:
            self._worded[section] = [each for each in WORDED if each.section.search(section)]
        for statement in self._worded[section]:
            for match in statement.pattern.finditer(passage.text):
                try:
                    expected = statement.compute(self.year, Said(passage, match, self.document))
                except NOT_THERE as lost:
                    ledger.fail(passage, f"the folder has nothing to hold this against ({lost!r})", match.group())
                    continue
                self._compare(passage, match, [], expected or {}, ledger)

    def _apt_to(self, passage: Passage) -> list[Statement]:
        """Return the statements that may stand in such a section, in such a kind of passage."""
        key = section, kind = passage.section, passage.kind
        if key not in self._apt:
            self._apt[key] = [s for s in self.statements if s.section.search(section) and s.kind.search(kind)]
        return self._apt[key]

    def _explained(self, passage: Passage, open_: list[Number], ledger: Ledger) -> list[Number]:
        for section, text in EXPLANATIONS:
            start = passage.text.find(text) if open_ and section.search(passage.section) else -1
            while start >= 0:
                rest = [n for n in open_ if not start <= n.start < start + len(text)]
                ledger.count("explanation", len(open_) - len(rest))
                open_, start = rest, passage.text.find(text, start + len(text))
        return open_

    def _statements(self, passage: Passage, open_: list[Number], ledger: Ledger) -> list[Number]:
        for statement in self._apt_to(passage):
            if not open_:
                break
            if not all(pattern.search(passage.near.get(name, "")) for name, pattern in statement.near.items()):
                continue
            for match in statement.pattern.finditer(passage.text):
                within = [n for n in open_ if match.start() <= n.start and n.end <= match.end()]
                if not within and match.groupdict():
                    continue
                try:
                    expected = statement.compute(self.year, Said(passage, match, self.document))
                except NOT_THERE as lost:
                    ledger.fail(passage, f"the folder has nothing to hold this against ({lost!r})", match.group())
                    expected = {}
                if expected is None:
                    continue
                self._compare(passage, match, within, expected, ledger)
                open_ = [n for n in open_ if n not in within]
        return open_

    def _compare(
        self, passage: Passage, match: re.Match[str], within: list[Number], expected: Mapping[str, Any], ledger: Ledger
    ) -> None:
        groups = {name: match.span(name) for name, value in match.groupdict().items() if value is not None}
        for name in groups:
            if name not in expected:
                if numbers_in(match[name]):
                    ledger.fail(passage, f"{name} “{match[name]}” is not recomputed", match.group())
                continue
            if not agrees(match[name], expected[name]):
                ledger.fail(
                    passage, f"{name}: printed “{match[name]}”, recomputed {shown(expected[name])}", match.group()
                )
        for name, value in expected.items():
            if name not in groups and isinstance(value, Holds) and not value.ok:
                ledger.fail(passage, f"{name}: {value.told}", match.group())
        for number in within:
            if any(start <= number.start and number.end <= end for start, end in groups.values()):
                ledger.count("placed")
            elif number.word:
                ledger.count("words of the sentence")
            else:
                ledger.fail(
                    passage, f"{number.text} stands in the sentence and is recomputed by nothing", match.group()
                )

    def _chart(self, passage: Passage, open_: list[Number], ledger: Ledger) -> None:
        where = " ".join(passage.ids)
        for drawing in DRAWINGS:
            if drawing.section.search(passage.section) and drawing.chart.search(where):
                break
        else:
            ledger.count("unplaced", len(open_))
            ledger.fail(passage, f"nothing recomputes this drawing ({where})")
            return
        spans = self.year.verbatim(passage.text.replace("\n", " "))
        labels = [n for n in open_ if any(start <= n.start and n.end <= end for start, end in spans)]
        ledger.count("verbatim", len(labels))
        printed = [number.text for number in open_ if number not in labels]
        try:
            expected = list(drawing.compute(self.year, passage))
        except NOT_THERE as lost:
            ledger.fail(passage, f"the folder has nothing to hold this drawing against ({lost!r})")
            return
        ledger.count("placed", len(printed))
        if not drawn(printed, expected):
            ledger.fail(passage, f"drawn {printed}, recomputed {[shown(each) for each in expected]}")
