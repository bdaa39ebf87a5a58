"""Where the links of a report can lead to."""

from __future__ import annotations

from collections.abc import Iterator

from tideturn.report.blocks import Block, DataTable, Disclosure, Figure, Report, Section


def anchors(report: Report) -> tuple[str, ...]:
    """Every anchor of the report once, in the order of reading."""
    return tuple(dict.fromkeys(a for block in (*report.front, *report.sections) for a in _within(block) if a))


def _within(block: Block) -> Iterator[str]:
    match block:
        case Figure():
            yield block.anchor
            yield from block.table.anchors
        case DataTable():
            yield from block.anchors
        case Disclosure() | Section():
            yield block.anchor
            for inner in block.blocks:
                yield from _within(inner)
        case _:
            return
