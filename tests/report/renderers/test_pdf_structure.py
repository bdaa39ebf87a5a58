"""The PDF as poppler sees it: tagged, titled, with bookmarks, tables that have heads and charts that have words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tideturn.dataset.verdict import Verdict
from tideturn.report.blocks import DataTable, Disclosure, Figure, Paragraph, Report, Section, Span, VerdictMark, words
from tideturn.report.compose import compose
from tideturn.report.renderers.typst.pdf import pdf

pytestmark = pytest.mark.pdf


@pytest.fixture(scope="module")
def report(small_dataset, small_evaluation) -> Report:
    return replace(compose(small_dataset, small_evaluation), author="An evaluator")


@pytest.fixture(scope="module")
def file(report) -> bytes:
    return pdf(report)


@pytest.fixture(scope="module")
def about(asked):
    """What pdfinfo says of a file, by name."""

    def told(file: bytes) -> dict[str, str]:
        lines = (line.partition(":") for line in asked("pdfinfo", of=file).splitlines())
        return {name: value.strip() for name, _, value in lines}

    return told


def figures(blocks) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Section | Disclosure):
            yield from figures(block.blocks)


def written(words: str) -> bytes:
    """Alternative words as a PDF holds them (ISO 32000-1, 7.9.2.2): by themselves, or in UTF-16 as hexadecimals."""
    if words.isascii():
        return b"/Alt(" + words.encode()
    return b"/Alt<FEFF" + words.encode("utf-16-be").hex().upper().encode() + b">"


def simple(*blocks) -> Report:
    return Report("Programme", "Title", "Kicker", "Status", (), (Section("first", "First", 2, blocks),))


def test_it_is_tagged_and_says_its_title_author_and_language(file, report, about):
    told = about(file)
    assert told["Tagged"] == "yes"
    assert told["Title"] == f"{report.title} · {report.programme}"
    assert told["Author"] == "An evaluator"
    assert b"/Lang (en-GB)" in file or b"/Lang(en-GB)" in file
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file


def test_no_day_of_making_is_in_it_and_the_same_report_gives_the_same_bytes(file, report, about):
    assert "CreationDate" not in about(file)
    assert pdf(report) == file


def test_the_structure_has_headings_tables_lists_quotations_and_charts(file, report, asked):
    tree = asked("pdfinfo", "-struct", of=file)
    kinds = set(re.findall(r"^ *([A-Za-z]+[1-6]?)\b", tree, re.MULTILINE))
    assert {"H1", "H2", "H3", "Table", "THead", "TH", "TD", "Caption", "L", "LI", "BlockQuote", "Link"} <= kinds
    assert {"TOC", "TOCI"} <= kinds
    charts = len(re.findall(r"^ *Figure", tree, re.MULTILINE))
    drawn = list(figures(report.sections))
    assert charts == len(drawn) > 0
    for chart in drawn:
        spoken = f"{chart.title} {chart.sentence} {chart.description}"
        assert written(spoken) in file, chart.title


def test_levels_of_headings_never_leap(asked):
    deep = Section("deep", "Deep", 5, (Section("deeper", "Deeper", 5, (Section("up", "Up", 3, ()),)),))
    tree = asked("pdfinfo", "-struct-text", of=pdf(simple(deep)))
    levels = [int(level) for level in re.findall(r"^ *H(\d)", tree, re.MULTILINE)]
    assert levels == [1, 1, 2, 3, 2]


def test_each_heading_is_a_bookmark(file):
    assert b"/Outlines" in file
    titles = re.findall(rb"/Title", file)
    assert len(titles) > 20


def test_a_link_leads_to_its_place_and_one_without_a_place_is_mere_words(asked):
    there = Span("there", target="place")
    nowhere = Span("nowhere", target="no such place", note=True)
    blocks = (Paragraph(words(there, " and ", nowhere)), Disclosure("Place", (Paragraph(words("x")),), "place"))
    tree = asked("pdfinfo", "-struct-text", of=pdf(simple(*blocks)))
    links = re.findall(r"Link \(inline\)[^\"]*\"([^\"]*)\"", tree)
    assert "there" in links
    assert "nowhere" not in links
    assert "nowhere" in tree


def test_two_places_of_one_name_break_nothing(about):
    twice = Section("twin", "Twin", 3, (Paragraph(words(Span("to it", target="twin"))),))
    assert about(pdf(simple(twice, twice)))["Tagged"] == "yes"


def test_a_report_of_nothing_is_still_a_document(about):
    empty = Report("", "", "", "", (), (Section("", "", 2, (DataTable("", ("", ""), ()),)),))
    assert about(pdf(empty))["Tagged"] == "yes"


def test_a_wide_table_turns_its_page(asked):
    columns = tuple(f"Counterrevolutionary{i}" for i in range(9))
    wide = DataTable("Wide", columns, (tuple((Span("x"),) for _ in columns),))
    told = asked("pdfinfo", "-f", "1", "-l", "9", of=pdf(simple(wide)))
    assert re.search(r"size: +841\.89 x 595\.\d+ pts", told)


def test_links_lead_to_a_row_of_a_table(asked):
    rows = (
        ((Span("London"),), VerdictMark(Verdict.EMERGING, "Emerging", "low confidence")),
        ((Span("Leeds"),), (Span("x"),)),
    )
    table = DataTable("Places", ("Place", "Verdict"), rows, anchors=("at-london", "at-leeds"))
    tree = asked("pdfinfo", "-struct-text", of=pdf(simple(Paragraph(words(Span("to it", target="at-leeds"))), table)))
    assert re.findall(r"Link \(inline\)[^\"]*\"([^\"]*)\"", tree)[-1] == "to it"
    assert "low confidence" in tree
