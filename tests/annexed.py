"""A section, or a whole report, with the blocks of its annex where the section's own functions put them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tideturn.report.annex import more
from tideturn.report.blocks import Annex, Block, Report, Section


def whole(section: Section | None) -> Section:
    """Return a section before it is parted, with the blocks of its annex in place; there must be one."""
    assert section is not None
    return replace(section, blocks=tuple(_opened(section.blocks)))


def _opened(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Annex():
                yield from _opened(block.blocks)
            case Section():
                yield whole(block)
            case _:
                yield block


def rejoined(report: Report) -> Report:
    """Return a report that was parted with what the annex has of each section after what the body has of it."""
    return replace(report, sections=_rejoined(report.sections, report.annex), annex=())


def _rejoined(body: tuple[Section, ...], annex: tuple[Section, ...]) -> tuple[Section, ...]:
    rest = {section.anchor: section for section in annex}
    joined = []
    for section in body:
        detail = rest.pop(more(section.anchor), None)
        if detail is not None:
            inner = {part.anchor: part for part in detail.blocks if isinstance(part, Section)}
            blocks: list[Block] = []
            for block in section.blocks:
                own = inner.pop(more(block.anchor), None) if isinstance(block, Section) else None
                blocks += _rejoined((block,), (own,)) if isinstance(block, Section) and own else (block,)
            blocks += [part for part in detail.blocks if not isinstance(part, Section) or part.anchor in inner]
            section = replace(section, blocks=tuple(blocks))
        joined.append(section)
    return (*joined, *rest.values())
