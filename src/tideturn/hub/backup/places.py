"""Find the folder for copies, which lies apart from the data and the keys.

A system check reports a folder that could never hold copies when the hub starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import recovery_key

LEDGER: Final = "tideturn-ledger.jsonl"
_ENDING: Final = ".tar.age"


def place_of_copies() -> Path:
    """Return the backup folder. Raise HubError if it is not set, does not exist or is in a forbidden place."""
    if not settings.TIDETURN_BACKUP_TO:
        raise HubError(
            "No place is set where copies are kept.",
            mend="Set TIDETURN_BACKUP_TO to a folder on another machine or disk, and TIDETURN_RECOVERY_KEY.",
        )
    place = Path(settings.TIDETURN_BACKUP_TO)
    elsewhere(place, "The copies")
    if not place.is_dir():
        raise HubError(f"The place of the copies, {place}, is not there.", mend="Make the folder, or connect the disk.")
    return place


def elsewhere(path: Path, what: str, *, also_than: Path | None = None) -> None:
    """Raises HubError where something would lie with the data or with the keys, or they in it."""
    own = path.resolve()
    apart = {"data": Path(settings.TIDETURN_DATA), "keys": Path(settings.TIDETURN_KEYS)}
    if also_than is not None:
        apart["copies of the hub"] = also_than
    for name, folder in apart.items():
        folder = folder.resolve()
        if own == folder or folder in own.parents or own in folder.parents:
            raise HubError(
                f"{what} would be kept in {path}, which lies with the {name} in {folder}.",
                mend="Name a folder elsewhere, best on another machine: what befalls one must not befall the other.",
            )


def name_of(what: str, at: datetime) -> str:
    """Return a backup's name: its content and its time in UTC, in characters that every file system accepts."""
    utc = at.astimezone(UTC)
    return f"{what}-{utc:%Y-%m-%dT%H-%M-%S}-{utc.microsecond // 1000:03}Z{_ENDING}"


def copies_can_be_taken(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Check that backups go elsewhere and that the recovery key works. The daily health check covers the disk."""
    found: list[CheckMessage] = []
    key = settings.TIDETURN_RECOVERY_KEY
    if (key or settings.TIDETURN_BACKUP_TO) and (wrong := recovery_key.wrong_with(key)):
        found.append(
            Error(wrong, hint="Set it to the public half, as tideturn backup keypair shows it.", id="tideturn.E301")
        )
    if settings.TIDETURN_BACKUP_TO:
        try:
            elsewhere(Path(settings.TIDETURN_BACKUP_TO), "The copies")
        except HubError as error:
            found.append(Error(error.what, hint=error.mend, id="tideturn.E302"))
    return found
