"""What blocks say, and what poppler says of a PDF: by them a renderer is held against what it was given."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator

import pytest

from tideturn.report.blocks import (
    SUMMARY,
    Block,
    Board,
    Bullets,
    DataTable,
    Disclosure,
    Facts,
    Figure,
    Key,
    KeyFigures,
    Paragraph,
    Quotation,
    Report,
    Section,
    StrandBlock,
    VerdictLine,
    VerdictMark,
    Words,
)


def _compact(text: str) -> str:
    """Without blanks, so that where lines break does not matter."""
    return re.sub(r"[\s\u200b\u2060]+", "", unicodedata.normalize("NFC", text))


def _asked(tool: str, *options: str, of: bytes) -> str:
    """What a tool of poppler writes about a file that it is handed."""
    done = subprocess.run([tool, *options, "-", *(["-"] if tool == "pdftotext" else [])], input=of, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode(errors="replace")


def _text_of(file: bytes, *, pages: bool = False):
    """The text in the order in which it was set, without blanks, running heads and numbers of pages."""
    told = _asked("pdftotext", "-raw", of=file).split("\f")[:-1]
    bare = [_compact(told[0])]
    for page in told[1:]:
        lines = page.strip().split("\n")
        bare.append(_compact("\n".join(lines[1:-1])))
    return bare if pages else "".join(bare)


def _plain(words: Words) -> str:
    return "".join(span.text for span in words)


def _marked(mark: VerdictMark) -> Iterator[str]:
    yield mark.word
    yield mark.note


def _told(block: Block, *, behind: bool) -> Iterator[str]:
    """What a block says, in the order in which it is read; `behind` tells the table behind a chart too."""
    match block:
        case Paragraph():
            yield _plain(block.words)
        case Bullets():
            yield from map(_plain, block.items)
        case Facts():
            for name, words in block.pairs:
                yield name
                yield _plain(words)
        case Quotation():
            yield from (block.text, block.speaker, block.says, _plain(block.evidence))
        case DataTable():
            yield block.caption
            yield from block.columns
            for cell in (cell for row in block.rows for cell in row):
                yield from _marked(cell) if isinstance(cell, VerdictMark) else [_plain(cell)]
        case Figure():
            yield from (block.title, block.sentence)
            yield from _told(block.table, behind=behind) if behind else ()
        case Board():
            yield from (block.caption, *block.places)
            for title, rows in block.groups:
                yield title
                for row in rows:
                    yield row.title
                    for cell in row.cells:
                        yield from _marked(cell.mark) if cell else ["does not apply"]
        case KeyFigures():
            for one in block.figures:
                yield from (_plain(one.value), _plain(one.caption), f"({_plain(one.evidence)})" if one.evidence else "")
        case Key():
            for mark, meaning in block.entries:
                yield from (*_marked(mark), meaning)
        case VerdictLine():
            yield from (*_marked(block.mark), block.note)
        case StrandBlock():
            yield from (block.kind, block.voice, _plain(block.words))
            for measure in block.measures:
                yield from (measure.label, _plain(measure.words))
            yield _plain(block.evidence)
        case Disclosure():
            yield block.summary
            for inner in block.blocks:
                yield from _told(inner, behind=behind)
        case Section():
            yield block.title
            for inner in block.blocks:
                yield from _told(inner, behind=behind)


def _everything(report: Report, *, page: bool = False) -> Iterator[str]:
    """Every text of a report in the order of reading: as it is printed, or as the page has it with its annex."""
    yield from (report.status, report.kicker, report.title)
    # On the page the summary comes before who made the report for whom.
    first = 1 if page and report.sections and report.sections[0].kind == SUMMARY else 0
    sections = (*report.sections[:first], *report.front, *report.sections[first:])
    for block in (*sections, *(report.annex if page else ())):
        yield from _told(block, behind=page or not report.annex)


def _absent(wanted: Iterable[str], read: str) -> list[str]:
    """Those of the texts that do not follow each other in what was read, which holds no blanks."""
    missing, at = [], 0
    for text in map(_compact, wanted):
        found = read.find(text, at)
        if found < 0:
            missing.append(text)
        else:
            at = found + len(text)
    return missing


@pytest.fixture(scope="session")
def compact():
    """A text without blanks."""
    return _compact


@pytest.fixture(scope="session")
def asked():
    """A tool of poppler, its options and the file: what it writes."""
    return _asked


@pytest.fixture(scope="session")
def text_of():
    """The text of a file without blanks, running heads and page numbers."""
    return _text_of


@pytest.fixture(scope="session")
def everything():
    """`everything(report, page=False)`: every sentence, number and cell of its blocks, in the order of reading."""
    return _everything


@pytest.fixture(scope="session")
def absent():
    """Those of some texts that do not follow each other in a text without blanks."""
    return _absent
