"""The pages that the contents of the Word file name, worked out by hand from heights that are told to the point."""

from __future__ import annotations

from docx.oxml import parse_xml

from tideturn.report.renderers.docx import markup
from tideturn.report.renderers.docx.paging import pages

_PAGE = (
    '<w:sectPr><w:pgSz w:w="8000" w:h="4000"/>'
    '<w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000"/></w:sectPr>'
)
"""A page of lines 300 points wide and of a height of 100 points."""
_STYLES = f"""<w:styles {markup.NAMESPACES}>
<w:style w:type="paragraph" w:styleId="Line"><w:pPr><w:spacing w:line="200" w:lineRule="exact"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Spaced"><w:basedOn w:val="Line"/>
<w:pPr><w:spacing w:before="200" w:after="300"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Head"><w:basedOn w:val="Line"/><w:pPr><w:keepNext/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Whole"><w:basedOn w:val="Line"/><w:pPr><w:keepLines/></w:pPr></w:style>
<w:style w:type="table" w:styleId="Grid">
<w:tblPr><w:tblCellMar><w:top w:w="100"/><w:bottom w:w="100"/></w:tblCellMar></w:tblPr></w:style>
</w:styles>"""


def line(style: str = "Line", name: str = "", words: str = "Words", breaks: int = 0) -> str:
    content = markup.BREAK.join([markup.run(words)] * (breaks + 1))
    return markup.paragraph(style, markup.bookmarked(name, 1, content))


def paged(*parts: str) -> dict[str, int]:
    body = parse_xml(f"<w:body {markup.NAMESPACES}>{''.join(parts)}{_PAGE}</w:body>")
    return pages(body, parse_xml(_STYLES))


def test_ten_lines_of_ten_points_fill_a_page_of_a_hundred():
    assert paged(*[line()] * 9, line(name="tenth"), line(name="eleventh")) == {"tenth": 1, "eleventh": 2}


def test_of_two_spaces_that_meet_the_larger_counts_and_none_at_the_foot():
    # 10 + 10 above the first, 15 between, 10 for each other: 20 + 25 + 25 + 25 = 95, and the fifth does not fit.
    spaced = [line("Spaced", name) for name in "abcde"]
    assert paged(*spaced) == {"a": 1, "b": 1, "c": 1, "d": 1, "e": 2}


def test_the_space_above_does_not_count_at_the_head_of_a_page():
    # On the second page stand 10 and 15 below, then seven lines of 10: 95. With 10 above, the seventh would not fit.
    assert paged(*[line()] * 10, line("Spaced"), *[line()] * 6, line(name="eighth"), line(name="ninth")) == {
        "eighth": 2,
        "ninth": 3,
    }


def test_a_heading_goes_with_what_follows_it():
    assert paged(*[line()] * 9, line("Head", "head"), line(name="next")) == {"head": 2, "next": 2}


def test_a_paragraph_that_is_whole_is_not_parted_and_another_is():
    five = {"words": "Words", "breaks": 4}
    assert paged(*[line()] * 7, line("Whole", "whole", **five), line(name="after")) == {"whole": 2, "after": 2}
    assert paged(*[line()] * 7, line("Line", "parted", **five), line(name="after")) == {"parted": 1, "after": 2}


def test_lines_are_counted_by_the_widths_of_our_letters():
    # Three hundred letters of some five points each need five lines or more of 300 points: 60 + 50 > 100.
    assert paged(line(words="abcde " * 50), *[line()] * 5, line(name="last"))["last"] == 2


def test_rows_stay_whole_and_the_head_is_repeated():
    row = markup.row(markup.cell(line(), 300))
    marked = markup.row(markup.cell(line(name="row"), 300))
    table = markup.table(
        "Grid", "", (300,), markup.row(markup.cell(line(), 300), head=True) + row * 4 + marked + row * 3
    )
    # Five rows of 20 fill the first page; on the next come the head, the marked row and three more.
    assert paged(table, line(name="after")) == {"row": 2, "after": 3}


def test_a_part_of_the_file_begins_on_a_new_page():
    ends = markup.paragraph("Line", "").replace("</w:pPr>", f"{_PAGE}</w:pPr>")
    assert paged(line(), ends, line(name="next")) == {"next": 2}
