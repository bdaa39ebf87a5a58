"""A folder as one file: packed for whoever takes it away, and unpacked where nobody else can read it, for as long as it
is read.
"""

from __future__ import annotations

import io
import lzma
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings

from tideturn.hub.kernel.errors import HubError

MOST: Final = 2 * 1024**3
"""Bytes that a folder may have, unpacked: some ten million rows."""
MOST_FILES: Final = 20_000
_PIECE: Final = 1 << 20
BEGINS: Final = "unpacked-"
"""How the folders begin in which something is unpacked."""
_WORKBOOK: Final = "xl/workbook.xml"
_ITS_OWN: Final = ("surveys", "transcripts", "pathways", "releases")
"""What a programme folder may hold as folders."""
_SAME_DAY: Final = (1980, 1, 1, 0, 0, 0)
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
"""What reading or writing a file of an archive may raise that is damaged, locked, or packed in a way unknown here."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as one: the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _SAME_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return out.getvalue()


@contextmanager
def unpacked(content: bytes) -> Iterator[Path]:
    """The folder, or the workbook, that a file holds; it is gone afterwards.

    Raises HubError for a file that is neither a ZIP archive of a folder nor a workbook, that is too large unpacked, or
    that would be written elsewhere.
    """
    place = Path(tempfile.mkdtemp(prefix=BEGINS, dir=settings.TIDETURN_DATA))  # nobody else may enter it
    try:
        yield _laid_out(content, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _laid_out(content: bytes, place: Path) -> Path:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise HubError(
            "The file is neither a ZIP archive nor a workbook.",
            mend="Pack the programme folder as a ZIP archive, or send its workbook as .xlsx.",
        ) from None
    with archive:
        if _WORKBOOK in archive.namelist():
            book = place / "programme.xlsx"
            book.write_bytes(content)
            return book
        _unpack(archive, place)
    return _top(place)


def _unpack(archive: zipfile.ZipFile, place: Path) -> None:
    members = [member for member in archive.infolist() if not member.is_dir() and not _is_aside(member.filename)]
    if len(members) > MOST_FILES:
        raise HubError(f"The archive holds {len(members):,} files.", mend=f"Send a folder of at most {MOST_FILES:,}.")
    left = MOST
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or "\0" in member.filename:
            raise HubError(
                "The archive holds a file that would be written outside of its folder.",
                mend="Pack the folder anew, with the programme that came with your computer.",
            )
        target = place.joinpath(*path.parts)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as packed_file, target.open("xb") as out:
                while piece := packed_file.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise HubError("The folder is too large.", mend="Send its parts one after the other.")
                    out.write(piece)
        except _DAMAGED as fault:
            if isinstance(fault, RuntimeError) and "password" in str(fault):
                raise HubError("The archive is locked with a password.", mend="Pack it without one.") from None
            raise HubError(
                f"“{path}” cannot be unpacked.", mend="Pack the folder anew, and look whether it opens."
            ) from None


def _is_aside(name: str) -> bool:
    """What a computer puts beside people's own files."""
    # A way up is told of, and not left aside; and some programs pack each file as ./name.
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("..", ".")]
    return any(part.startswith((".", "~$", "__MACOSX")) or part == "Thumbs.db" for part in parts)


def _top(place: Path) -> Path:
    """The folder itself, where the archive holds it with its name."""
    inside = list(place.iterdir())
    within = len(inside) == 1 and inside[0].is_dir() and inside[0].name not in _ITS_OWN
    return inside[0] if within else place
