"""Find a file's type by its content and not by its name, and remove a camera's metadata from a picture."""

from __future__ import annotations

import io
import threading
import zipfile
from typing import Final

from PIL import Image, ImageOps

from tideturn.hub.common.errors import HubError

MOST: Final = 25 * 1024 * 1024
"""Bytes that a file may have."""
_MOST_DOTS: Final = 40_000_000
"""Maximum pixels of a picture when unpacked: more than the camera of any caseworker's phone has."""
_ONE_AT_A_TIME: Final = threading.Lock()
"""What a picture is unpacked to has some 160 MB; all threads at once would have that each."""
_MOST_UNPACKED: Final = 500 * 1024 * 1024
_FORMS: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
# Many phones write several pictures in one file; the first is an ordinary JPEG.
_PICTURES: Final = {form: kind for kind, form in _FORMS.items()} | {"MPO": "image/jpeg"}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_WITHIN: Final = {
    "word/document.xml": f"{_OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}presentationml.presentation",
}
_DECLARED_IN: Final = (
    "[content_types].xml",
    "word/_rels/document.xml.rels",
    "xl/_rels/workbook.xml.rels",
    "ppt/_rels/presentation.xml.rels",
)
"""Part that lists the types of the parts: a program reads each part as the type listed, whatever its name."""
_MOST_DECLARED: Final = 4 * 1024 * 1024
_MACROS: Final = (b"vbaproject", b"macroenabled")

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
"""Accepted types, each with the file ending for downloads."""


class NotTakenError(HubError):
    """A file that is not kept: too large, of a type that is not taken, or not what it seems."""


def kind_of(content: bytes) -> str:
    """Return a file's type by its content. Raise NotTakenError if it is too large, empty or not of an accepted type."""
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
    """Return a picture without the place, time and device of its taking, and any other file unchanged.

    Turn a picture that its camera marked as turned. Raise NotTakenError for a picture that cannot be read completely.
    """
    form = _FORMS.get(kind)
    if form is None:
        return content
    out = io.BytesIO()
    try:
        with _ONE_AT_A_TIME, Image.open(io.BytesIO(content), formats=[form]) as taken:
            _require_drawable(taken)
            ImageOps.exif_transpose(taken, in_place=True)
            taken.load()
            # All metadata is in `info`; transparency is part of the picture.
            taken.info = {name: told for name, told in taken.info.items() if name == "transparency"}
            taken.save(out, form, **({"quality": 90} if form != "PNG" else {}))
    except NotTakenError:
        raise
    except Exception as error:  # what a broken picture makes the library raise is of any kind
        raise NotTakenError("The picture cannot be read whole.", mend="Open it, save it anew, send that.") from error
    return out.getvalue()


def _pdf(content: bytes) -> str:
    return "application/pdf" if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:] else ""


def _picture(content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content), formats=list(_FORMS.values())) as picture:
            _require_drawable(picture)
            return _PICTURES.get(str(picture.format), "")
    except NotTakenError:
        raise
    except Image.DecompressionBombError as error:
        raise NotTakenError("The picture has far too many dots.", mend="Make it smaller, and send that.") from error
    except Exception:  # what anything but a picture makes the library raise is of any kind
        return ""


def _require_drawable(picture: Image.Image) -> None:
    """Raises NotTakenError for a picture that is too large, or that moves."""
    width, height = picture.size
    if width * height > _MOST_DOTS:
        raise NotTakenError(f"The picture has {width} by {height} dots.", mend="Make it smaller, and send that.")
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise NotTakenError(
            "The picture moves, and one of its pictures alone would be kept.",
            mend="Save the one that counts, and send that.",
        )


def _office(content: bytes) -> str:
    """Return the type of a Word, Excel or PowerPoint file: an archive with that program's part and without macros."""
    if not content.startswith(b"PK\x03\x04"):  # an archive may stand behind a program, which would be run
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            declared = [
                archive.open(part).read(_MOST_DECLARED) for part in parts if part.filename.lower() in _DECLARED_IN
            ]
    except Exception:  # what a broken archive makes the library raise is of any kind
        return ""
    kind = next((kind for within, kind in _WITHIN.items() if within in {part.filename for part in parts}), "")
    if not kind:
        return ""
    named = " ".join(part.filename for part in parts).encode("utf-8", "replace")
    # In two bytes a letter, as XML may be, every other one is naught.
    if any(sign in told.replace(b"\0", b"").lower() for told in (named, *declared) for sign in _MACROS):
        raise NotTakenError("The document holds macros, which are programs.", mend="Save it without them.")
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise NotTakenError("The document unpacks to more than any document should.", mend="Save it anew.")
    return kind


def _text(content: bytes) -> str:
    """Return the type of plain text in UTF-8, or in UTF-16 with its mark. HTML counts as plain text too."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        told = content.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return "text/plain" if all(letter >= " " or letter in "\t\r\n\f" for letter in told) else ""
