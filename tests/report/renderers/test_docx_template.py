"""A Word file in the styles of a programme's own template."""

from __future__ import annotations

import zipfile
from copy import deepcopy
from io import BytesIO

from docx import Document
from docx.shared import Pt, RGBColor

from tideturn.report.blocks import Paragraph, Report, Section, words
from tideturn.report.renderers.docx.word import docx

REPORT = Report(
    "A programme", "A title", "Year 1", "Draft", (), (Section("one", "One", 2, (Paragraph(words("Said.")),)),)
)


def house() -> bytes:
    """A report that somebody opened in Word, restyled and saved."""
    document = Document(BytesIO(docx(REPORT)))
    document.styles["Heading 1"].font.size = Pt(31)
    document.styles["Heading 1"].font.color.rgb = RGBColor(0x12, 0x34, 0x56)
    document.add_paragraph("words that belong to no report")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_their_styles_stand_in_for_ours_and_their_words_do_not() -> None:
    made = Document(BytesIO(docx(REPORT, template=house())))
    assert made.styles["Heading 1"].font.size == Pt(31)
    assert made.styles["Heading 1"].font.color.rgb == RGBColor(0x12, 0x34, 0x56)
    assert [p.text for p in made.paragraphs] == [p.text for p in Document(BytesIO(docx(REPORT))).paragraphs]


def test_styles_that_they_lack_are_ours() -> None:
    document = Document(BytesIO(house()))
    quote = document.styles["Quote"].element
    quote.getparent().remove(quote)
    out = BytesIO()
    document.save(out)
    names = {style.name for style in Document(BytesIO(docx(REPORT, template=out.getvalue()))).styles}
    assert names == {style.name for style in Document(BytesIO(docx(REPORT))).styles}


def test_of_two_styles_with_one_id_the_first_stands() -> None:
    document = Document(BytesIO(house()))
    document.styles.element.append(deepcopy(document.styles["Heading 1"].element))
    list(document.styles)[-1].font.size = Pt(7)
    out = BytesIO()
    document.save(out)
    assert Document(BytesIO(docx(REPORT, template=out.getvalue()))).styles["Heading 1"].font.size == Pt(31)


def test_the_same_template_gives_the_same_bytes() -> None:
    assert docx(REPORT, template=house()) == docx(REPORT, template=house())
    with zipfile.ZipFile(BytesIO(docx(REPORT, template=house()))) as archive:
        assert archive.testzip() is None
