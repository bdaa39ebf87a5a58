"""Write files that survive a power cut: readable by their owner alone, and on the disk before the function returns."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def put(content: bytes, path: Path) -> None:
    """Whole or not at all: written beside the file, on the disk, then put in its place. Raises OSError."""
    handle, written = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".partial")
    try:
        _write(content, handle)
        os.replace(written, path)
    except BaseException:
        Path(written).unlink(missing_ok=True)
        raise
    keep_names(path.parent)


def write_new(content: bytes, path: Path) -> None:
    """Write a new file. Raise OSError, also if it exists."""
    _write(content, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def keep_names(folder: Path) -> None:
    """Have a folder's names on the disk too: without its name a file that is written is lost. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(content: bytes, handle: int) -> None:
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
