"""Keep the hub's keys in a folder of their own, apart from the data and from Django's own secret.

Each purpose has one file with a list of keys, and the last one is in use. Older keys still open what they sealed, until
everything has been sealed again. Every key is 32 bytes from the system's random source.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from django.conf import settings

from tideturn.hub.common.errors import KeysError, MisconfiguredError
from tideturn.hub.common.writing import put

_BYTES: Final = 32
_ONLY_OURS: Final = 0o600
_FOLDER_OURS: Final = 0o700
_DEMO: Final = "demo"
"""First letter of the names of a demonstration's keys; no purpose begins with it."""
_LOCK: Final = ".lock"


class Purpose(StrEnum):
    """What a key is for. No key serves two purposes."""

    RECORDS = "records"
    """Seals identity and free text, and files."""
    SPECIAL = "special"
    """Seals what has readers of its own, such as equality and therapy."""
    INDEX = "index"
    """Finds a name without opening any."""
    EVENTS = "events"
    """Marks an event of the audit as written by the hub."""
    AUDIT = "audit"
    """Seals the chain of audit rows."""
    WEB = "web"
    """Signs sessions and links."""
    BACKUP = "backup"
    """Signs what is kept elsewhere: a copy's list of what it holds, and the ledger beside the copies."""


@dataclass(frozen=True)
class Key:
    """A key by the name that what it sealed bears."""

    id: str
    secret: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Tells this key from another, and says nothing of it: an HMAC of a word under it."""
        return hmac.digest(self.secret, b"tideturn fingerprint", "sha256")[:16].hex()


@dataclass(frozen=True)
class Keyring:
    """The keys of one purpose, the one in use last."""

    purpose: Purpose
    keys: tuple[Key, ...]

    @cached_property
    def current(self) -> Key:
        """Return the key in use, which seals new values."""
        return self.keys[-1]

    def named(self, key_id: str) -> Key:
        """Return the key with this name. Raise KeysError if it is missing."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise KeysError(
            f"The {self.purpose} key “{key_id[:40]}” is not in the keys' folder, and something was sealed with it.",
            mend="Put that key back from where the keys are kept safe; nothing else opens what it sealed.",
        )


