"""Every sentence, number and cell of the blocks stands in the PDF, in their order, as poppler reads it."""

from __future__ import annotations

import pytest

from tideturn.report.blocks import DataTable, Report, Section, Span
from tideturn.report.compose import compose
from tideturn.report.renderers.typst.pdf import pdf

pytestmark = pytest.mark.pdf


def test_every_word_of_the_blocks_stands_in_the_pdf_in_their_order(
    small_dataset, small_evaluation, text_of, everything, absent
):
    report = compose(small_dataset, small_evaluation)
    assert absent(everything(report), text_of(pdf(report))) == []


def test_a_word_too_many_or_out_of_order_is_noticed(
    small_dataset, small_evaluation, text_of, everything, absent, compact
):
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
