"""Define the blocks of a report. The page, the PDF and the Word file are all drawn from the same blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.report.charts.draw import Chart
from tideturn.report.charts.strip import Strip


@dataclass(frozen=True)
class Span:
    """A run of words. With `target` it links to that anchor of the report; with `note` it is a small raised number.

    `verbatim` marks text copied from the folder, or that says where it is in the folder: the engine itself claims
    nothing by it.
    """

    text: str
    strong: bool = False
    target: str = ""
    note: bool = False
    verbatim: bool = False


Words = tuple[Span, ...]


def verbatim(text: str) -> Span:
    """Return a span copied from the folder, or that says where something is in the folder."""
    return Span(text, verbatim=True)


def words(*parts: str | Span | Words) -> Words:
    """Return one run of words from plain text, spans and words, in their order."""
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
    """Return the parts joined with a space between them, without the empty parts."""
    return words(*(one for part in parts if part for one in (" ", part)))[1:]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; style is plain, lede (the first and larger) or quiet (smaller)."""

    words: Words
    style: str = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list; numbered where its order matters."""

    items: tuple[Words, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """Names, each with its description."""

    pairs: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class KeyFigure:
    """A number that is set large, what it counts, and its evidence; together they read as a sentence."""

    value: Words
    caption: Words
    evidence: Words = ()


@dataclass(frozen=True)
class KeyFigures:
    """A few numbers for a reader to remember."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Quotation:
    """Somebody's words, attributed to a kind of speaker and never to a name."""

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
"""Content of a table cell: words, or a verdict by itself."""


@dataclass(frozen=True)
class DataTable:
    """A table with a caption; the first cell of each row names the row. `numeric` are the indexes of number columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()
    anchors: tuple[str, ...] = ()
    """Anchor of each row, for links to the row; empty where nothing links to it."""


@dataclass(frozen=True)
class Figure:
    """A chart: its title, one sentence that says what it shows, what it draws, and the table behind it.

    `description` gives the same information in words, for a reader who cannot see the chart. `wide` draws the same for
    paper and for a wide page, where the width of `chart` is not enough.
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
    """A drawing that says something by itself: a few words below it, and `alt` for a reader who cannot see it."""

    chart: Chart
    caption: Words
    alt: Words


@dataclass(frozen=True)
class BoardCell:
    """One cell of the board; it links to the part of the report that says why."""

    mark: VerdictMark
    target: str
    label: str
    """Text of the cell for a screen reader, out of context: outcome, place and verdict."""


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
    """One counted thing within a strand: the question, the number in words, and the strip that shows its range."""

    label: str
    words: Words
    drawing: Strip | None = None
    description: str = ""


@dataclass(frozen=True)
class StrandBlock:
    """One strand of evidence: its kind, its voice, what it says and the numbers behind it."""

    kind: str
    voice: str
    words: Words
    measures: tuple[Measure, ...] = ()
    evidence: Words = ()


@dataclass(frozen=True)
class Disclosure:
    """Detail that the reader can open."""

    summary: str
    blocks: tuple[Block, ...]
    anchor: str = ""
    opened: bool = False
    """Whether it is open at first, on a page that can open and close it."""


@dataclass(frozen=True)
class Annex:
    """Detail for the annex, under the same headings as here."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """A part of the report under its own heading, at level 2 to 6."""

    anchor: str
    title: str
    level: int
    blocks: tuple[Block, ...]
    kind: str = ""
    """Kind of section, where that changes the layout: summary, board, outcome, place, claims, evidence, pieces."""


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
"""Layout of a summary by itself: two pages, with neither a cover nor a list of contents."""
PLAIN: Final = "plain"
"""Layout of a short report in large type, with neither a cover nor a list of contents."""


@dataclass(frozen=True)
class Report:
    """The whole report: `kicker` is above the title, `front` says what the report rests on, then come the sections."""

    programme: str
    title: str
    kicker: str
    status: str
    front: tuple[Block, ...]
    sections: tuple[Section, ...]
    annex: tuple[Section, ...] = ()
    """Sections that are folded on the page, and printed as a separate document."""
    author: str = ""
    """Evaluator, for the file's author field; empty where not stated."""
    commissioner: str = ""
    evaluator: str = ""
    classification: str = ""
    version: str = ""
    """Name of the release; empty for a working copy."""
    companion: str = ""
    """Companion document that holds the anchors missing from this one, such as `evidence.html`."""
    called: str = "report"
    """Name of the document in its contents list: report or annex."""
    layout: str = ""
    """Layout: empty for a whole report, or `SUMMARY` or `PLAIN`."""
    pages: int = 0
    """Maximum number of pages, 0 for no limit. The type is as large as this allows."""
