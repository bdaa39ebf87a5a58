"""Streams to read and write files that may be gzipped; errors of the disk or the packing name the file."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import Final, Protocol

from tideturn.dataset.problems import TideturnError

SWELLS: Final = 400
"""Maximum ratio of unpacked to packed size.

No log reaches it, however compactly it is packed; a file made to fill the memory does.
"""
FREE: Final = 64 << 20
"""Bytes that may be unpacked from any file, however small it is packed."""
_GZIP: Final = b"\x1f\x8b"


class Bytes(Protocol):
    """A source of bytes that can be read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`; none at the end."""
        ...


class _Unpacked:
    """A gzipped file, unpacked as it is read, until it swells beyond what an event log can."""

    def __init__(self, file: BufferedReader, name: str) -> None:
        self._file = file
        self._name = name
        self._stream = gzip.GzipFile(fileobj=file)
        self._read = 0

    def read(self, size: int, /) -> bytes:
        found = self._stream.read(size)
        self._read += len(found)
        if self._read > FREE and self._read > SWELLS * self._file.tell():
            what = f"it was packed to less than a {SWELLS}th of what it holds, as no log of events is."
            mend = "Unpack it and look what is in it; it may be made to fill the memory."
            raise TideturnError(what, place=self._name, mend=mend)
        return found


def is_packed(path: Path) -> bool:
    """Return whether a file is gzipped, by its first bytes. Raise OSError where it cannot be read."""
    with path.open("rb") as file:
        return file.read(len(_GZIP)) == _GZIP


@contextmanager
def reading(path: Path) -> Iterator[Bytes]:
    """Open a file to read bytes, unpacked where it is gzipped, whatever its name.

    Read it some MiB at a time. Raise TideturnError for a file that cannot be read, and for a gzipped one that is cut
    off, damaged, or swells without end as it is read.
    """
    try:
        packed = is_packed(path)
        with path.open("rb") as file:
            yield _Unpacked(file, path.name) if packed else file
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        what = "ends in the middle" if isinstance(fault, EOFError) else "is damaged"
        mend = "Copy it or export it again."
        raise TideturnError(f"the compressed file {what}.", place=path.name, mend=mend) from None
    except OSError as fault:
        what = f"it cannot be read: {fault.strerror or fault}."
        raise TideturnError(what, place=str(path), mend="Check the path.") from None


@contextmanager
def writing(path: Path) -> Iterator[BufferedWriter | gzip.GzipFile]:
    """Open a file to write bytes, gzipped where its name ends in .gz: same bytes in, same bytes on disk.

    Raise TideturnError where the file cannot be written.
    """
    try:
        with path.open("wb") as file:
            if path.suffix == ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                    yield packed
            else:
                yield file
    except OSError as fault:
        what = f"it cannot be written: {fault.strerror or fault}."
        raise TideturnError(what, place=str(path), mend="Check the folder.") from None
