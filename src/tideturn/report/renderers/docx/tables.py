"""Set a report's tables for Word: the head repeats on each page, rows stay whole, and no column cuts a word."""

from __future__ import annotations

from typing import Final, Protocol

from tideturn.report.blocks import (
    Board,
    BoardCell,
    BoardRow,
    Cell,
    DataTable,
    KeyFigure,
    KeyFigures,
    VerdictMark,
    Words,
)
from tideturn.report.renderers.columns import PORTRAIT, Fit, fitted, measured
from tideturn.report.renderers.docx import markup
from tideturn.report.renderers.docx.markup import run
from tideturn.report.renderers.docx.pages import SPREAD
from tideturn.report.renderers.letters import line

_MANY_PLACES: Final = 7
_ABREAST: Final = 3
"""Key figures per row."""
_FIRST: Final = 1.25
"""Width of the board's column of outcomes, relative to the column of a place."""


class Setting(Protocol):
    """An object that sets the words of a report, and knows where its links lead."""

    places: dict[str, str]

    def words(self, words: Words, properties: str = "") -> str:
        """Return styled runs."""

    def mark(self, mark: VerdictMark, target: str = "") -> str:
        """Return a verdict's shape and word."""

    def place(self, anchor: str, content: str) -> str:
        """Return runs that links can lead to."""


def fit(table: DataTable) -> Fit:
    """Return how the table's columns share the width of a page."""
    rows = [[measured(cell) for cell in row] for row in table.rows]
    return fitted([line(column) for column in table.columns], rows)


def data_table(setting: Setting, table: DataTable, fit: Fit) -> str:
    """Return the table. The first cell of each row names the row."""
    style = "TableText" if fit.size >= 9 else "TableTextSmall" if fit.size >= 8 else "TableTextSmallest"
    last = len(table.columns) - 1

    def told(position: int, content: str, kept: bool, note: str = "") -> str:
        text = markup.paragraph(style, content, keep_next=kept, end_aligned=position in table.numeric)
        text += markup.paragraph("BoardNote", note, keep_next=kept) if note else ""
        return markup.cell(text, fit.widths[position], flush="" if position < last else "right")

    def cell(position: int, cell: Cell, kept: bool, anchor: str) -> str:
        if isinstance(cell, VerdictMark):
            return told(position, setting.mark(cell), kept, run(cell.note))
        return told(position, setting.place(anchor, setting.words(cell)), kept)

    head = "".join(told(position, run(column), True) for position, column in enumerate(table.columns))
    rows = [markup.row(head, head=True)]
    for number, (row, parted) in enumerate(zip(table.rows, fit.parted, strict=True), start=1):
        kept = fit.short and number < len(table.rows)  # a short table stays on one page
        anchor = table.anchors[number - 1] if table.anchors else ""
        cells = (cell(at, one, kept, "" if at else anchor) for at, one in enumerate(row))
        rows.append(markup.row("".join(cells), whole=not parted))
    return markup.table("TideturnTable", table.caption, fit.widths, "".join(rows))


def pairs(rows: list[tuple[str, str]], style: str, names: float) -> str:
    """Set names and their details in two columns without a head; `names` is the width of the first in points."""
    widths = (names, PORTRAIT - names)
    told = (
        "".join(markup.cell(markup.paragraph(style, words), width) for words, width in zip(row, widths, strict=True))
        for row in rows
    )
    return markup.table("TideturnPairs", "", widths, "".join(map(markup.row, told)), head=False)


def key_figures(setting: Setting, told: KeyFigures) -> str:
    """Set the key figures in rows, each above its caption."""
    width = PORTRAIT / _ABREAST
    empty = markup.cell(markup.paragraph("SummaryQuiet", ""), width)

    def figure(one: KeyFigure) -> str:
        evidence = run(" (") + setting.words(one.evidence) + run(")") if one.evidence else ""
        value = markup.paragraph("KeyFigure", setting.words(one.value), keep_next=True)
        return markup.cell(value + markup.paragraph("SummaryQuiet", setting.words(one.caption) + evidence), width)

    rows = (
        "".join(map(figure, row)) + empty * (_ABREAST - len(row))
        for row in (told.figures[at : at + _ABREAST] for at in range(0, len(told.figures), _ABREAST))
    )
    return markup.table("TideturnFigures", "", (width,) * _ABREAST, "".join(map(markup.row, rows)), head=False)


def board(setting: Setting, board: Board) -> str:
    """Set the board of verdicts: outcomes down, places across, each cell with a link to the reasons."""
    across = len(board.places) + 1
    share = SPREAD.room / (_FIRST + across - 1)
    widths = (_FIRST * share, *(share for _ in board.places))
    style = "BoardNote" if across > _MANY_PLACES else "BoardText"

    def said(position: int, content: str) -> str:
        return markup.cell(content, widths[position], flush="" if position else "left")

    def judged(cell: BoardCell | None) -> str:
        if cell is None:
            return markup.paragraph("BoardNote", run("does not apply"))
        note = run(cell.mark.note)
        # Line spacing below the letter height would cut off the top of a shape.
        told = markup.paragraph("BoardVerdict" if cell.mark.verdict else style, setting.mark(cell.mark, cell.target))
        return told + (markup.paragraph("BoardNote", note) if note else "")

    def outcome(row: BoardRow) -> str:
        name = markup.link(setting.places.get(row.target, ""), run(row.title))
        cells = [markup.paragraph(style, name), *map(judged, row.cells)]
        return markup.row("".join(said(position, cell) for position, cell in enumerate(cells)))

    names = [markup.paragraph("TableText", run(name)) for name in ("Outcome", *board.places)]
    rows = [markup.row("".join(said(position, name) for position, name in enumerate(names)), head=True)]
    for title, outcomes in board.groups:
        group = markup.paragraph("BoardGroup", run(title))
        rows.append(markup.row(markup.cell(group, sum(widths), across=across, flush="left")))
        rows += map(outcome, outcomes)
    return markup.table("TideturnBoard", board.caption, widths, "".join(rows))
