"""List the anchors of a report, which its links can lead to."""

from __future__ import annotations

from collections.abc import Iterator

from tideturn.report.blocks import Block, DataTable, Disclosure, Figure, Report, Section


def anchors(report: Report) -> tuple[str, ...]:
    """Return every anchor once, in reading order. If the report has an annex, leave its charts' tables to the annex."""
    behind = not report.annex
    blocks = (*report.front, *report.sections)
    return tuple(dict.fromkeys(a for block in blocks for a in _within(block, behind=behind) if a))


def _within(block: Block, *, behind: bool) -> Iterator[str]:
    match block:
        case Figure():
            yield block.anchor
            yield from block.table.anchors if behind else ()
        case DataTable():
            yield from block.anchors
        case Disclosure() | Section():
            yield block.anchor
            for inner in block.blocks:
                yield from _within(inner, behind=behind)
        case _:
            return
