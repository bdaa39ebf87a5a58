"""Where links lead: the bookmark of each anchor of a report, and the headings that its contents list holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tideturn.report.blocks import SUMMARY, Block, Disclosure, Report, Section
from tideturn.report.renderers.anchors import anchors

DEEPEST: Final = 5
"""The lowest level of heading."""
LISTED: Final = 2
"""How many levels of headings the contents list holds."""


@dataclass(frozen=True)
class Heading:
    """A heading of the contents list, and the bookmark that stands at it."""

    level: int
    title: str
    bookmark: str


def bookmarks(report: Report) -> dict[str, str]:
    """A name that Word allows for each anchor, in the order of reading."""
    return {anchor: f"place_{number}" for number, anchor in enumerate(anchors(report), start=1)}


def level_within(section: Section, outer: int) -> int:
    """The level of a section's heading: at most one below the one that it is within, since none may leap."""
    return min(max(1, section.level - 1), outer + 1, DEEPEST)


def headings(report: Report) -> tuple[Heading, ...]:
    """The headings in the contents list, in reading order, without those inside the summary."""
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
