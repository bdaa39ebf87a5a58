"""What a file is, by what stands in it and not by its name; and a picture without what its camera wrote into it."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from tideturn.hub.kernel.errors import HubError

MOST: Final = 25 * 1024 * 1024
"""Bytes that a file may have."""
_MOST_DOTS: Final = 60_000_000
"""Dots of a picture: more than any camera's that a caseworker carries, and what one may be unpacked to."""
_MOST_UNPACKED: Final = 500 * 1024 * 1024
_PICTURES: Final = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_WITHIN: Final = {
    "word/document.xml": f"{_OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}presentationml.presentation",
}
_MACROS: Final = "vbaProject.bin"

# Ours counts, and is looked at before a picture is unpacked: the library's own would only warn at first.
Image.MAX_IMAGE_PIXELS = None

ENDINGS: Final = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    f"{_OFFICE}wordprocessingml.document": ".docx",
    f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}presentationml.presentation": ".pptx",
    "text/plain": ".txt",
}
"""Every type that is taken, with the ending that its file is given when it goes out."""


class NotTakenError(HubError):
    """A file that is not kept: too large, of a type that is not taken, or not what it seems."""


def kind_of(content: bytes) -> str:
    """The type of a file by its content. Raises NotTakenError where it is too large, empty, or of a type not taken."""
    if len(content) > MOST:
        size = f"{len(content) / 1024 / 1024:.1f}"
        raise NotTakenError(f"The file has {size} MiB, and a file may have 25.", mend="Send it in parts, or smaller.")
    if not content:
        raise NotTakenError("The file is empty.", mend="Look whether it was saved before it was sent.")
    for known in (_pdf, _picture, _office, _text):
        kind = known(content)
        if kind:
            return kind
    raise NotTakenError(
        "The file is of a type that is not kept here.",
        mend="Kept are PDF, pictures (PNG, JPEG, WebP), documents of Word, Excel and PowerPoint without macros, and "
        "plain text.",
    )


def without_traces(content: bytes, kind: str) -> bytes:
    """A picture drawn anew without where, when and with what it was taken; any other file as it is.

    A picture that its camera marked as turned is turned. Raises NotTakenError for a picture that cannot be read whole.
    """
    form = next((form for form, told in _PICTURES.items() if told == kind), None)
    if form is None:
        return content
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as taken:
            _not_too_large(taken)
            drawn = ImageOps.exif_transpose(taken)
            drawn.load()
            plain = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
            if drawn.mode == "P" and (palette := drawn.getpalette()):
                plain.putpalette(palette)
            plain.save(out, form, **({"quality": 90} if form != "PNG" else {}))
    except (OSError, ValueError, SyntaxError) as error:
        raise NotTakenError("The picture cannot be read whole.", mend="Open it, save it anew, send that.") from error
    return out.getvalue()


def _pdf(content: bytes) -> str:
    return "application/pdf" if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:] else ""


def _picture(content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content), formats=list(_PICTURES)) as picture:
            _not_too_large(picture)
            return _PICTURES[str(picture.format)]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return ""


def _not_too_large(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > _MOST_DOTS:
        raise NotTakenError(f"The picture has {width} by {height} dots.", mend="Make it smaller, and send that.")


def _office(content: bytes) -> str:
    """A document of Word, Excel or PowerPoint: an archive with the part that makes it one, and without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        return ""
    names = {part.filename for part in parts}
    kind = next((kind for within, kind in _WITHIN.items() if within in names), "")
    if not kind:
        return ""
    if any(name.endswith(_MACROS) for name in names):
        raise NotTakenError("The document holds macros, which are programs.", mend="Save it without them.")
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise NotTakenError("The document unpacks to more than any document should.", mend="Save it anew.")
    return kind


def _text(content: bytes) -> str:
    """Plain text in UTF-8, or in UTF-16 with its mark; nothing that a browser might read as a page is told from it."""
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            told = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(letter >= " " or letter in "\t\r\n\f" for letter in told):
            return "text/plain"
    return ""
