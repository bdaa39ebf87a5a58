"""A Word file of the programme's own, whose styles its reports take."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final
from xml.etree import ElementTree

STYLES: Final = "word/styles.xml"
"""Where a Word file keeps its styles."""
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST: Final = 20_000_000
"""Bytes of styles; a file that claims more is no template."""


def styles_of(content: bytes) -> bytes | None:
    """Return the styles of a Word file as XML; None if it is none, or they cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if archive.getinfo(STYLES).file_size > _LARGEST:
                return None
            styles = archive.read(STYLES)
        # No style sheet of Word's declares a document type, and one from elsewhere could swell without end.
        found = None if b"<!DOCTYPE" in styles else ElementTree.fromstring(styles)  # noqa: S314
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ElementTree.ParseError):
        return None
    return styles if found is not None and found.tag == f"{WORD}styles" else None
