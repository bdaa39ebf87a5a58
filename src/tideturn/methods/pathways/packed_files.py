"""Files that may be gzipped, read and written as streams; what the disk or the packing does is said, with the place."""

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
"""So many times its packed size no log comes to, written as closely as may be; what is made to fill a memory does."""
FREE: Final = 64 << 20
"""Bytes that may be unpacked of any file, however small it was packed."""
_GZIP: Final = b"\x1f\x8b"


class Bytes(Protocol):
    """What can be read some bytes at a time."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""
        ...


class _Unpacked:
    """A gzipped file as it is unpacked, until it has swollen beyond what an event log can."""

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
    """Whether a file is gzipped, by its first bytes. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return file.read(len(_GZIP)) == _GZIP


@contextmanager
def reading(path: Path) -> Iterator[Bytes]:
    """The bytes of a file, unpacked where it is gzipped, whatever its name.

    Raises TideturnError for a file that cannot be read, and for a gzipped one that is cut off, damaged, or swells
    without end as it is read: take it some MiB at a time.
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
    """A file to write bytes to, gzipped where its name ends in .gz: same bytes in, same bytes on disk.

    Raises TideturnError where the file cannot be written.
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
