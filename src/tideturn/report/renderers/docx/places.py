"""List where links lead: the bookmark of each anchor of a report, and the headings in its contents list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tideturn.report.blocks import SUMMARY, Block, Disclosure, Report, Section
from tideturn.report.renderers.anchors import anchors

DEEPEST: Final = 5
"""Lowest level of heading."""
LISTED: Final = 2
"""Number of heading levels in the contents list."""


@dataclass(frozen=True)
class Heading:
    """A heading of the contents list, and the bookmark at it."""

    level: int
    title: str
    bookmark: str


def bookmarks(report: Report) -> dict[str, str]:
    """Return a bookmark name that Word allows for each anchor, in reading order."""
    return {anchor: f"place_{number}" for number, anchor in enumerate(anchors(report), start=1)}


def level_within(section: Section, outer: int) -> int:
    """Return the level of a section's heading: at most one below its parent's, since no level may be skipped."""
    return min(max(1, section.level - 1), outer + 1, DEEPEST)


def headings(report: Report) -> tuple[Heading, ...]:
    """Return the headings in the contents list, in reading order, without those inside the summary."""
    found = [pair for block in (*report.front, *report.sections) for pair in _headings(block, 0)]
    return tuple(Heading(level, title, f"_Toc{number:06}") for number, (level, title) in enumerate(found, start=1))


def _headings(block: Block, outer: int) -> Iterator[tuple[int, str]]:
    if isinstance(block, Section):
        level = level_within(block, outer)
        if level <= LISTED:
            yield level, block.title
        for inner in block.blocks if block.kind != SUMMARY else ():
            yield from _headings(inner, level)
    elif isinstance(block, Disclosure):
        for inner in block.blocks:
            yield from _headings(inner, outer)
