"""Putting a copy back: all of it is opened, proved and made ready, and only then put in place.

Nothing here knows the hub's settings: they are those of the hub that is being made.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from tideturn.hub.backup import manifest
from tideturn.hub.backup.archive import Written, read_archive
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.writing import write_new
from tideturn.hub.crypto.keys import KeyFolder, Purpose
from tideturn.hub.crypto.recovery_key import read_private

_MAKING: Final = ".making"
_PART: Final = 1024 * 1024
_MOST_OF_A_SMALL_PART: Final = 256 * 1024 * 1024
_NAMES: Final = frozenset(f"{purpose}.json" for purpose in Purpose)


@dataclass(frozen=True)
class Asked:
    """What is put back, with what, and where to."""

    archive: Path
    keys: Path
    recovery_key: Path
    into: Path
    keys_into: Path


@dataclass(frozen=True)
class Staged:
    """A copy that was opened and is whole, in folders within those where it shall lie."""

    asked: Asked
    manifest: manifest.Manifest

    @property
    def data(self) -> Path:
        """Return the new data folder."""
        return self.asked.into / _MAKING

    @property
    def keys(self) -> Path:
        """Return the new keys' folder."""
        return self.asked.keys_into / _MAKING

    @property
    def database(self) -> Path:
        """Return the copy of the database; on SQLite it is the database itself."""
        return self.data / ("tideturn.sqlite3" if self.manifest.vendor == "sqlite" else "tideturn.dump")

    def put_in_place(self) -> None:
        """Have both folders hold what was made for them."""
        if self.manifest.vendor != "sqlite":
            self.database.unlink()
        for made in (self.keys, self.data):
            for path in sorted(made.iterdir()):
                os.rename(path, made.parent / path.name)
            made.rmdir()


@contextmanager
def staged(asked: Asked) -> Iterator[Staged]:
    """Open a backup and check it. If this ends before it is in place, leave nothing of it.

    Raise HubError if a target is not empty, if the backup, the keys or the recovery key are wrong, or if the backup's
    manifest does not match its content.
    """
    private = read_private(asked.recovery_key)
    for path in (asked.archive, asked.keys):
        if not path.is_file():
            raise HubError(f"There is no file {path}.", mend="Name the copy as it lies there.")
    _apart(asked)
    with ExitStack() as stack:
        data = stack.enter_context(_made_within(asked.into))
        keys = stack.enter_context(_made_within(asked.keys_into))
        _take_keys(asked.keys, keys, private)
        yield Staged(asked, _take_hub(asked.archive, data, KeyFolder(keys), private))


def _take_keys(path: Path, into: Path, private: str) -> None:
    taken: set[str] = set()

    def take(name: str, content: BinaryIO) -> None:
        if name not in _NAMES or name in taken:
            raise HubError(f"{path} is no copy of the keys.", mend="It is named tideturn-keys-….")
        taken.add(name)
        write_new(content.read(_MOST_OF_A_SMALL_PART), into / name)

    read_archive(path, take, private=private)
    folder = KeyFolder(into)
    folder.create()  # a purpose that an older hub did not know yet
    for purpose in Purpose:
        folder.ring(purpose)


def _take_hub(path: Path, into: Path, keys: KeyFolder, private: str) -> manifest.Manifest:
    found: dict[str, Written] = {}
    said: list[bytes] = []

    def take(name: str, content: BinaryIO) -> None:
        if name == manifest.NAME and not said:
            said.append(content.read(_MOST_OF_A_SMALL_PART))
        elif name not in found and (target := _target(into, name)) is not None:
            found[name] = _written(content, target)
        else:
            raise HubError(f"{path} is no copy of a hub.", mend="It is named tideturn-….")

    read_archive(path, take, private=private)
    if not said:
        raise HubError(f"{path} is no copy of a hub: it does not say what it holds.")
    told = manifest.read(said[0], keys)
    if dict(told.content) != found:
        raise HubError(f"{path} does not hold what it says it holds.", mend="Take another copy.")
    database = into / manifest.DATABASE
    os.rename(database, Staged(Asked(path, path, path, into.parent, into.parent), told).database)
    return told


def _target(into: Path, name: str) -> Path | None:
    """Return the path for a part of the backup, or None for an unknown name."""
    if name == manifest.DATABASE:
        return into / name
    file = name.removeprefix(manifest.FILES)
    if name.startswith(manifest.FILES) and len(file) == 32 and set(file) <= set("0123456789abcdef"):
        return into / "files" / file[:2] / f"{file}.sealed"
    return None


def _written(content: BinaryIO, target: Path) -> Written:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        while part := content.read(_PART):
            digest.update(part)
            size += len(part)
            out.write(part)
        out.flush()
        os.fsync(out.fileno())
    return Written(size, digest.hexdigest())


def _apart(asked: Asked) -> None:
    data, keys = asked.into.resolve(), asked.keys_into.resolve()
    if data == keys or data in keys.parents or keys in data.parents:
        raise HubError("The data and the keys would lie in one another.", mend="Name two folders that lie apart.")


@contextmanager
def _made_within(target: Path) -> Iterator[Path]:
    """Make a folder in the target, on the same disk. Delete it afterwards with its content, and a new target too."""
    if target.is_dir():
        if any(target.iterdir()):
            raise HubError(
                f"{target} is not empty, and a copy is only put back where nothing is.",
                mend="Name a new folder. What is there stays: it may be all that is left.",
            )
    elif target.exists():
        raise HubError(f"{target} is no folder.", mend="Name a folder that is empty or not there yet.")
    new = not target.exists()
    making = target / _MAKING
    try:
        making.mkdir(mode=0o700, parents=True)
        os.chmod(target, 0o700)
    except OSError as error:
        raise HubError(f"{target} cannot be written to ({error.strerror}).", mend="Name another folder.") from error
    try:
        yield making
    finally:
        if making.exists():  # it was not put in place, which takes this folder away
            shutil.rmtree(making, ignore_errors=True)
            if new and not any(target.iterdir()):
                target.rmdir()
