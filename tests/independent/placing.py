"""Place each printed number with the calculation that it states, and compare the two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .numbers import Number, by_form, numbers_in, rounded, value_of
from .reading import Document, Passage, Table


@dataclass(frozen=True)
class Near:
    """A number that was drawn at random: another draw must come within `within` of it."""

    value: float
    within: float


@dataclass(frozen=True)
class Below:
    """A p-value printed as “< 0.001” when it is less than that, else in full."""

    value: float


@dataclass(frozen=True)
class Holds:
    """Something that was checked by the calculation itself: whether it holds, and what the folder says."""

    ok: bool
    told: str = ""


@dataclass(frozen=True)
class Maybe:
    """A number that a drawing leaves out where there is too little room for it."""

    value: Any


@dataclass(frozen=True)
class Range:
    """A number that was drawn at random and may lie anywhere between two ends."""

    low: float
    high: float


@dataclass(frozen=True)
class OneOf:
    """Any of several wordings of one thing."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Said:
    """A passage, and what a statement's pattern found in it."""

    passage: Passage
    match: re.Match[str]
    document: Document

    def __getitem__(self, group: str) -> str:
        return self.match[group] or ""


@dataclass(frozen=True)
class Statement:
    section: re.Pattern[str]
    pattern: re.Pattern[str]
    kind: re.Pattern[str]
    near: Mapping[str, re.Pattern[str]]
    compute: Callable[[Any, Said], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Tabulation:
    section: re.Pattern[str]
    caption: re.Pattern[str]
    key: tuple[str, ...]
    compute: Callable[[Any, Table], list[dict[str, Any]]]


@dataclass(frozen=True)
class Drawing:
    section: re.Pattern[str]
    chart: re.Pattern[str]
    compute: Callable[[Any, Passage], Sequence[Any]]


STATEMENTS: list[Statement] = []
TABULATIONS: list[Tabulation] = []
DRAWINGS: list[Drawing] = []
EXPLANATIONS: list[tuple[re.Pattern[str], str]] = []
MAKERS: list[Callable[[Any], list[Statement]]] = []


def explains(section: str, *texts: str) -> None:
    """Register words that explain and state no data: they count only where they stand to the letter."""
    EXPLANATIONS.extend((re.compile(section), text) for text in texts)


def makes(make: Callable[[Any], list[Statement]]) -> Callable[[Any], list[Statement]]:
    """Register what makes statements of a folder's own sentences: it gets the year."""
    MAKERS.append(make)
    return make


def statement(section: str, pattern: str, compute: Any) -> Statement:
    return Statement(re.compile(section), re.compile(pattern), re.compile(""), {}, compute)


def states(section: str, pattern: str, *, kind: str = "", **near: str) -> Callable[[Any], Any]:
    """Register what recomputes the named groups of a sentence.

    The function gets the year and what was said, and returns each group's value (a number, a word, `Near`, `Below`,
    `OneOf`), or None where the sentence is another's. A figure within the match but in no group is a failure; number
    words there are the pattern's own words.
    """

    def register(compute: Any) -> Any:
        STATEMENTS.append(
            Statement(
                *(re.compile(section), re.compile(pattern), re.compile(kind)),
                {name: re.compile(value) for name, value in near.items()},
                compute,
            )
        )
        return compute

    return register


def tabulates(section: str, caption: str, key: Iterable[str] = ()) -> Callable[[Any], Any]:
    """Register what recomputes a table: the function returns all rows, by column; columns left out are sentences.

    Rows are matched by the columns of `key` (the first where none is named), and there may be no other rows.
    """

    def register(compute: Any) -> Any:
        TABULATIONS.append(Tabulation(re.compile(section), re.compile(caption), tuple(key), compute))
        return compute

    return register


def draws(section: str, chart: str) -> Callable[[Any], Any]:
    """Register what recomputes the numbers of a drawing, in the order in which they stand in it."""

    def register(compute: Any) -> Any:
        DRAWINGS.append(Drawing(re.compile(section), re.compile(chart), compute))
        return compute

    return register


def agrees(printed: str, expected: Any) -> bool:
    """Tell whether what was printed is what was recomputed, rounded as printed."""
    printed = printed.strip()
    if isinstance(expected, Holds):
        return expected.ok
    if isinstance(expected, OneOf):
        return any(agrees(printed, each) for each in expected.values)
    if isinstance(expected, str):
        return printed == expected or printed == expected[:1].upper() + expected[1:]
    if expected is None:
        return False
    if isinstance(expected, Below):
        limit = printed.replace("<", "").replace("=", "").strip()
        value, decimals, _ = value_of(limit)
        smallest = 10.0**-decimals
        if "<" in printed:
            return expected.value < float(value) and float(value) == smallest
        return rounded(expected.value, decimals) == rounded(value, decimals)
    try:
        value, decimals, percent = value_of(printed.removeprefix("= "))
    except ValueError:
        return False
    scale = 100 if percent else 1
    if isinstance(expected, Range):
        half = 0.5 / 10**decimals + 1e-9
        return expected.low * scale - half <= float(value) <= expected.high * scale + half
    if isinstance(expected, Near):
        half = Fraction(1, 2 * 10**decimals)
        return abs(float(value) - expected.value * scale) <= expected.within * scale + float(half) + 1e-9
    return rounded(expected * scale, decimals) == rounded(value, decimals)


def shown(expected: Any, printed: str = "") -> str:
    """Return a recomputed value as a message shows it."""
    if isinstance(expected, Fraction):
        return f"{float(expected):g}" if expected.denominator != 1 else str(expected.numerator)
    if isinstance(expected, Holds):
        return expected.told
    if isinstance(expected, float):
        return f"{expected:.6g}"
    return str(expected)


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

    def __init__(self, year: Any, to_come: Iterable[str] = ()) -> None:
        self.year = year
        self.to_come = frozenset(to_come)
        self.statements = STATEMENTS + [each for make in MAKERS for each in make(year)]

    def place(self, document: Document) -> Ledger:
        ledger = Ledger()
        self.document = document
        tabled = self._tables(document, ledger)
        self._tabled = tabled
        for passage in document.passages:
            if self.is_to_come(passage):
                ledger.count("to come", len(numbers_in(passage.text)))
                continue
            for printed, link in passage.links:
                if not link.endswith(f"#e{printed}"):
                    ledger.fail(passage, f"evidence number {printed} leads to {link}")
            ledger.count("note", len(passage.notes))
            self._passage(passage, ledger, tabled.get(id(passage), ()))
        return ledger

    def is_to_come(self, passage: Passage | Table) -> bool:
        """Tell whether a passage is in a section, or in a part of one, whose sentences nobody has placed yet."""
        return not self.to_come.isdisjoint((passage.section, *passage.ids))

    def settled(self, passage: Passage) -> bool:
        """Tell whether a whole table settled this cell, in the document placed last."""
        return id(passage) in self._tabled

    def alone(self, passage: Passage) -> Ledger:
        """Place the numbers of one passage of the document placed last."""
        ledger = Ledger()
        self._passage(passage, ledger, ())
        return ledger

    def _tables(self, document: Document, ledger: Ledger) -> dict[int, list[tuple[int, int]]]:
        """Compare whole tables; return the spans that this settled, by passage."""
        settled: dict[int, list[tuple[int, int]]] = {}
        for table in document.tables:
            if self.is_to_come(table):
                continue
            for tabulation in TABULATIONS:
                if tabulation.section.search(table.section) and tabulation.caption.search(table.caption):
                    self._table(table, tabulation, ledger, settled)
                    break
        return settled

    def _table(
        self, table: Table, tabulation: Tabulation, ledger: Ledger, settled: dict[int, list[tuple[int, int]]]
    ) -> None:
        expected = [dict(row) for row in tabulation.compute(self.year, table)]
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

    def _explained(self, passage: Passage, open_: list[Number], ledger: Ledger) -> list[Number]:
        for section, text in EXPLANATIONS:
            start = passage.text.find(text) if open_ and section.search(passage.section) else -1
            while start >= 0:
                rest = [n for n in open_ if not start <= n.start < start + len(text)]
                ledger.count("explanation", len(open_) - len(rest))
                open_, start = rest, passage.text.find(text, start + len(text))
        return open_

    def _statements(self, passage: Passage, open_: list[Number], ledger: Ledger) -> list[Number]:
        for statement in self.statements:
            if not open_:
                break
            if not (statement.section.search(passage.section) and statement.kind.search(passage.kind)):
                continue
            if not all(pattern.search(passage.near.get(name, "")) for name, pattern in statement.near.items()):
                continue
            for match in statement.pattern.finditer(passage.text):
                within = [n for n in open_ if match.start() <= n.start and n.end <= match.end()]
                if not within and match.groupdict():
                    continue
                expected = statement.compute(self.year, Said(passage, match, self.document))
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
        expected = list(drawing.compute(self.year, passage))
        ledger.count("placed", len(printed))
        if not drawn(printed, expected):
            ledger.fail(passage, f"drawn {printed}, recomputed {[shown(each) for each in expected]}")


def drawn(printed: Sequence[str], expected: Sequence[Any]) -> bool:
    """Tell whether the numbers of a drawing are those expected, in order, but for such as had no room."""
    left = list(printed)
    for each in expected:
        wanted = each.value if isinstance(each, Maybe) else each
        if left and agrees(left[0], wanted):
            left.pop(0)
        elif not isinstance(each, Maybe):
            return False
    return not left
