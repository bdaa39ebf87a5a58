"""Files that may be gzipped, read and written as streams; what the disk or the packing does is said, with the place."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import Final

from tideturn.dataset.problems import TideturnError

_GZIP: Final = b"\x1f\x8b"


@contextmanager
def reading(path: Path) -> Iterator[BufferedReader | gzip.GzipFile]:
    """The bytes of a file, unpacked where it is gzipped, whatever its name.

    Raises TideturnError for a file that cannot be read, and for a gzipped one that is cut off or damaged.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            yield gzip.GzipFile(fileobj=file) if packed else file
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
