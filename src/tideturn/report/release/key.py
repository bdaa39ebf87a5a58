"""Keep the key for hashing a folder's files in its releases: `releases/hash.key`.

If a file has few possible rows, a plain hash of it gives the rows away: anyone can hash every possibility and compare
(HMAC: RFC 2104).
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tideturn.dataset.problems import TideturnError
from tideturn.report.release.earlier import RELEASES

KEY: Final = "hash.key"
_BYTES: Final = 32
_MARK: Final = 16


@dataclass(frozen=True)
class HashKey:
    """A secret of 32 bytes. The same key, version, name and content give the same hash."""

    secret: bytes = field(repr=False)

    @property
    def mark(self) -> str:
        """Return 16 hex digits that tell this key from another without giving either away."""
        return self._hex(b"hash.key")[:_MARK]

    def of(self, version: str, name: str, content: bytes) -> str:
        """Return the HMAC-SHA-256 of a file of the dataset, as hex.

        The version and name come before the content. Otherwise equal hashes would show that two files are alike, or
        that one did not change between two releases: counts hidden in both would be known to be equal.
        """
        return self._hex(f"{version}\n{name}\n".encode() + content)

    def as_file(self) -> bytes:
        """Return the content of `hash.key`."""
        return f"{self.secret.hex()}\n".encode()

    def _hex(self, message: bytes) -> str:
        return hmac.new(self.secret, message, "sha256").hexdigest()


def key_of(folder: Path) -> HashKey | None:
    """Return the key of a programme folder, None if it has none yet. Raise TideturnError if the file holds no key."""
    path = folder / RELEASES / KEY
    try:
        held = path.read_bytes()
    except FileNotFoundError:
        return None
    with suppress(ValueError):
        found = bytes.fromhex(held.decode("ascii"))
        if len(found) == _BYTES:
            return HashKey(found)
    raise TideturnError(
        "This is not the key that `tideturn publish` made.",
        place=str(path),
        mend="Put back the copy that lies in the archive of any release, under dataset/releases. If there is none, "
        "delete the file: the next release makes a new key, and earlier ones can then be verified with their archive "
        "alone.",
    )


def made_key(folder: Path) -> HashKey:
    """Return the key of a programme folder, creating it if there is none. Only its owner may read the file.

    Write the whole key under a temporary name, then give it its own name only if no file has that name. So if two
    people publish at the same time, both use the same key.
    """
    found = key_of(folder)
    if found is not None:
        return found
    path = folder / RELEASES / KEY
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f"{KEY}.partial-{secrets.token_hex(4)}")
    made = HashKey(secrets.token_bytes(_BYTES))
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(made.as_file())
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        except OSError:  # a disk without hard links
            if not path.exists():
                temporary.replace(path)
    except OSError as fault:
        fault.filename = str(path)  # the error must name the file that its reader knows
        raise
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return key_of(folder) or made
