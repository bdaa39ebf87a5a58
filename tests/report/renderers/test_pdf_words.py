"""Every sentence, number and cell of the blocks stands in the PDF, in their order, as poppler reads it."""

from __future__ import annotations

import pytest

from tideturn.dataset.verdict import Verdict
from tideturn.report.blocks import (
    Bullets,
    DataTable,
    Disclosure,
    Facts,
    Figure,
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


def test_what_is_longer_than_a_page_runs_on_and_loses_no_word(text_of, everything, absent):
    def long(what: str) -> str:
        return " ".join(f"{what}{i}" for i in range(1500))

    measure = Measure(long("label"), (Span(long("measure")),), Strip(0.5, 0.4, 0.6))
    blocks = (
        Paragraph((Span(long("lede")),), "lede"),
        Bullets(((Span(long("bullet")),),)),
        Facts((("name", (Span(long("fact")),)),)),
        Quotation(long("quotation"), long("speaker"), long("says")),
        StrandBlock("kind", "voice", (Span(long("strand")),), (measure,)),
        DataTable(long("caption"), ("Name", "Words"), (((Span("cell"),), (Span(long("words")),)),)),
        Disclosure(long("summary"), (Paragraph((Span("x"),)),)),
        Section("long", long("heading"), 3, ()),
    )
    report = Report("P", "T", "K", "S", (), (Section("a", "A", 2, blocks),))
    read = text_of(pdf(report)).replace("NameWords", "")
    assert absent((text for text in everything(report) if text not in ("Name", "Words")), read) == []


def test_a_chart_of_very_many_bars_stays_on_its_page(text_of, absent):
    bars = tuple(Bar(f"Question {i}", (i + 1, 2, 3)) for i in range(60))
    chart = Stacked(bars, ("Agree", "Neither", "Disagree"))
    figure = Figure("f", "Title", "Sentence", "Described", chart, DataTable("Table", ("a",), ()))
    read = text_of(pdf(Report("P", "T", "K", "S", (), (Section("a", "A", 2, (figure,)),))))
    assert absent((bar.label for bar in bars), read) == []


def test_what_was_found_stays_with_its_verdict_and_what_opens_a_section_with_its_table(text_of):
    def outcome(number: int) -> Section:
        found = Paragraph((Span(f"Found{number:02}. " + "It was found so. " * 12),))
        verdict = VerdictLine(VerdictMark(Verdict.MIXED, f"Judged{number:02}"))
        why = Paragraph((Span("Why it was judged so. " * (10 + number % 7)),))
        return Section(f"o{number}", f"Outcome {number}", 4, (found, verdict, why))

    def listed(number: int) -> Section:
        says = Paragraph((Span(f"Says{number:02}. " + "The table says more. " * (5 + number % 5)),))
        rows = (((Span(f"Row{number:02}"),), (Span("x"),)),) * 3
        return Section(f"t{number}", f"List {number}", 4, (says, DataTable("Table", ("A", "B"), rows)))

    for kinds, made in ((("Found", "Judged"), outcome), (("Says", "Row"), listed)):
        parts = (Section("all", "All", 2, tuple(map(made, range(60)))),)
        told = list(enumerate(text_of(pdf(Report("P", "T", "K", "S", (), parts)), pages=True)))
        first, then = ([next(n for n, page in told if f"{kind}{i:02}" in page) for i in range(60)] for kind in kinds)
        assert first == then
        assert first[-1] - first[0] > 6
