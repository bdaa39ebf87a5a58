"""Where the links of a report can lead to."""

from __future__ import annotations

from collections.abc import Iterator

from tideturn.report.blocks import Block, DataTable, Disclosure, Figure, Report, Section


def anchors(report: Report) -> tuple[str, ...]:
    """Every anchor of the report once, in the order of reading; where it has an annex, that has its charts' tables."""
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
