"""Write the parts of WordprocessingML (ECMA-376, part 1, §17) that a report needs. Words are always escaped."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tideturn.report.charts.svg import clean

NAMESPACES: Final = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{address}"'
    for prefix, address in (
        ("w", "wordprocessingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
        ("wp", "drawingml/2006/wordprocessingDrawing"),
        ("a", "drawingml/2006/main"),
        ("pic", "drawingml/2006/picture"),
    )
)
TWIPS: Final = 20
"""Word's units of length per point (twentieths of a point)."""
_EMU: Final = 12_700
"""DrawingML's units of length per point (EMU)."""

_BLANKS: Final = re.compile(r"[\t-\r\x20\x85\u2028\u2029]+")
_LEFTWARD: Final = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_DIRECTIONS: Final = re.compile(rf"({_LEFTWARD}+(?:\W*{_LEFTWARD}+)*)")


def legible(words: str) -> str:
    """Return the words on one line, without characters that XML forbids."""
    return _BLANKS.sub(" ", clean(words))


def from_right(words: str) -> bool:
    """Return whether the first letter of the words belongs to a script that runs from right to left."""
    if not _DIRECTIONS.search(words):
        return False
    return next((way for way in map(unicodedata.bidirectional, words) if way in ("L", "R", "AL")), "L") != "L"


def run(words: str, properties: str = "") -> str:
    """Return words in one style, split only where their direction changes; nothing if there are none."""
    return "".join(
        _run(f'<w:t xml:space="preserve">{escape(part)}</w:t>', properties + ("<w:rtl/>" if odd else ""))
        for position, part in enumerate(_DIRECTIONS.split(legible(words)))
        for odd in [position % 2]
        if part
    )


def _run(content: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{content}</w:r>"


TAB: Final = _run("<w:tab/>")
BREAK: Final = _run("<w:br/>")


def styled(style: str) -> str:
    """Return the property of a run that gives it a character style."""
    return f'<w:rStyle w:val="{style}"/>'


def link(bookmark: str, content: str) -> str:
    """Return runs that link to a bookmark; plain runs if there is none."""
    if not bookmark or not content:
        return content
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{content}</w:hyperlink>'


def bookmarked(name: str, number: int, content: str) -> str:
    """Return runs that a link can lead to; `number` is the bookmark's unique number in the file."""
    if not name:
        return content
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def field_start(instruction: str) -> str:
    """Return what comes before the words that a field shows."""
    return (
        _run('<w:fldChar w:fldCharType="begin"/>')
        + _run(f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>')
        + _run('<w:fldChar w:fldCharType="separate"/>')
    )


FIELD_END: Final = _run('<w:fldChar w:fldCharType="end"/>')


def field(instruction: str, shown: str) -> str:
    """Return a field that Word can update, and what it shows until then."""
    return field_start(instruction) + run(shown) + FIELD_END


def paragraph(
    style: str,
    content: str,
    *,
    keep_next: bool = False,
    page_break: bool = False,
    numbering: int | None = None,
    from_right: bool = False,
    before: int | None = None,
    end_aligned: bool = False,
) -> str:
    """Return a paragraph of a style; `numbering` is its list, `before` the space above it in points."""
    properties = f'<w:pStyle w:val="{style}"/>'
    if keep_next:
        properties += "<w:keepNext/>"
    if page_break:
        properties += "<w:pageBreakBefore/>"
    if numbering is not None:
        properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>'
    if from_right:
        properties += "<w:bidi/>"
    if before is not None:
        properties += f'<w:spacing w:before="{before * TWIPS}"/>'
    if end_aligned:
        properties += '<w:jc w:val="right"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def contents_list(paragraphs: str) -> str:
    """Return paragraphs marked as the contents list, which Word offers to update."""
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraphs}</w:sdtContent></w:sdt>"
    )


def picture(relation: str, number: int, width: float, height: float, told: str) -> str:
    """Return an inline picture, sized in points; `told` is its alternative text, empty if it is only decorative."""
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    name = f'id="{number}" name="Picture {number}" descr={quoteattr(legible(told))}'
    decorates = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    )
    return _run(
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f"<wp:docPr {name}>{'' if told else decorates}</wp:docPr>"
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def cell(content: str, width: float, *, across: int = 1, flush: str = "") -> str:
    """Return a cell of whole paragraphs, `width` in points, over `across` columns; `flush` is a marginless side."""
    properties = f'<w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    properties += f'<w:tcMar><w:{flush} w:w="0" w:type="dxa"/></w:tcMar>' if flush else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(cells: str, *, head: bool = False, whole: bool = True) -> str:
    """Return a row. A head repeats on each page, and a whole row is never split between two."""
    properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{cells}</w:tr>"


def table(style: str, caption: str, widths: tuple[float, ...], rows: str, *, head: bool = True) -> str:
    """Return a table whose first column names its rows, with an optional head row; `caption` also describes it."""
    grid = "".join(f'<w:gridCol w:w="{round(width * TWIPS)}"/>' for width in widths)
    whole = sum(round(width * TWIPS) for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{whole}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{"06A0" if head else "0680"}" w:firstRow="{head:d}" '
        'w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{f'<w:tblCaption w:val={quoteattr(legible(caption))}/>' if caption else ''}</w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
