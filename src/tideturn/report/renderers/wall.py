"""Draw the report's board for the wall, on as many A3 pages as it needs, each a separate SVG file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tideturn.report import fonts
from tideturn.report.blocks import Block, Board, BoardCell, Report, Section
from tideturn.report.charts import svg, theme
from tideturn.report.charts.board import Area, Cell, Row, VerdictBoard, board_pages


def wall_pages(report: Report) -> tuple[bytes, ...]:
    """Return the pages in order, in the colours of paper; none without a board. Equal reports give equal bytes."""
    return tuple(
        _with_faces(
            svg.named(theme.in_colours(page), board.caption, f"Page {number} of {len(pages)}", size=True)
        ).encode()
        for board in _boards(report.sections)
        for pages in [board_pages(_picture(board, report))]
        for number, page in enumerate(pages, start=1)
    )


def _with_faces(picture: str) -> str:
    """Return the drawing with our typefaces in it: a printer may not have them."""
    head, _, rest = picture.partition(">")
    return f"{head}><style>{fonts.embedded(fonts.SANS)}</style>{rest}"


def _boards(blocks: Iterable[Block]) -> Iterator[Board]:
    for block in blocks:
        if isinstance(block, Board):
            yield block
        elif isinstance(block, Section):
            yield from _boards(block.blocks)


def _picture(board: Board, report: Report) -> VerdictBoard:
    areas = tuple(
        Area(name, tuple(Row(row.title, tuple(_cell(cell) for cell in row.cells)) for row in rows))
        for name, rows in board.groups
    )
    return VerdictBoard(board.caption, board.places, areas, f"{report.programme} · {report.status}")


def _cell(cell: BoardCell | None) -> Cell | None:
    return Cell(cell.mark.verdict, cell.mark.note, cell.mark.word) if cell else None
