"""What a report is made of, whatever it is printed as: a page, a PDF and a Word file are drawn from the same blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.report.charts.draw import Chart
from tideturn.report.charts.strip import Strip


@dataclass(frozen=True)
class Span:
    """A run of words; with `target` it leads to that anchor of the report, with `note` it is a small raised number.

    `verbatim` is what stands so in the folder, or says where in it: the engine states nothing by it.
    """

    text: str
    strong: bool = False
    target: str = ""
    note: bool = False
    verbatim: bool = False


Words = tuple[Span, ...]


def verbatim(text: str) -> Span:
    """What stands so in the folder, or says where in it."""
    return Span(text, verbatim=True)


def words(*parts: str | Span | Words) -> Words:
    """Words from plain text, spans and words, in their order."""
    out: list[Span] = []
    for part in parts:
        if isinstance(part, str):
            if part:
                out.append(Span(part))
        elif isinstance(part, Span):
            out.append(part)
        else:
            out.extend(part)
    return tuple(out)


def spaced(*parts: Words) -> Words:
    """Words with a space between; what is empty is left out."""
    return words(*(one for part in parts if part for one in (" ", part)))[1:]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; style is plain, lede (said first, larger) or quiet (smaller)."""

    words: Words
    style: str = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list; numbered where its order matters."""

    items: tuple[Words, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """Names and what each stands for."""

    pairs: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class KeyFigure:
    """A number that is set large, what it counts, and its evidence; together they read as a sentence."""

    value: Words
    caption: Words
    evidence: Words = ()


@dataclass(frozen=True)
class KeyFigures:
    """A few numbers that a reader may take away."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Quotation:
    """Somebody's words, said by a kind of speaker and never by a name."""

    text: str
    speaker: str
    says: str = ""
    evidence: Words = ()


@dataclass(frozen=True)
class VerdictMark:
    """A verdict as word, then shape, then colour; `verdict` is None where there is none."""

    verdict: Verdict | None
    word: str
    note: str = ""


Cell = Words | VerdictMark
"""What a table's cell holds: words, or a verdict by itself."""


@dataclass(frozen=True)
class DataTable:
    """A table with a caption; the first cell of each row names the row. `numeric` are the indexes of number columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()
    anchors: tuple[str, ...] = ()
    """For each row the anchor by which links lead to it; empty where none lead to any."""


@dataclass(frozen=True)
class Figure:
    """A chart: its title, one sentence that says what it shows, what it draws, and the table behind it.

    `description` says in words what a reader who cannot see it misses. `wide` draws the same for paper and for a wide
    page, where the width of `chart` is not enough.
    """

    anchor: str
    title: str
    sentence: str
    description: str
    chart: Chart
    table: DataTable
    wide: Chart | None = None


@dataclass(frozen=True)
class Picture:
    """A drawing that says something by itself: a few words below it, and what it shows for who does not see it."""

    chart: Chart
    caption: Words
    alt: Words


@dataclass(frozen=True)
class BoardCell:
    """One cell of the board; it leads to the part of the report that says why."""

    mark: VerdictMark
    target: str
    label: str
    """The cell for somebody who hears it alone: outcome, place and verdict."""


@dataclass(frozen=True)
class BoardRow:
    """One outcome across the places."""

    title: str
    target: str
    cells: tuple[BoardCell | None, ...]
    """One for each place; None where the outcome does not apply."""


@dataclass(frozen=True)
class Board:
    """Outcomes down, places across, the whole programme last."""

    caption: str
    places: tuple[str, ...]
    groups: tuple[tuple[str, tuple[BoardRow, ...]], ...]


@dataclass(frozen=True)
class Key:
    """What each verdict's word and shape mean."""

    entries: tuple[tuple[VerdictMark, str], ...]


@dataclass(frozen=True)
class VerdictLine:
    """The verdict of one outcome at one place, with how sure it is."""

    mark: VerdictMark
    note: str = ""


@dataclass(frozen=True)
class Measure:
    """One counted thing within a strand: what was asked, the number in words, and the strip that shows its range."""

    label: str
    words: Words
    drawing: Strip | None = None
    description: str = ""


@dataclass(frozen=True)
class StrandBlock:
    """One strand of evidence: what it is, whose voice, what it says and the numbers it rests on."""

    kind: str
    voice: str
    words: Words
    measures: tuple[Measure, ...] = ()
    evidence: Words = ()


@dataclass(frozen=True)
class Disclosure:
    """More, for whoever opens it."""

    summary: str
    blocks: tuple[Block, ...]
    anchor: str = ""
    opened: bool = False
    """Whether it stands open from the start, on a page that can open and close it."""


@dataclass(frozen=True)
class Annex:
    """Detail that stands in the annex, under the same headings as here."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """A part of the report under its own heading, at level 2 to 6."""

    anchor: str
    title: str
    level: int
    blocks: tuple[Block, ...]
    kind: str = ""
    """What it is, where that alters how it is set: summary, board, outcome, place, claims, evidence, pieces."""


Block = (
    Paragraph
    | Bullets
    | Facts
    | KeyFigures
    | Quotation
    | DataTable
    | Figure
    | Picture
    | Board
    | Key
    | VerdictLine
    | StrandBlock
    | Disclosure
    | Annex
    | Section
)


SUMMARY: Final = "summary"
"""The layout of a summary by itself: two pages, with neither a cover nor a list of contents."""
PLAIN: Final = "plain"
"""The layout of a short report in large type, with neither a cover nor a list of contents."""


@dataclass(frozen=True)
class Report:
    """The whole report: `kicker` above the title, then what it rests on, then its sections."""

    programme: str
    title: str
    kicker: str
    status: str
    front: tuple[Block, ...]
    sections: tuple[Section, ...]
    annex: tuple[Section, ...] = ()
    """What is folded on the page, and printed as a document of its own."""
    author: str = ""
    """Who evaluated, for a file's own record of its author; empty where that is not said."""
    commissioner: str = ""
    evaluator: str = ""
    classification: str = ""
    version: str = ""
    """Which release it is; empty for a working copy."""
    companion: str = ""
    """The document beside it in which a place lies that is not in this one, as `evidence.html`."""
    called: str = "report"
    """What its contents list calls it: report or annex."""
    layout: str = ""
    """How it is laid out: as a whole report, `SUMMARY` or `PLAIN`."""
    pages: int = 0
    """How many pages it may fill, where that is set: its type is as large as they allow."""
