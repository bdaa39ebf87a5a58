"""A report in two parts: what its body and its annex hold, where links lead, and where the tables of charts stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from tests.annexed import rejoined, whole
from tests.worked_example import example, judged, second, second_judged

from tideturn.report import documents
from tideturn.report.annex import apart, more, parted
from tideturn.report.blocks import Annex, DataTable, Disclosure, Figure, Paragraph, Report, Section, Span, words
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.compose import compose, compose_evidence
from tideturn.report.renderers.anchors import anchors
from tideturn.report.renderers.docx.word import docx
from tideturn.report.renderers.html import page
from tideturn.report.renderers.typst.content import content
from tideturn.report.renderers.typst.pdf import pdf

MOST_PAGES = 30
"""How many pages the body of the worked example's second year may have."""

SAID, DETAIL = Paragraph(words("Said.")), Paragraph(words("Detail."))
TABLE = DataTable("Behind it", ("Who",), (((Span("Partners"),),), ((Span("Staff"),),)), anchors=("row-1", "row-2"))
FIGURE = Figure("chart", "82% agree", "", "Told.", Stacked((Bar("Asked", (8, 1, 1)),), ("Yes", "–", "No")), TABLE)


def section(anchor: str, *blocks: object, level: int = 2) -> Section:
    return Section(anchor, anchor.capitalize(), level, blocks)  # type: ignore[arg-type]


def report_of(*sections: Section) -> Report:
    body, annex = parted(sections)
    return Report("Programme", "Title", "Kicker", "Status", (), body, annex)


def every(kind, thing):
    """Everything of a kind within blocks, however deep."""
    if isinstance(thing, kind):
        yield thing
    if isinstance(thing, tuple):
        for part in thing:
            yield from every(kind, part)
    elif is_dataclass(thing):
        for one in fields(thing):
            yield from every(kind, getattr(thing, one.name))


@pytest.fixture(scope="module", params=[("example", 1), ("example", 2), ("second", 1), ("second", 2)], ids=str)
def year(request):
    """A folder, and a year of it as it is judged."""
    folder, number = request.param
    return (example(), judged(number)) if folder == "example" else (second(), second_judged(number))


@pytest.fixture(scope="module")
def report(year) -> Report:
    return compose(*year)


def test_a_section_in_both_parts_has_an_anchor_of_its_own_in_each():
    body, annex = parted([section("a", SAID, Annex((DETAIL,)), SAID)])
    assert body == (section("a", SAID, SAID),)
    assert annex == (replace(section("a", DETAIL), anchor="a.more"),)


def test_a_section_in_one_part_alone_keeps_its_anchor():
    assert parted([section("a", SAID)]) == ((section("a", SAID),), ())
    assert parted([section("a", Annex((DETAIL,)))]) == ((), (section("a", DETAIL),))


def test_a_section_of_nothing_is_in_neither_part():
    assert parted([section("a"), section("b", Annex(())), section("c", section("d"))]) == ((), ())


def test_a_section_within_another_goes_where_its_own_blocks_go():
    only_detail = section("inner", Annex((DETAIL,)), level=3)
    both = section("both", SAID, Annex((section("deep", DETAIL, level=4),)), level=3)
    body, annex = parted([section("outer", SAID, only_detail, both)])
    assert body == (section("outer", SAID, section("both", SAID, level=3)),)
    # The annex has the same headings: `inner` is there alone, so that links still lead to it.
    (found,) = annex
    assert (found.anchor, [part.anchor for part in found.blocks]) == ("outer.more", ["inner", "both.more"])
    assert found.blocks[1].blocks == (section("deep", DETAIL, level=4),)
    # Where the body has no word of the outer section, the annex has its anchor too.
    assert parted([section("outer", only_detail)]) == ((), (section("outer", section("inner", DETAIL, level=3)),))


def test_what_tests_read_as_a_whole_is_what_the_section_said():
    made = section("outer", SAID, Annex((DETAIL,)), section("inner", SAID, Annex((DETAIL,)), level=3))
    assert whole(made) == section("outer", SAID, DETAIL, section("inner", SAID, DETAIL, level=3))
    (found,) = rejoined(report_of(made)).sections
    assert found == section("outer", SAID, section("inner", SAID, DETAIL, level=3), DETAIL)


def test_no_block_is_lost_or_told_twice(report):
    for part in (*report.sections, *report.annex):
        assert not list(every(Annex, part))
    told = Counter(id(figure) for figure in every(Figure, (report.sections, report.annex)))
    assert set(told.values()) == {1}


