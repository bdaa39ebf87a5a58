"""A copy of the keys: shut to the same recovery key, and kept in another place than the copies of the hub."""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from tideturn.hub.audit.record import record
from tideturn.hub.backup import actions
from tideturn.hub.backup.archive import add_bytes, write_archive
from tideturn.hub.backup.manifest import key_names
from tideturn.hub.backup.models import KeysCopy
from tideturn.hub.backup.places import elsewhere, name_of
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.keys import key_folder

WHAT: Final = "tideturn-keys"


def copy_keys(place: Path) -> Path:
    """Write a copy of the keys to a place; where it lies. Raises HubError where it would lie with what they open."""
    copies = Path(settings.TIDETURN_BACKUP_TO) if settings.TIDETURN_BACKUP_TO else None
    elsewhere(place, "The copy of the keys", also_than=copies)
    if not place.is_dir():
        raise HubError(f"There is no folder {place}.", mend="Make it, or connect the disk.")
    at = clock.now()
    path = place / name_of(WHAT, at)
    folder = key_folder()

    def fill(tar: tarfile.TarFile) -> None:
        for name, content in folder.files().items():
            add_bytes(tar, name, content)

    names = key_names(folder)
    written = write_archive(path, fill, to=settings.TIDETURN_RECOVERY_KEY)
    with transaction.atomic():
        copy = KeysCopy.objects.create(at=at, keys=names, sha256=written.sha256)
        told = [key for purpose in names.values() for key in purpose]
        record(actions.KEYS_COPIED, by=None, via="command", on=copy, details={"keys": told})
    return path
