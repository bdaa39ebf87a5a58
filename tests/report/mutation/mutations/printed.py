"""Every sentence of a report and of its plain versions as plain text, by the section in which it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.report.blocks import (
    Block,
    Board,
    Bullets,
    Cell,
    DataTable,
    Disclosure,
    Facts,
    Figure,
    Key,
    KeyFigures,
    Paragraph,
    Picture,
    Quotation,
    Report,
    Section,
    StrandBlock,
    VerdictLine,
    VerdictMark,
    Words,
)
from tideturn.report.compose import compose
from tideturn.report.plain import AUDIENCES, plain
from tideturn.report.plain.findings import lines
from tideturn.report.plain.phrases import YOUNG_PEOPLE

FRONT: Final = "above the first heading"
YOUNG: Final = "young people"
_CHOSEN: Final = frozenset({"What changed", "What changed, or is good now", "What did not change, or not yet"})
Part = tuple[str, ...]
"""Where a sentence stands: the document, then the headings above it."""
Printed = dict[Part, list[str]]

_EVIDENCE: Final = re.compile(r" ?\(?\bEvidence \d+(?:, \d+)*(?: and \d+ more)?\)?")
"""Where a sentence names its evidence by number."""
NUMBERED: Final = frozenset({"Evidence for", "Evidence against", "Context"})
"""Lists of evidence by its number, which is another whenever there is a piece more or less."""


def printed(dataset: Dataset, evaluation: Evaluation) -> Printed:
    """Return what the report and both plain versions say, none of it drawn; numbers of evidence are left out.

    Young people's pages have room for some outcomes. Here stands what they may say of each.
    """
    documents = {"report": compose(dataset, evaluation)}
    documents |= {audience.replace("_", " "): plain(dataset, evaluation, audience) for audience in AUDIENCES}
    found: Printed = {}
    for name, report in documents.items():
        for part, text in _report(name, report):
            found.setdefault(part, []).append(text)
    for part in [part for part in found if part[0] == YOUNG and part[1] in _CHOSEN]:
        del found[part]
    for line in lines(dataset, evaluation, YOUNG_PEOPLE):
        found[YOUNG, line.label] = [line.label, line.mark.word, line.scene.caption, line.said, line.sure]
    return found


def _report(name: str, report: Report) -> Iterator[tuple[Part, str]]:
    for block in report.front:
        yield from _texts(block, (name, FRONT))
    for section in (*report.sections, *report.annex):
        yield from _texts(section, (name,))


def _texts(block: Block, part: Part) -> Iterator[tuple[Part, str]]:
    match block:
        case Section():
            part = (*part, block.title)
            yield part, block.title
            for inner in block.blocks:
                yield from _texts(inner, part)
        case Disclosure():
            yield part, block.summary
            for inner in block.blocks:
                yield from _texts(inner, part)
        case Figure():
            yield from ((part, text) for text in (block.title, block.sentence, block.description))
            yield from _texts(block.table, part)
        case _:
            yield from ((part, text) for text in _own(block))


def _own(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _said(block.words)
        case Picture():
            yield from map(_said, (block.caption, block.alt))
        case Bullets():
            yield from map(_said, block.items)
        case Facts():
            yield from (f"{name}: {_said(what)}" for name, what in block.pairs if name not in NUMBERED)
        case Quotation():
            yield f"{block.speaker} {block.says}: “{block.text}”"
        case DataTable():
            yield block.caption
            yield " | ".join(block.columns)
            yield from (" | ".join(map(_cell, row)) for row in block.rows)
        case Board():
            yield from (cell.label for _, rows in block.groups for row in rows for cell in row.cells if cell)
        case KeyFigures():
            yield from (f"{_said(one.value)} {_said(one.caption)}" for one in block.figures)
        case Key():
            yield from (f"{mark.word}: {meaning}" for mark, meaning in block.entries)
        case VerdictLine():
            yield f"{block.mark.word}. {block.note}"
        case StrandBlock():
            yield f"{block.kind} · {block.voice}: {_said(block.words)}"
            yield from (f"{one.label} {_said(one.words)} {one.description}" for one in block.measures)
        case _:
            raise TypeError(f"nobody said how a {type(block).__name__} reads")


def _said(words: Words) -> str:
    return _EVIDENCE.sub("", "".join(span.text for span in words if not span.note))


def _cell(cell: Cell) -> str:
    return f"{cell.word} {cell.note}".strip() if isinstance(cell, VerdictMark) else _said(cell)
