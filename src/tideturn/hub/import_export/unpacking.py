"""A folder as one file: pack it for the person who exports it, and unpack it for as long as it is read, where nobody
else can read it.
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
"""Maximum size of an unpacked folder in bytes: some ten million rows."""
MOST_FILES: Final = 20_000
_PIECE: Final = 1 << 20
PLACE: Final = "unpacked"
"""Name of the directory, in the data directory, that holds everything unpacked, each in its own directory. Only the
hub's account can enter it.
"""
_WORKBOOK: Final = "xl/workbook.xml"
_ITS_OWN: Final = ("surveys", "transcripts", "pathways", "releases")
"""Names of the directories that a programme folder may hold."""
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
"""Exceptions from reading or writing a file of an archive that is damaged, locked, or packed in an unknown way."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one: the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _SAME_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return out.getvalue()


@contextmanager
def unpacked(content: bytes) -> Iterator[Path]:
    """Yield the path of the folder or workbook that a file holds, and delete it afterwards.

    Raise HubError if the file is neither a ZIP archive of a folder nor a workbook, is too large unpacked, or would be
    written to another place.
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
    """Delete what a killed process left unpacked; a process that is still reading holds a lock on its own."""
    with _places() as places:
        for left in places.parent.glob(f"{PLACE}-*"):  # an earlier version of the hub unpacked there
            shutil.rmtree(left, ignore_errors=True)
        for left in places.iterdir():
            held = _held(left)
            if held is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(held)


@contextmanager
def _places() -> Iterator[Path]:
    """Yield the directory that holds everything unpacked, locked, so that no directory is deleted between its creation
    and its own lock.
    """
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
    """Return a lock on a directory, which ends with the process; None if another process has it or the directory is
    gone.
    """
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
            mend="Pack the programme folder as a ZIP archive, or upload its workbook as .xlsx.",
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
        raise HubError(
            f"The archive holds {len(members):,} files.", mend=f"Upload a folder with at most {MOST_FILES:,}."
        )
    left = MOST
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or "\0" in member.filename:
            raise HubError(
                "The archive holds a file that would be written outside of its folder.",
                mend="Pack the folder again, with the program that came with your computer.",
            )
        target = place.joinpath(*path.parts)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as packed_file, target.open("xb") as out:
                while piece := packed_file.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise HubError("The folder is too large.", mend="Import its parts one after the other.")
                    out.write(piece)
        except _DAMAGED as fault:
            if isinstance(fault, RuntimeError) and "password" in str(fault):
                raise HubError("The archive is locked with a password.", mend="Pack it without one.") from None
            raise HubError(
                f"“{path}” cannot be unpacked.", mend="Pack the folder again, and check that it opens."
            ) from None


def _is_aside(name: str) -> bool:
    """Say whether the file is one that a computer adds to people's own files."""
    # “..” is reported and not skipped, and some programs pack each file as ./name.
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("..", ".")]
    return any(part.startswith((".", "~$", "__MACOSX")) or part == "Thumbs.db" for part in parts)


def _top(place: Path) -> Path:
    """Return the folder itself, even if the archive holds it in a directory with its name."""
    inside = list(place.iterdir())
    within = len(inside) == 1 and inside[0].is_dir() and inside[0].name not in _ITS_OWN
    return inside[0] if within else place
