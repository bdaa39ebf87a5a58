"""Write and read an encrypted archive: a tar with a few kinds of parts, encrypted for the recovery key as it is
written.

It opens with any program that reads age and tar: `age -d -i KEY ARCHIVE | tar x`.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, cast

from tideturn.hub.common.errors import HubError
from tideturn.hub.common.writing import keep_names
from tideturn.hub.crypto import recovery_key

_PART: Final = 1024 * 1024


class Written(NamedTuple):
    """A file as it was written: its length and its SHA-256."""

    size: int
    sha256: str


def write_archive(path: Path, fill: Callable[[tarfile.TarFile], None], *, to: str) -> Written:
    """Write an archive: whole, on the disk and read once more, or not at all.

    `fill` is called in another thread, and asks the database nothing. Raises HubError where the disk does not take it.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("xb") as out:
            os.fchmod(out.fileno(), 0o600)
            counted = _Counted(out)
            _shut(counted, fill, to=to)
            out.flush()
            os.fsync(out.fileno())
        written = Written(counted.size, counted.hash.hexdigest())
        if measured(partial) != written:
            raise HubError(f"What was written to {path.parent} is not what is read there.", mend="Is the disk sound?")
        os.replace(partial, path)
        keep_names(path.parent)
    except OSError as error:
        raise HubError(
            f"The copy could not be written to {path.parent} ({error.strerror or error}).",
            mend="Is there room, and may the hub write there?",
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return written


def measured(path: Path) -> Written:
    """Return the length and hash of an encrypted file. Raise HubError if it is not one."""
    with path.open("rb") as file:
        if file.read(len(recovery_key.BEGINNING)) != recovery_key.BEGINNING:
            raise HubError(f"{path} does not begin as a copy does.", mend="Take another copy.")
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256")
        return Written(file.tell(), digest.hexdigest())


def read_archive(path: Path, take: Callable[[str, BinaryIO], None], *, private: str) -> None:
    """Give every part of an archive to `take`, by its name. What was taken counts only when this has ended.

    Raises RecoveryError where it does not open whole, and HubError where it cannot be read or holds no plain files.
    """
    failed: list[BaseException] = []
    broken = False

    def unshut(pipe: BinaryIO) -> None:
        with path.open("rb") as source:
            recovery_key.unshut(source, pipe, private=private, name=str(path))

    try:
        with _fed(unshut, failed) as pipe:
            try:
                with tarfile.open(fileobj=pipe, mode="r|") as tar:
                    for part in tar:
                        content = tar.extractfile(part) if part.isreg() else None
                        if content is None:
                            raise HubError(f"{path} holds {part.name[:80]}, which is no plain file.")
                        take(part.name, cast(BinaryIO, content))
            except tarfile.TarError:
                broken = True
            # What follows is read too: the archive is whole when its last piece has opened, and only then what is wrong
            # with it is known.
            while pipe.read(_PART):
                pass
    finally:
        told = next((error for error in failed if not isinstance(error, BrokenPipeError)), None)
        if isinstance(told, OSError):
            raise HubError(f"{path} cannot be read ({told.strerror or told}).") from told
        if told is not None:
            raise told
    if broken:
        raise HubError(f"{path} holds no archive of a hub.")


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Add a part that is at hand."""
    part = tarfile.TarInfo(name)
    part.size, part.mode = len(content), 0o600
    tar.addfile(part, io.BytesIO(content))


def add_file(tar: tarfile.TarFile, name: str, path: Path) -> Written:
    """Add a part that lies in a file, and say what it was. Raises FileNotFoundError."""
    with path.open("rb") as source:
        part = tarfile.TarInfo(name)
        part.size, part.mode = os.fstat(source.fileno()).st_size, 0o600
        read = _Read(source)
        tar.addfile(part, cast(Any, read))
    return Written(part.size, read.hash.hexdigest())


def _shut(out: Any, fill: Callable[[tarfile.TarFile], None], *, to: str) -> None:
    failed: list[BaseException] = []

    def filled(pipe: BinaryIO) -> None:
        with tarfile.open(fileobj=pipe, mode="w|") as tar:
            fill(tar)

    with _fed(filled, failed) as pipe:
        recovery_key.shut(pipe, out, to=to)
    if failed:
        raise failed[0]


@contextmanager
def _fed(feed: Callable[[BinaryIO], None], failed: list[BaseException]) -> Iterator[BinaryIO]:
    """Open a pipe for another thread to write to. The thread ends before this does; `failed` gets its error."""
    reading, writing = os.pipe()

    def fed() -> None:
        try:
            with os.fdopen(writing, "wb") as pipe:
                feed(pipe)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=fed, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as pipe:
            yield pipe
    finally:
        thread.join()


class _Counted:
    """A file that is written to, counted and hashed on the way."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self.hash, self.size = out, hashlib.sha256(), 0

    def write(self, part: bytes) -> int:
        self.hash.update(part)
        self.size += len(part)
        return self._out.write(part)

    def flush(self) -> None:
        self._out.flush()


class _Read:
    """A file that is read, hashed on the way."""

    def __init__(self, source: BinaryIO) -> None:
        self._source, self.hash = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self._source.read(size)
        self.hash.update(part)
        return part
