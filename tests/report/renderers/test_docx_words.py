"""Every sentence, number and cell of the blocks stands in the Word file, in their order, as python-docx reads it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from docx import Document
from docx.table import Table
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tideturn.dataset.verdict import Verdict
from tideturn.report.blocks import (
    Board,
    BoardCell,
    BoardRow,
    Bullets,
    DataTable,
    Disclosure,
    Facts,
    Figure,
    Key,
    Measure,
    Paragraph,
    Quotation,
    Report,
    Section,
    Span,
    StrandBlock,
    VerdictLine,
    VerdictMark,
)
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.charts.strip import Strip
from tideturn.report.charts.svg import clean
from tideturn.report.compose import compose
from tideturn.report.renderers.docx.word import docx


def texts(document):
    """Each paragraph, and each paragraph of each cell, in document order; the contents list is not among them."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                seen = []
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.append(cell._tc)
                        yield from (paragraph.text for paragraph in cell.paragraphs)
        else:
            yield block.text


@pytest.fixture
def read(compact):
    """A Word file's words without blanks."""
    return lambda file: compact("".join(texts(Document(BytesIO(file)))))


def everywhere(text: str) -> Report:
    """The text in every part of every block."""
    words = (Span(text), Span(text, strong=True), Span(text, target=text), Span(text, target="x", note=True))
    mark = VerdictMark(Verdict.SUPPORTED, text, text)
    unknown = VerdictMark(None, text)
    table = DataTable(text, (text, text), ((words, words),), frozenset({1}))
    strand = StrandBlock(text, text, words, (Measure(text, words, Strip(0.5, 0.4, 0.6), text),), words)
    blocks = (
        Paragraph(words),
        Paragraph(words, "lede"),
        Bullets((words, words), numbered=True),
        Facts(((text, words),)),
        Quotation(text, text, text, words),
        table,
        Figure(text, text, text, text, Stacked((Bar(text, (1, 2, 3)),), (text, text, text)), table),
        Board(text, (text,), ((text, (BoardRow(text, text, (BoardCell(mark, text, text),)),)),)),
        Key(((mark, text), (unknown, text))),
        VerdictLine(mark, text),
        strand,
        Disclosure(text, (strand,), text),
        Disclosure(text, (Facts(((text, words),)),)),
    )
    return Report(text, text, text, text, blocks, (Section(text, text, 2, blocks, "pieces"),), text)


def test_every_word_of_the_blocks_stands_in_the_file_in_their_order(
    small_dataset, small_evaluation, everything, absent, read
):
    report = compose(small_dataset, small_evaluation)
    assert absent(everything(report), read(docx(report))) == []


def test_a_word_too_many_or_out_of_order_is_noticed(small_dataset, small_evaluation, everything, absent, compact, read):
    report = compose(small_dataset, small_evaluation)
    told = read(docx(report))
    wanted = [text for text in everything(report) if len(text) > 40]
    assert absent([*wanted, "Nobody wrote this."], told) == [compact("Nobody wrote this.")]
    assert absent([wanted[-1], wanted[3]], told)


def test_nothing_is_said_that_the_blocks_do_not_say(small_dataset, small_evaluation, everything, read, compact):
    report = compose(small_dataset, small_evaluation)
    told, at, between = read(docx(report)), 0, set()
    for text in map(compact, everything(report)):
        found = told.index(text, at)
        between.add(re.sub(r"(Figure|Table)\d+\.", "", told[at:found]).strip("·,:"))
        at = found + len(text)
    assert between | {told[at:]} == {"", "Outcome"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
@example(text="<w:p/> &amp; ]]> <!-- x --> {TOC} \\h \" ' <?xml?>")
@example(text="q\u0651 שלום \u202e abc مرحبا 😀 👩🏽\u200d🚒 中文 Łódź Ţ ▲●◐ e\u0301\u0300\u0301")
@example(text="\ue000 a \ufeff b \ufffe c \x00 d \x1b[1m e \ud800 f\r\n\t g")
@example(text=" ")
def test_any_text_at_all_stands_as_it_is_written(text, everything, absent, read):
    report = everywhere(text)
    assert absent(map(clean, everything(report)), read(docx(report))) == []


def test_a_word_of_ten_thousand_letters_loses_none(read):
    word = "".join(chr(ord("a") + (i * 7 + i // 26) % 26) for i in range(10_000))
    table = DataTable("Table", ("Name", "Words"), (((Span("one"),), (Span(word),)),))
    report = Report("P", "T", "K", "S", (), (Section("s", "S", 2, (Paragraph((Span(word),)), table)),))
    assert read(docx(report)).count(word) == 2


def test_words_from_right_to_left_run_so_and_those_among_them_do_not():
    paragraph = Paragraph((Span("שלום לכולם (abc) 12"),))
    document = Document(BytesIO(docx(Report("P", "T", "K", "S", (), (Section("s", "S", 2, (paragraph,)),)))))
    last = document.paragraphs[-1]
    assert last._p.xpath("./w:pPr/w:bidi")
    assert [(run.text, bool(run._r.xpath("./w:rPr/w:rtl"))) for run in last.runs] == [
        ("שלום לכולם", True),
        (" (abc) 12", False),
    ]
