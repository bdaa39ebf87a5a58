"""Write a report as a Word file that uses Word's own styles, headings, captions, fields and links."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tideturn.dataset.word_file import WORD
from tideturn.report.blocks import Report
from tideturn.report.renderers.docx.body import Body
from tideturn.report.renderers.docx.markup import NAMESPACES, legible
from tideturn.report.renderers.docx.paging import pages
from tideturn.report.renderers.docx.pictures import Picture
from tideturn.report.renderers.docx.restyling import restyle
from tideturn.report.renderers.docx.typefaces import embedded

if TYPE_CHECKING:
    from docx.document import Document

_TEMPLATE: Final = Path(__file__).parent / "template"
_HEAD_AND_FOOT: Final = (
    '<w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
)
_LISTS: Final = 2
"""Number of lists in the template's own numbering."""
_DAY: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""Creation date of every file, so that the same report gives the same bytes; no archive can hold an earlier date."""
_LONGEST: Final = 255
"""Maximum number of characters in a property of a Word file."""
_HEAD: Final = 120
_FOOT: Final = 80
"""Maximum number of characters of the kicker in the header and of the status in the footer of every page."""


def docx(report: Report, *, template: bytes | None = None) -> bytes:
    """Return the report as a Word file (ECMA-376). The same report gives the same bytes.

    Styles of `template`, the programme's own Word file, replace ours of the same id.
    """
    from docx import Document  # heavy, and only a Word file needs it
    from docx.image.image import Image
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.parts.image import ImagePart

    document = Document(BytesIO(_template()))
    if template is not None:
        restyle(document, template)
    kept: dict[Picture, str] = {}

    def keep(picture: Picture) -> str:
        if picture not in kept:
            # The library's own method hashes all the images already there again each time.
            name = PackURI(f"/word/media/image{len(kept) + 1}.png")
            part = ImagePart.from_image(Image.from_blob(picture.content), name)
            kept[picture] = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        return kept[picture]

    setting = Body(report, keep=keep, opening=_HEAD_AND_FOOT, first_list=_LISTS + 1)
    for child in list(parse_xml(f"<w:body {NAMESPACES}>{setting.markup()}</w:body>")):
        document.element.body.append(child)
    _number_contents(document)
    for number in setting.lists:
        restarted = (
            f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="1"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
        document.part.numbering_part.element.append(parse_xml(restarted))
    section = document.sections[0]
    section.header.paragraphs[0].add_run(_shortened(report.kicker, _HEAD))
    status = section.footer.paragraphs[0].runs[0]
    status.text, status.style = _shortened(report.status, _FOOT), "Released" if report.version else "Working Copy"
    _describe(document, report)
    out = BytesIO()
    document.save(out)
    return _settled(out.getvalue())


def _number_contents(document: Document) -> None:
    """Write each heading's estimated page into the contents list."""
    listed = document.element.body.xpath("./w:sdt//w:hyperlink")
    found = pages(document.element.body, document.styles.element) if listed else {}
    for entry in listed:
        entry.xpath(".//w:t")[-1].text = str(found[entry.get(f"{WORD}anchor")])


def _describe(document: Document, report: Report) -> None:
    """Fill in the file's document properties."""
    about = document.core_properties
    about.title = _shortened(report.title, _LONGEST)
    about.subject = _shortened(report.kicker, _LONGEST)
    about.author = about.last_modified_by = _shortened(report.author, _LONGEST)
    about.language = "en-GB"
    about.created = about.modified = _DAY
    about.revision = 1


def _shortened(text: str, most: int) -> str:
    told = legible(text)
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"


@cache
def _template() -> bytes:
    """Return the template's files and our typefaces as a zip archive, the format of a Word file."""
    paths = [path for path in _TEMPLATE.rglob("*") if path.is_file()]
    files = {path.relative_to(_TEMPLATE).as_posix(): path.read_bytes() for path in paths} | embedded()
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(files.items()):
            archive.writestr(name, content)
    return out.getvalue()


def _settled(file: bytes) -> bytes:
    """Return the same archive with fixed times instead of the time of writing, and without compression.

    Compressed files would differ from one build of zlib to another, and a report must be the same wherever it is
    verified.
    """
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as written, zipfile.ZipFile(out, "w") as archive:
        for name in written.namelist():
            archive.writestr(zipfile.ZipInfo(name, _DAY.timetuple()[:6]), written.read(name))
    return out.getvalue()
