"""The Word file as python-docx sees it: headings, captions, heads of tables, words for charts, links and language."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from tideturn.dataset.verdict import Verdict
from tideturn.report.blocks import (
    Board,
    Bullets,
    DataTable,
    Disclosure,
    Facts,
    Figure,
    Key,
    KeyFigures,
    Paragraph,
    Report,
    Section,
    Span,
    VerdictMark,
)
from tideturn.report.compose import compose
from tideturn.report.renderers.docx.typefaces import hidden
from tideturn.report.renderers.docx.word import docx


@pytest.fixture(scope="module")
def report(small_dataset, small_evaluation) -> Report:
    return replace(compose(small_dataset, small_evaluation), author="An evaluator")


@pytest.fixture(scope="module")
def file(report) -> bytes:
    return docx(report)


@pytest.fixture(scope="module")
def document(file):
    return Document(BytesIO(file))


def simple(*blocks) -> Report:
    return Report("Programme", "Title", "Kicker", "Status", (), (Section("first", "First", 2, blocks),))


def opened(*blocks):
    return Document(BytesIO(docx(simple(*blocks))))


def without_tables(block):
    if isinstance(block, Figure):
        return replace(block, table=None)
    if isinstance(block, Section | Disclosure):
        return replace(block, blocks=tuple(map(without_tables, block.blocks)))
    return block


def within(block, kind):
    """The blocks of a kind that the file prints, in the order of reading."""
    if isinstance(block, kind):
        yield block
    if isinstance(block, Report):
        inner = (*block.front, *block.sections)
        if block.annex:  # which has the tables behind the charts
            inner = tuple(map(without_tables, inner))
    elif isinstance(block, Section | Disclosure):
        inner = block.blocks
    elif isinstance(block, Figure) and block.table is not None:
        inner = (block.table,)
    else:
        inner = ()
    for one in inner:
        yield from within(one, kind)


def words_of(element) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def headings(document) -> list[tuple[int, str]]:
    """Each heading with its level; those within the summary have a style of their own, based on the second's."""
    styles = ((p.style.name.replace("Summary Heading", "Heading 2"), p.text) for p in document.paragraphs)
    return [(int(style[-1]), text) for style, text in styles if style.startswith("Heading ")]


def test_headings_stand_in_order_at_the_levels_of_the_sections(document, report):
    wanted = [(section.level - 1, section.title) for section in within(report, Section)]
    assert headings(document) == wanted
    assert len({level for level, _ in wanted}) > 2
    assert all(later - earlier <= 1 for (earlier, _), (later, _) in pairwise(wanted))


def test_no_level_of_heading_is_leapt():
    deep = Section("deep", "Deep", 6, (Section("deeper", "Deeper", 2, ()),))
    assert [level for level, _ in headings(opened(deep))] == [1, 2, 1]


def test_the_title_is_a_title(document, report):
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == [report.title]


def test_it_says_its_title_author_and_language(document, report):
    about = document.core_properties
    assert (about.title, about.author, about.language) == (report.title, "An evaluator", "en-GB")
    assert about.subject == report.kicker
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"


def test_the_same_report_gives_the_same_bytes_and_no_time_of_making(file, report):
    assert docx(report) == file
    with zipfile.ZipFile(BytesIO(file)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_every_chart_has_words_and_every_other_picture_only_decorates(document, report):
    charts = [figure.description for figure in within(report, Figure)]
    told = []
    for properties in document.element.body.iter(qn("wp:docPr")):
        decorates = bool(properties.xpath(".//*[local-name()='decorative'][@val='1']"))
        assert bool(properties.get("descr")) is not decorates
        told += [] if decorates else [properties.get("descr")]
    assert charts
    for description in charts:
        assert any(words.endswith(description) for words in told)
    ids = [properties.get("id") for properties in document.element.body.iter(qn("wp:docPr"))]
    assert len(ids) == len(set(ids))


def test_every_table_has_a_head_that_is_repeated_and_rows_that_stay_whole(document, report):
    headed = [table for table in document.tables if table.style.name in ("Tideturn Table", "Tideturn Board")]
    assert len(headed) == len(list(within(report, DataTable | Board)))
    for table in headed:
        heads = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)


def test_names_stand_beside_what_they_stand_for_in_rows_that_stay_whole(document, report):
    kinds = {"Tideturn Pairs": Facts | Key, "Tideturn Figures": KeyFigures}
    beside = [table for table in document.tables if table.style.name in kinds]
    assert {table.style.name for table in beside} == set(kinds)
    for table in beside:
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
        assert not table._tbl.xpath(".//w:tblHeader")  # it has no head, and says so to who hears it
        assert table._tbl.xpath("./w:tblPr/w:tblLook/@w:firstRow") == ["0"]
    summary = report.sections[0]
    outcomes = [name for facts in within(summary, Facts) for name, _ in facts.pairs]
    rows = [row.cells for table in beside for row in table.rows if row.cells[0].text in outcomes]
    assert [name.text for name, _ in rows] == outcomes
    assert all(said.text for _, said in rows)