class KeyFolder:
    """The folder that holds the keys, read again whenever one of its files has changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[Purpose, tuple[tuple[int, int], Keyring]] = {}
        self._ours_alone = False

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Lock the keys so that no other process changes them. Raise KeysError if one is changing them."""
        if self._ours_alone:
            yield
            return
        handle = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT, _ONLY_OURS)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise KeysError(
                    f"Another command is changing the keys in {self.folder}.",
                    mend="Wait until it has ended, and try again.",
                ) from error
            self._ours_alone = True
            yield
        finally:
            self._ours_alone = False
            os.close(handle)

    def ring(self, purpose: Purpose) -> Keyring:
        """Return the current keys of a purpose. Raise KeysError if their file is missing or damaged."""
        path = self._path(purpose)
        try:
            state = path.stat()
        except OSError as error:
            raise KeysError(
                f"The file of {purpose} keys, {path}, cannot be read ({error.strerror}).",
                mend="Put the keys' folder back from where it is kept safe. Only a hub without records can begin with "
                "new keys.",
            ) from error
        stamp = (state.st_mtime_ns, state.st_ino)
        known = self._read.get(purpose)
        if known is None or known[0] != stamp:
            known = stamp, self._parsed(purpose, path)
            self._read[purpose] = known
        return known[1]

    def create(self, *, demo: bool = False) -> tuple[Purpose, ...]:
        """Make the folder and a first key for every purpose that has none, which are returned; what is there stays.

        Keys of a demonstration bear that in their names, and all that is sealed with them bears these.
        """
        self.folder.mkdir(mode=_FOLDER_OURS, parents=True, exist_ok=True)
        with self.alone():
            missing = tuple(purpose for purpose in Purpose if not self._path(purpose).exists())
            for purpose in missing:
                self._write(Keyring(purpose, (_new_key(purpose, (), _DEMO if demo else ""),)))
        return missing

    @property
    def is_demo(self) -> bool:
        """Return whether the keys are a demonstration's. A hub stays one as long as it has its records and audit."""
        return any(key.id.startswith(_DEMO) for purpose in Purpose for key in self._readable(purpose))

    def _readable(self, purpose: Purpose) -> tuple[Key, ...]:
        try:
            return self.ring(purpose).keys
        except KeysError:
            return ()

    def take_back(self, made: tuple[Purpose, ...]) -> None:
        """Take first keys out again that were just made, and that nothing was sealed with."""
        for purpose in made:
            self._path(purpose).unlink(missing_ok=True)

    def add(self, purpose: Purpose) -> Keyring:
        """Add a new key to a purpose, in use from now on, and keep the older ones. Raise KeysError as `alone` does."""
        with self.alone():
            ring = self.ring(purpose)
            grown = Keyring(purpose, (*ring.keys, _new_key(purpose, ring.keys)))
            self._write(grown)
        return grown

    def forget_all_but_current(self, purpose: Purpose) -> tuple[Key, ...]:
        """Take the keys before the one in use out of the folder; they are returned, since older copies need them."""
        with self.alone():
            ring = self.ring(purpose)
            self._write(Keyring(purpose, (ring.current,)))
        return ring.keys[:-1]

    def files(self) -> dict[str, bytes]:
        """Return every file of keys by its name, for a backup. Raise KeysError if one is damaged."""
        found = {}
        for purpose in Purpose:
            self.ring(purpose)
            found[self._path(purpose).name] = self._path(purpose).read_bytes()
        return found

    def open_to_others(self) -> list[Path]:
        """Return the files in the folder that other users may read or write."""
        paths = [self.folder, *(self._path(purpose) for purpose in Purpose)]
        return [path for path in paths if path.exists() and path.stat().st_mode & 0o077]

    def _path(self, purpose: Purpose) -> Path:
        return self.folder / f"{purpose}.json"

    def _parsed(self, purpose: Purpose, path: Path) -> Keyring:
        try:
            told = json.loads(path.read_text("ascii"))
            keys = tuple(Key(one["id"], base64.b64decode(one["secret"], validate=True)) for one in told["keys"])
            right = told["purpose"] == purpose and keys and all(len(key.secret) == _BYTES for key in keys)
        except (OSError, ValueError, KeyError, TypeError, binascii.Error) as error:
            raise _damaged(path) from error
        if not right or len({key.id for key in keys}) != len(keys):
            raise _damaged(path)
        return Keyring(purpose, keys)

    def _write(self, ring: Keyring) -> None:
        put(as_file(ring.purpose, ring.keys).encode("ascii"), self._path(ring.purpose))


def ring(purpose: Purpose) -> Keyring:
    """Return the current keys of a purpose."""
    return _folder(Path(settings.TIDETURN_KEYS)).ring(purpose)


def key_folder() -> KeyFolder:
    """Return the folder of keys."""
    return _folder(Path(settings.TIDETURN_KEYS))


@cache
def _folder(path: Path) -> KeyFolder:
    return KeyFolder(path)


def require_apart(keys: Path, data: Path) -> None:
    """Raises MisconfiguredError where a copy of the one folder would hold the other, or one of the keys lies in it."""
    own = data.resolve()
    for lying in (keys, *keys.glob("*.json")):
        lies = lying.resolve()
        if lies == own or own in lies.parents or lies in own.parents:
            raise MisconfiguredError(
                f"The keys ({lies}) and the data ({own}) lie in one another, so that one copy would hold both.",
                mend="Set TIDETURN_KEYS and TIDETURN_DATA to folders of which neither holds or links to the other.",
            )


def as_file(purpose: Purpose, keys: tuple[Key, ...]) -> str:
    """Return the text of a file with a purpose's keys."""
    told = [{"id": key.id, "secret": base64.b64encode(key.secret).decode()} for key in keys]
    return json.dumps({"purpose": purpose, "keys": told}, indent=1)


def _new_key(purpose: Purpose, known: tuple[Key, ...], begins: str = "") -> Key:
    """Make a key with a random name, which no other key of the purpose has had, in any hub."""
    taken = {key.id for key in known}
    while (name := f"{begins}{purpose[0]}{secrets.token_hex(4)}") in taken:
        pass
    return Key(name, secrets.token_bytes(_BYTES))


def _damaged(path: Path) -> KeysError:
    return KeysError(
        f"{path} is not a file of keys as the hub writes it.",
        mend="Put it back from where the keys are kept safe.",
    )
