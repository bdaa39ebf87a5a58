"""Split a report into its body, which people read, and its annex, which they look things up in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tideturn.report.blocks import SUMMARY, Annex, Block, DataTable, Disclosure, Figure, Report, Section

_PAGES: Final = 2
"""Maximum number of pages of a summary."""
_MORE: Final = ".more"
"""Suffix for the anchor of an annex section that is also in the body."""


def more(anchor: str) -> str:
    """Return the anchor where the annex continues a section of the body."""
    return f"{anchor}{_MORE}"


def parted(sections: Iterable[Section]) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """Return the sections of the body and those of the annex, each without sections that are empty there."""
    halves = [_halves(section) for section in sections]
    return tuple(body for body, _ in halves if body), tuple(annex for _, annex in halves if annex)


def _halves(section: Section) -> tuple[Section | None, Section | None]:
    body: list[Block] = []
    annex: list[Block] = []
    for block in section.blocks:
        match block:
            case Annex():
                annex += block.blocks
            case Section():
                own, apart = _halves(block)
                body += [own] if own else []
                annex += [apart] if apart else []
            case _:
                body.append(block)
    anchor = more(section.anchor) if body else section.anchor
    return (
        replace(section, blocks=tuple(body)) if body else None,
        replace(section, anchor=anchor, blocks=tuple(annex)) if annex else None,
    )


def apart(report: Report) -> Report:
    """Return the annex as a separate document. It ends with the tables behind the charts of the body."""
    tables = tuple(_behind(report.sections))
    behind = (Section("behind-the-charts", "The numbers behind the charts", 2, tables),) if tables else ()
    title, kicker = f"Annex: {report.title}", f"Annex · {report.kicker}"
    return replace(report, title=title, kicker=kicker, called="annex", sections=(*report.annex, *behind), annex=())


def alone(report: Report) -> Report | None:
    """Return the summary as a separate document; None without one."""
    first = next((section for section in report.sections if section.kind == SUMMARY), None)
    if first is None:
        return None
    whole = replace(first, blocks=(*first.blocks, *report.front))
    return replace(report, front=(), sections=(whole,), annex=(), layout=SUMMARY, pages=_PAGES)


def _behind(blocks: Iterable[Block]) -> Iterator[DataTable]:
    for block in blocks:
        match block:
            case Figure():
                yield block.table
            case Section() | Disclosure():
                yield from _behind(block.blocks)