def test_what_was_found_is_kept_with_its_verdict(document):
    follows = {p.style.name: keeps(p) for p, after in pairwise(document.paragraphs) if after.style.name == "Verdict"}
    assert follows
    assert all(follows.values())


def keeps(paragraph) -> bool:
    return bool(paragraph.paragraph_format.keep_with_next or paragraph.style.paragraph_format.keep_with_next)


def test_captions_are_numbered_by_fields_from_one_on(document, report):
    captions = [p for p in document.paragraphs if p.style.name in ("Caption", "Chart Title")]
    for kind, blocks in (("Figure", Figure), ("Table", DataTable | Board)):
        told = [p for p in captions if f" SEQ {kind} " in p._p.xpath("string(.//w:instrText)")]
        titles = [block.title if kind == "Figure" else block.caption for block in within(report, blocks)]
        assert [p.text for p in told] == [f"{kind} {n}. {title}" for n, title in enumerate(titles, start=1)]


def test_the_contents_list_is_filled_in_and_each_line_leads_to_its_heading(document, report):
    entries = document.element.body.xpath("./w:sdt//w:p[w:pPr/w:pStyle[starts-with(@w:val, 'TOC')]]")[1:]
    summary, *others = report.sections  # whose own headings are not listed
    wanted = [summary.title]
    wanted += [section.title for one in others for section in within(one, Section) if section.level <= 3]
    told = [re.fullmatch(r"(.+?)(\d+)", words_of(entry)) for entry in entries]
    assert [entry[1] for entry in told] == wanted
    numbers = [int(entry[2]) for entry in told]
    assert numbers == sorted(numbers)
    assert (numbers[0], numbers[-1] > 5) == (3, True)  # after a cover and the list itself
    fields = [entry.xpath("string(.//w:instrText[contains(., 'PAGEREF')])").split()[1] for entry in entries]
    assert "TOC" in entries[0].xpath("string(.//w:instrText)")
    targets = [link.get(qn("w:anchor")) for entry in entries for link in entry.iter(qn("w:hyperlink"))]
    bookmarks = {mark.get(qn("w:name")): mark for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert [words_of(bookmarks[name].getparent()) for name in targets] == wanted
    assert fields == targets
    assert b"updateFields" not in document.settings.element.xml.encode()


def test_every_link_leads_to_a_bookmark_and_no_two_are_alike(document):
    marks = list(document.element.body.iter(qn("w:bookmarkStart")))
    names = [mark.get(qn("w:name")) for mark in marks]
    assert len(set(names)) == len(names)
    assert len({mark.get(qn("w:id")) for mark in marks}) == len(marks)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", name) for name in names)
    links = {link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))}
    assert links
    assert links <= set(names)


def test_a_note_is_raised_and_one_without_a_place_is_mere_words():
    there = Span("1", target="place", note=True)
    nowhere = Span("2", target="no such place", note=True)
    document = opened(
        Paragraph((Span("said"), there, nowhere)), Disclosure("Place", (Paragraph((Span("x"),)),), "place")
    )
    said = next(p for p in document.paragraphs if p.text.startswith("said"))
    (link,) = said.hyperlinks
    assert (link.text, link.runs[0].style.name, link.runs[0].style.font.superscript) == ("1", "Note Link", True)
    assert (said.runs[-1].text, said.runs[-1].font.superscript) == ("2", True)


def test_two_places_of_one_name_break_nothing():
    twice = Section("twin", "Twin", 3, (Paragraph((Span("to it", target="twin"),)),))
    document = opened(twice, twice)
    names = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))


def test_each_list_that_counts_begins_at_one():
    one = Bullets(((Span("a"),), (Span("b"),)), numbered=True)
    document = opened(one, Bullets(((Span("c"),),)), one)
    items = [p for p in document.paragraphs if p.style.name.startswith("List")]
    assert [p.style.name for p in items] == ["List Number"] * 2 + ["List Bullet"] + ["List Number"] * 2
    lists = [p._p.pPr.numPr.numId.val for p in items if p.style.name == "List Number"]
    assert lists[0] == lists[1] != lists[2] == lists[3]
    for number in set(lists):
        (start,) = document.part.numbering_part.element.xpath(f"./w:num[@w:numId='{number}']//w:startOverride")
        assert start.get(qn("w:val")) == "1"


def test_nothing_is_spaced_by_empty_paragraphs(document):
    for paragraph in document.element.body.iter(qn("w:p")):
        holds = words_of(paragraph) or list(paragraph.iter(qn("w:drawing")))
        ends_pages = paragraph.xpath("./w:pPr/w:sectPr")
        last = paragraph.getnext() is not None and paragraph.getnext().tag == qn("w:sectPr")
        in_cell = paragraph.getparent().tag == qn("w:tc")
        assert holds or ends_pages or last or in_cell


