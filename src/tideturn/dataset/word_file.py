"""Read a Word file of the programme's own, whose styles its reports use."""

from __future__ import annotations

import codecs
import lzma
import re
import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

STYLES: Final = "word/styles.xml"
"""Path of the styles within a Word file."""
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST: Final = 20_000_000
"""Maximum size of the styles in bytes; a file that claims more is no template."""
_DECLARED: Final = re.compile(r"<\?xml\s([^>]*)\?>")
_ENCODING: Final = re.compile(r"""encoding\s*=\s*["'](?!utf-(?:8|16)["'])""", re.IGNORECASE)
"""Pattern for any declared encoding but UTF-8 and UTF-16, the two that every XML parser must support."""
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, KeyError, OSError, RuntimeError),
    *(ValueError, SyntaxError),  # wrong encoding; not XML, or nested too deep
)


def styles_of(content: bytes) -> BaseOxmlElement | None:
    """Return the styles of a Word file; None if it is none, or they cannot be read."""
    from docx.oxml import parse_xml  # heavy, and only a template needs it

    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if archive.getinfo(STYLES).file_size > _LARGEST:
                return None
            text = _text(archive.read(STYLES))
        # This parser resolves no entities, opens no network address and refuses deep nesting.
        styles = None if text is None else parse_xml(text.encode())
    except _DAMAGED:
        return None
    return styles if styles is not None and styles.tag == f"{WORD}styles" else None


def _text(part: bytes) -> str | None:
    """Return the XML without its declaration; None if it declares a DOCTYPE or an encoding Word does not write."""
    wide = part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = part.decode("utf-16" if wide else "utf-8-sig")
    declared = _DECLARED.match(text)
    # Word never writes a DOCTYPE, and its entities could expand without limit.
    if "<!DOCTYPE" in text or (declared and _ENCODING.search(declared[1])):
        return None
    return text[declared.end() :].lstrip() if declared else text
