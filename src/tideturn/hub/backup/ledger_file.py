"""The ledger as it is kept beside the copies: one signed entry a line, each signed together with the one before it."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from tideturn.hub.backup.places import LEDGER
from tideturn.hub.backup.signatures import is_signed, sign
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.keys import Keyring
from tideturn.hub.crypto.models import LedgerEntry

_TOLD: Final = ("id", "at", "kind", "subject", "details")


@dataclass(frozen=True)
class Line:
    """Return an entry as a line of the file."""

    id: UUID
    at: datetime
    kind: str
    subject: UUID
    details: dict[str, str | None]


def read(path: Path, ring: Keyring) -> tuple[Line, ...]:
    """Return all entries, oldest first; none without a file. Skip a last line that was cut off.

    Raise HubError if an entry was changed, added or removed.
    """
    return tuple(_line(told) for told in _read(path, ring))


def write_what_is_missing(place: Path, ring: Keyring) -> int:
    """Write every entry of the database that the file lacks; how many those were. Raises HubError.

    Where there are none yet the file is made all the same: one that is not there is lost.

    One process at a time does this: two that add to the same end would break the chain.
    """
    with (Path(settings.TIDETURN_DATA) / "ledger.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _write_what_is_missing(place / LEDGER, ring)


def _write_what_is_missing(path: Path, ring: Keyring) -> int:
    known = _read(path, ring)
    there = {one["id"] for one in known}
    missing = [one for one in LedgerEntry.objects.order_by("at", "pk") if str(one.pk) not in there]
    if not missing and path.exists():
        return 0
    before = known[-1]["signed"]["mac"] if known else ""
    lines = []
    for entry in missing:
        told: dict[str, Any] = {
            "id": str(entry.pk),
            "at": entry.at.isoformat(),
            "kind": entry.kind,
            "subject": str(entry.subject),
            "details": entry.details,
        }
        signed = sign([before, told], ring)
        before = signed["mac"]
        lines.append(json.dumps(told | {"signed": signed}, sort_keys=True) + "\n")
    try:
        with path.open("r+b" if path.exists() else "xb") as out:
            out.seek(0, os.SEEK_END)
            out.truncate(_whole(path))
            out.seek(0, os.SEEK_END)
            out.write("".join(lines).encode())
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise HubError(
            f"The ledger beside the copies, {path}, cannot be written ({error.strerror}).",
            mend="Until it can, a copy that is put back would bring back who has left since.",
        ) from error
    return len(missing)


def _read(path: Path, ring: Keyring) -> list[dict[str, Any]]:
    try:
        content = path.read_bytes()[: _whole(path)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise HubError(f"The ledger {path} cannot be read ({error.strerror}).") from error
    before, found = "", []
    for number, line in enumerate(content.splitlines(), 1):
        try:
            both = json.loads(line)
            told = {name: both[name] for name in _TOLD}
            right = is_signed([before, told], both["signed"], ring)
            _line(told)
        except (ValueError, KeyError, TypeError):
            right = False
        if not right:
            raise HubError(
                f"Line {number} of the ledger {path} is not as this hub wrote it, or one before it is gone.",
                mend="Take the ledger from where another copy of it is kept, and find out who wrote to this one.",
            )
        before = both["signed"]["mac"]
        found.append(told | {"signed": both["signed"]})
    return found


def _whole(path: Path) -> int:
    """Return the length of the file's complete lines: a power cut may have left part of one."""
    return path.read_bytes().rfind(b"\n") + 1 if path.exists() else 0


def _line(told: dict[str, Any]) -> Line:
    return Line(
        id=UUID(told["id"]),
        at=datetime.fromisoformat(told["at"]),
        kind=str(told["kind"]),
        subject=UUID(told["subject"]),
        details=dict(told["details"]),
    )
