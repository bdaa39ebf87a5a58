"""Every sentence, number and cell of the blocks stands in the PDF, in their order, as poppler reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tideturn.report.blocks import (
    Block,
    Board,
    Bullets,
    DataTable,
    Disclosure,
    Facts,
    Figure,
    Key,
    Paragraph,
    Quotation,
    Report,
    Section,
    Span,
    StrandBlock,
    VerdictLine,
    VerdictMark,
    Words,
)
from tideturn.report.compose import compose
from tideturn.report.renderers.typst.pdf import pdf

pytestmark = pytest.mark.pdf


def plain(words: Words) -> str:
    return "".join(span.text for span in words)


def marked(mark: VerdictMark) -> Iterator[str]:
    yield mark.word
    yield mark.note


def told(block: Block) -> Iterator[str]:
    """What a block says, in the order in which it is read."""
    match block:
        case Paragraph():
            yield plain(block.words)
        case Bullets():
            yield from map(plain, block.items)
        case Facts():
            for name, words in block.pairs:
                yield name
                yield plain(words)
        case Quotation():
            yield from (block.text, block.speaker, block.says, plain(block.evidence))
        case DataTable():
            yield block.caption
            yield from block.columns
            yield from (plain(cell) for row in block.rows for cell in row)
        case Figure():
            yield from (block.title, block.sentence)
            yield from told(block.table)
        case Board():
            yield from (block.caption, *block.places)
            for title, rows in block.groups:
                yield title
                for row in rows:
                    yield row.title
                    for cell in row.cells:
                        yield from marked(cell.mark) if cell else ["does not apply"]
        case Key():
            for mark, meaning in block.entries:
                yield from (*marked(mark), meaning)
        case VerdictLine():
            yield from (*marked(block.mark), block.note)
        case StrandBlock():
            yield from (block.kind, block.voice, plain(block.words))
            for measure in block.measures:
                yield from (measure.label, plain(measure.words))
            yield plain(block.evidence)
        case Disclosure():
            yield block.summary
            for inner in block.blocks:
                yield from told(inner)
        case Section():
            yield block.title
            for inner in block.blocks:
                yield from told(inner)


def everything(report: Report) -> Iterator[str]:
    yield from (report.status, report.kicker, report.title)
    for block in (*report.front, *report.sections):
        yield from told(block)


@pytest.fixture
def absent(compact):
    """Those of the texts that do not follow each other in what was read."""

    def sought(wanted: Iterator[str], read: str) -> list[str]:
        missing, at = [], 0
        for text in map(compact, wanted):
            found = read.find(text, at)
            if found < 0:
                missing.append(text)
            else:
                at = found + len(text)
        return missing

    return sought


def test_every_word_of_the_blocks_stands_in_the_pdf_in_their_order(small_dataset, small_evaluation, text_of, absent):
    report = compose(small_dataset, small_evaluation)
    assert absent(everything(report), text_of(pdf(report))) == []


def test_a_word_too_many_or_out_of_order_is_noticed(small_dataset, small_evaluation, text_of, absent, compact):
    report = compose(small_dataset, small_evaluation)
    read = text_of(pdf(report))
    texts = [text for text in everything(report) if len(text) > 40]
    assert absent(iter([*texts, "Nobody wrote this."]), read) == [compact("Nobody wrote this.")]
    assert absent(iter([texts[-1], texts[3]]), read)


def test_long_tables_repeat_their_head_and_keep_each_row_whole(text_of, compact):
    cell = "Thirty words that fill some lines of a narrow column, so that a row is several lines high. " * 2
    rows = tuple((Span(f"row {i}"),) * 1 for i in range(150))
    table = DataTable("Rows", ("Name", "What"), tuple((name, (Span(f"{name[0].text}: {cell}"),)) for name in rows))
    report = Report("P", "T", "K", "S", (), (Section("a", "A", 2, (table,)),))
    pages = text_of(pdf(report), pages=True)
    holding = [page for page in pages if "Thirtywords" in page]
    assert len(holding) > 3
    assert all("NameWhat" in page for page in holding)
    for i in range(150):
        assert any(compact(f"row {i} row {i}: {cell}") in page for page in pages), i


def test_a_table_of_many_columns_loses_no_word(text_of, absent):
    columns = tuple(f"Column{i}" for i in range(14))
    row = tuple((Span(f"incomprehensibility{i}"),) for i in range(14))
    report = Report("P", "T", "K", "S", (), (Section("a", "A", 2, (DataTable("Wide", columns, (row,)),)),))
    read = text_of(pdf(report))
    assert absent(iter([*columns, *(cell[0].text for cell in row)]), read) == []