def test_pages_are_a4_with_head_and_foot(document, report):
    for section in document.sections:
        short, long = sorted((section.page_width, section.page_height))
        assert abs(short - Mm(210)) < Mm(1)
        assert abs(long - Mm(297)) < Mm(1)
        assert section.header.paragraphs[0].text == report.kicker
        assert section.footer.paragraphs[0].text.startswith(report.status)
        fields = section.footer.paragraphs[0]._p.xpath(".//w:instrText")
        assert [field.text for field in fields] == [" PAGE ", " NUMPAGES "]
    assert document.sections[0].different_first_page_header_footer
    assert not any(section.different_first_page_header_footer for section in list(document.sections)[1:])


def test_a_wide_table_alone_turns_its_page():
    columns = tuple(f"Counterrevolutionary{i}" for i in range(9))
    wide = DataTable("Wide", columns, (tuple((Span("x"),) for _ in columns),))
    narrow = DataTable("Narrow", ("A",), (((Span("x"),),),))
    document = opened(narrow, wide, narrow)
    assert [section.orientation for section in list(document.sections)[2:]] == [  # after the cover and the contents
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    room = document.sections[3].page_width - document.sections[3].left_margin - document.sections[3].right_margin
    assert sum(column.width for column in document.tables[1].columns) <= room + Mm(1)


def test_a_report_of_nothing_is_still_a_document():
    empty = Report("", "", "", "", (), (Section("", "", 2, (DataTable("", ("", ""), ()),)),))
    assert headings(Document(BytesIO(docx(empty)))) == [(1, "…")]
    assert Document(BytesIO(docx(Report("", "", "", "", (), ())))).paragraphs == []


def test_our_typefaces_are_within(file):
    with zipfile.ZipFile(BytesIO(file)) as archive:
        fonts = [archive.read(name) for name in archive.namelist() if name.endswith(".odttf")]
    assert len(fonts) == 5
    # The first four bytes of every TrueType font (OpenType 1.9, "Organization of an OpenType Font").
    assert {hidden(font)[:4] for font in fonts} == {b"\x00\x01\x00\x00"}
    assert b"\x00\x01\x00\x00" not in {font[:4] for font in fonts}


def test_a_working_copy_says_so_in_another_colour_than_a_release():
    copy = simple(Paragraph((Span("x"),)))
    colours = []
    for one in (copy, replace(copy, version="v1")):
        document = Document(BytesIO(docx(one)))
        said = (document.paragraphs[0].runs[0], document.sections[0].footer.paragraphs[0].runs[0])
        assert [run.text for run in said] == ["Status", "Status"]
        assert said[0].style.name == said[1].style.name
        colours.append(str(said[0].style.font.color.rgb))
    assert len(set(colours)) == 2


def test_every_style_that_is_used_is_declared(file, document):
    declared = {style.get(qn("w:styleId")) for style in document.styles.element.iter(qn("w:style"))}
    used = {
        element.get(qn("w:val"))
        for part in (document.element, document.sections[0].header._element, document.sections[0].footer._element)
        for kind in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for element in part.iter(qn(kind))
    }
    assert len(used) > 25
    assert used <= declared


def test_a_running_head_is_shortened_and_the_title_page_holds_it_whole():
    long = replace(simple(), kicker="A programme of a very long name " * 8, status="Working copy " * 20)
    document = Document(BytesIO(docx(long)))
    head, foot = (part.paragraphs[0].text for part in (document.sections[0].header, document.sections[0].footer))
    assert len(head) <= 120
    assert head.endswith("…")
    assert re.fullmatch(r"Working copy .{66}…\tPage 2 of 2", foot)
    assert [p.text for p in document.paragraphs[:2]] == [long.status, long.kicker]


def test_only_a_list_of_pieces_sets_each_as_one_paragraph():
    piece = Disclosure("Piece", (Facts((("Name", (Span("told"),)),)),))
    apart = opened(piece, Section("pieces", "Pieces", 3, (piece,), "pieces"))
    assert [p.style.name for p in apart.paragraphs[-4:]] == ["Detail Heading", "Detail Fact", "Heading 2", "Piece"]
    assert apart.paragraphs[-1].text == "Piece\nName: told"


def test_links_lead_to_a_row_of_a_table_and_a_verdict_stands_in_a_cell():
    rows = (
        ((Span("London"),), VerdictMark(Verdict.EMERGING, "Emerging", "low confidence")),
        ((Span("Leeds"),), (Span("x"),)),
    )
    table = DataTable("Places", ("Place", "Verdict"), rows, anchors=("at-london", "at-leeds"))
    document = opened(Paragraph((Span("to it", target="at-leeds"),)), table)
    link = next(link for link in document.element.iter(qn("w:hyperlink")) if words_of(link) == "to it")
    mark = next(
        m for m in document.element.iter(qn("w:bookmarkStart")) if m.get(qn("w:name")) == link.get(qn("w:anchor"))
    )
    row = next(row for row in document.tables[0].rows if mark in row._tr.iter())
    assert row.cells[0].text == "Leeds"
    assert [p.text.strip() for p in document.tables[0].rows[1].cells[1].paragraphs] == ["Emerging", "low confidence"]