def test_no_two_places_of_a_report_have_one_anchor_and_every_link_has_a_place(year, report):
    sections = (*report.front, *report.sections, *report.annex)
    named = [one.anchor for one in every(Section | Disclosure | Figure, sections) if one.anchor]
    named += [anchor for table in every(DataTable, sections) for anchor in table.anchors]
    assert [anchor for anchor, count in Counter(named).items() if count > 1] == []
    # What is no place of the report is one of the evidence, which lies beside it.
    beside = set(re.findall(r' id="([^"]+)"', page(compose_evidence(*year)).decode()))
    targets = {span.target for span in every(Span, sections) if span.target}
    assert targets <= {*named, *beside}
    assert {more(one.anchor) for one in report.sections} & {one.anchor for one in report.annex}


def test_a_link_from_the_body_to_the_annex_leads_there_on_the_page_and_is_mere_words_in_print():
    link = Paragraph(words("See ", Span("there", target="deep"), " and ", Span("7", target="claim-x", note=True)))
    detail = section("deep", Disclosure("Claim", (DETAIL,), "claim-x"), level=3)
    made = report_of(section("a", link, Annex((detail,))))
    on_page = page(made).decode()
    for anchor in ("deep", "claim-x"):
        assert f'href="#{anchor}"' in on_page
        assert f'id="{anchor}"' in on_page
    assert anchors(made) == ("a",)
    (told,) = content(made)["sections"][0]["blocks"]
    assert [run[2] for run in told["words"] if isinstance(run, list)] == [""]  # the note is raised, and leads nowhere
    body = Document(BytesIO(docx(made))).element.body
    assert not [link for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor")) in ("deep", "claim-x")]
    assert "See there and 7" in "".join(text.text for text in body.iter(qn("w:t")))


def test_a_row_of_a_table_that_is_not_printed_is_no_place(asked):
    link = Paragraph(words("See ", Span("the row", target="row-1")))
    made = report_of(section("a", link, FIGURE, Annex((DETAIL,))))
    assert "row-1" not in anchors(made)
    assert pdf(made).startswith(b"%PDF")
    # Without an annex the table stands below its chart.
    assert "row-1" in anchors(report_of(section("a", link, FIGURE)))


def tables(told: object) -> Iterator[dict]:
    """Every table of what is set as PDF."""
    if isinstance(told, dict):
        if told.get("is") == "table":
            yield told
        for part in told.values():
            yield from tables(part)
    elif isinstance(told, list):
        for part in told:
            yield from tables(part)


def test_the_table_behind_each_chart_of_the_body_stands_once_in_the_annex_and_not_in_the_body(report):
    annex = apart(report)
    drawn = [figure.table for figure in every(Figure, report.sections)]
    assert drawn
    *_, behind = annex.sections
    assert (behind.title, behind.blocks) == ("The numbers behind the charts", tuple(drawn))
    held = [table.caption for table in every(DataTable, annex.sections)]
    in_body = [table["caption"] for table in tables(content(report))]
    in_word = [
        caption.text.partition(". ")[2]
        for caption in Document(BytesIO(docx(report))).paragraphs
        if caption.style.name == "Caption" and caption.text.startswith("Table ")
    ]
    for table in drawn:
        assert held.count(table.caption) == 1
        assert table.caption not in (*in_body, *in_word)
    assert in_body == [caption for caption in in_word if not caption.startswith("Verdict on each outcome")]
    assert in_body


def test_the_annex_is_a_document_that_says_so_and_holds_no_annex(report):
    annex = apart(report)
    assert annex.title == f"Annex: {report.title}"
    assert (annex.annex, annex.sections[: len(report.annex)]) == ((), report.annex)
    assert apart(report_of(section("a", SAID))).sections == ()


def test_the_page_folds_each_part_of_the_annex_under_its_heading(report):
    text = page(report).decode()
    _, _, folded = text.partition('<div class="annex" id="annex">')
    titles = re.findall(r"<details><summary><h2 id=\"([^\"]+)\.h\">", folded)
    assert titles == [one.anchor for one in report.annex]
    assert "<details open><summary><h2" not in folded
    body, _, _ = text.partition('<div class="annex" id="annex">')
    assert not re.search(r"<summary><h2", body)


def test_every_year_has_its_annex_among_its_files(small_dataset, small_evaluation):
    made = documents(small_dataset, small_evaluation)
    assert made["annex.pdf"].startswith(b"%PDF")
    assert made["annex.pdf"] != made["report.pdf"]


@pytest.mark.pdf
def test_the_body_is_short_enough_to_be_read(asked):
    told = asked("pdfinfo", of=pdf(compose(example(), judged(2))))
    pages = re.search(r"Pages: +(\d+)", told)
    assert pages
    assert int(pages[1]) <= MOST_PAGES
