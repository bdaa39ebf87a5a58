"""Describe a backup in its last part: what it holds and which keys it needs, signed by the hub."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from tideturn.hub.backup.archive import Written
from tideturn.hub.backup.signatures import is_signed, sign
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.keys import KeyFolder, Keyring, Purpose

NAME: Final = "manifest.json"
DATABASE: Final = "database"
FILES: Final = "files/"
_FORM: Final = 1


@dataclass(frozen=True)
class Manifest:
    """What a copy holds."""

    at: datetime
    version: str
    """Version of Tideturn that made it."""
    vendor: str
    content: Mapping[str, Written]
    """Length and SHA-256 of every part, by its name."""
    absent: tuple[str, ...]
    """Files that the database names and that were not in the store."""
    keys: Mapping[str, tuple[str, ...]]
    """The names of the keys that it needs, by their purpose."""
    head: tuple[int, str]
    """The audit's last link: its number and mac."""
    migrations: tuple[tuple[str, str], ...]

    @property
    def files(self) -> int:
        """Return how many stored files it holds."""
        return sum(name.startswith(FILES) for name in self.content)


def written(manifest: Manifest, ring: Keyring) -> bytes:
    """Return the signed manifest."""
    told: Any = json.loads(json.dumps(asdict(manifest) | {"at": manifest.at.isoformat(), "form": _FORM}))
    return json.dumps({"told": told, "signed": sign(told, ring)}, sort_keys=True).encode()


def read(kept: bytes, keys: KeyFolder) -> Manifest:
    """Return a backup's manifest, verified with the keys that came with it.

    Raise HubError if the keys did not sign it, or if one that it needs is missing.
    """
    try:
        both = json.loads(kept)
        told, signed = both["told"], both["signed"]
        form = told["form"]
    except (ValueError, KeyError, TypeError):
        raise HubError("The copy says nothing of what it holds, so that it is none of a hub.") from None
    if form != _FORM:
        raise HubError(f"The copy is of form {form}, which this version does not know.", mend="Install a newer one.")
    missing = [
        f"{purpose} {key}"
        for purpose, needed in told["keys"].items()
        for key in sorted(set(needed) - set(_names(keys, purpose)))
    ]
    if missing:
        raise HubError(
            f"The copy of the keys lacks what this copy of the hub needs: {', '.join(missing)}.",
            mend="Take the copy of the keys that was made after it, or before them that belongs to this hub.",
        )
    if not is_signed(told, signed, keys.ring(Purpose.BACKUP)):
        raise HubError("The copy was not made by the hub to which these keys belong.", mend="Take another copy.")
    return Manifest(
        at=datetime.fromisoformat(told["at"]),
        version=told["version"],
        vendor=told["vendor"],
        content={name: Written(size, digest) for name, (size, digest) in told["content"].items()},
        absent=tuple(told["absent"]),
        keys={purpose: tuple(names) for purpose, names in told["keys"].items()},
        head=(told["head"][0], told["head"][1]),
        migrations=tuple((app, name) for app, name in told["migrations"]),
    )


def key_names(keys: KeyFolder) -> dict[str, tuple[str, ...]]:
    """Return the names of all keys, by purpose."""
    return {purpose.value: _names(keys, purpose.value) for purpose in Purpose}


def _names(keys: KeyFolder, purpose: str) -> tuple[str, ...]:
    if purpose not in list(Purpose):
        raise HubError(f"The copy needs keys for {purpose}, which this version does not know.", mend="Install a newer.")
    return tuple(key.id for key in keys.ring(Purpose(purpose)).keys)
