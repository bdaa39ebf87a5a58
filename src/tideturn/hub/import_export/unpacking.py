"""A folder as one file: packed for whoever takes it away, and unpacked where nobody else can read it, for as long as it
is read.
"""

from __future__ import annotations

import fcntl
import io
import lzma
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings

from tideturn.hub.common.errors import HubError

MOST: Final = 2 * 1024**3
"""Bytes that a folder may have, unpacked: some ten million rows."""
MOST_FILES: Final = 20_000
_PIECE: Final = 1 << 20
PLACE: Final = "unpacked"
"""The folder beside the data in which all is unpacked, each in one of its own; the hub's account alone enters it."""
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
    with _places() as places:
        place = Path(tempfile.mkdtemp(dir=places))
        held = _held(place)
    assert held is not None
    try:
        yield _laid_out(content, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(held)


def sweep() -> None:
    """Delete what a process left that was killed while it read; what another reads is held by it."""
    with _places() as places:
        for left in places.parent.glob(f"{PLACE}-*"):  # an earlier version of the hub left it beside
            shutil.rmtree(left, ignore_errors=True)
        for left in places.iterdir():
            held = _held(left)
            if held is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(held)


@contextmanager
def _places() -> Iterator[Path]:
    """Where everything is unpacked, held alone: so that nothing is swept away between being made and being held."""
    places = Path(settings.TIDETURN_DATA) / PLACE
    places.mkdir(mode=0o700, exist_ok=True)
    places.chmod(0o700)
    alone = os.open(places, os.O_RDONLY)
    try:
        fcntl.flock(alone, fcntl.LOCK_EX)
        yield places
    finally:
        os.close(alone)


def _held(place: Path) -> int | None:
    """A hold on a folder, which ends with the process; None where another has it, or it is gone by now."""
    try:
        handle = os.open(place, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


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
