"""Taking a copy of the hub while it is used: the database at one moment, and every file that it names then."""

from __future__ import annotations

import fcntl
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tideturn import __version__
from tideturn.hub.audit.record import record
from tideturn.hub.backup import actions, manifest
from tideturn.hub.backup.archive import Written, add_bytes, add_file, write_archive
from tideturn.hub.backup.databases import check_copy, snapshot
from tideturn.hub.backup.models import Backup
from tideturn.hub.backup.places import name_of, place_of_copies
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.files import kept_at
from tideturn.hub.crypto.keys import Purpose, key_folder
from tideturn.hub.crypto.models import KeptFile

WHAT: Final = "tideturn"
_WORK: Final = ".tideturn-copying-"
Via = Literal["command", "worker"]


@dataclass(frozen=True)
class Taken:
    """A copy that was taken; files that the store should have had and has not; and how many older were removed."""

    backup: Backup
    lost: tuple[UUID, ...]
    removed: int


def take(*, via: Via) -> Taken:
    """Take a copy, read it once more, write down that it was taken, and remove older ones beyond those to be kept.

    Raises HubError where one is being taken, and where it cannot be.
    """
    place = place_of_copies()
    with _alone(), _work() as work:
        at = clock.now()
        path = place / name_of(WHAT, at)
        copy = work / "database"
        found = snapshot(copy)
        check_copy(found.vendor, copy)
        content: dict[str, Written] = {}
        absent: list[UUID] = []

        def fill(tar: tarfile.TarFile) -> None:
            content[manifest.DATABASE] = add_file(tar, manifest.DATABASE, copy)
            for file in found.files:
                name = f"{manifest.FILES}{file.hex}"
                try:
                    content[name] = add_file(tar, name, kept_at(file))
                except FileNotFoundError:
                    absent.append(file)
            told = manifest.Manifest(
                at=at,
                version=__version__,
                vendor=found.vendor,
                content=content,
                absent=tuple(file.hex for file in absent),
                # Read last: a file may have been sealed with a key that was taken into use meanwhile.
                keys=manifest.key_names(key_folder()),
                head=found.head,
                migrations=found.migrations,
            )
            add_bytes(tar, manifest.NAME, manifest.written(told, key_folder().ring(Purpose.BACKUP)))

        written = write_archive(path, fill, to=settings.TIDETURN_RECOVERY_KEY)
        with transaction.atomic():
            backup = Backup.objects.create(
                at=at,
                place=str(place),
                name=path.name,
                size=written.size,
                sha256=written.sha256,
                files=len(found.files) - len(absent),
                keys=manifest.key_names(key_folder()),
                head=found.head[0],
            )
            record(
                actions.TAKEN,
                by=None,
                via=via,
                on=backup,
                details={"size": written.size, "files": backup.files, "head": backup.head, "sha256": written.sha256},
            )
        # A file that was deleted meanwhile is not lost; one that the database still names is.
        lost = tuple(KeptFile.objects.filter(pk__in=absent).order_by("pk").values_list("pk", flat=True))
        return Taken(backup, lost, _remove_older(backup, via))


def listed() -> Sequence[Backup]:
    """Return the backups that exist, newest first."""
    return list(Backup.objects.filter(removed=None).order_by("-at"))


def is_there(backup: Backup) -> bool:
    """Return whether a backup is in its place with its full length. A change inside it shows when it is read."""
    try:
        return (Path(backup.place) / backup.name).stat().st_size == backup.size
    except OSError:
        return False


def _remove_older(newest: Backup, via: Via) -> int:
    """Delete backups beyond those to keep, and return how many. The first to keep was just written and read.

    A missing or incomplete backup does not count as one to keep.
    """
    keep = settings.TIDETURN_BACKUP_KEEP
    there = [backup for backup in listed() if is_there(backup)]
    if not keep or newest not in there[:keep]:
        return 0
    removed = 0
    for backup in there[keep:]:
        (Path(backup.place) / backup.name).unlink(missing_ok=True)
        with transaction.atomic():
            backup.removed = clock.now()
            backup.save(update_fields=["removed"])
            record(actions.REMOVED, by=None, via=via, on=backup)
        removed += 1
    return removed


@contextmanager
def _alone() -> Iterator[None]:
    """Lock, so that only one backup is made at a time. Raise HubError."""
    with (Path(settings.TIDETURN_DATA) / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise HubError("A copy is being taken already.", mend="Wait until it is done.") from None
        yield


@contextmanager
def _work() -> Iterator[Path]:
    """Make a folder beside the data, as protected as they are, after deleting what a killed process left."""
    data = Path(settings.TIDETURN_DATA)
    for left in data.glob(f"{_WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=_WORK, dir=data))
    os.chmod(work, 0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
