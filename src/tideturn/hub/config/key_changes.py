"""Keys taken into use and out of it, each as one step: what the folder, the database and the audit know of it agree."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from tideturn.hub.audit.actions import Action, Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.backup.places import elsewhere
from tideturn.hub.common.errors import KeysError
from tideturn.hub.common.writing import write_new
from tideturn.hub.crypto.key_proof import forget_key, prove_keys
from tideturn.hub.crypto.keys import Key, Purpose, as_file, key_folder
from tideturn.hub.crypto.rotation import Rotated, Told, rotate

ROTATED: Final = action("config.rotate_keys", Kind.WRITE, "took a new key into use")
FORGOTTEN: Final = action("config.forget_key", Kind.WRITE, "took an older key out of the keys' folder")


def rotate_key(purpose: Purpose, *, resume: bool, on_progress: Told | None = None) -> Rotated:
    """Take a new key into use, unless one that was is gone on with, and seal or mark everything anew.

    The database and the audit know of the key before anything bears its name. Raises KeysError as `rotate` does.
    """
    with key_folder().alone():
        if not resume:
            key_folder().add(purpose)
        with transaction.atomic():
            for of, key in prove_keys():
                tell(ROTATED, purpose=of, key=key.id)
        return rotate(purpose, on_progress=on_progress)


def forget_older(purpose: Purpose, *, to: Path) -> tuple[Key, ...]:
    """Move the keys before the one in use into a file elsewhere, once nothing here needs them any more.

    The folder is changed last: what stops half-way leaves a key too many, which the next start remembers. Raises
    KeysError where something needs them still, and HubError where the file cannot be written or would lie with the hub.
    """
    if purpose in (Purpose.AUDIT, Purpose.EVENTS, Purpose.BACKUP):
        kept_for = "are copies" if purpose is Purpose.BACKUP else "is an audit"
        raise KeysError(
            f"The older {purpose} keys are needed for as long as there {kept_for}: they prove what they sealed."
        )
    copies = Path(settings.TIDETURN_BACKUP_TO) if settings.TIDETURN_BACKUP_TO else None
    elsewhere(to, "The older keys", also_than=copies)
    folder = key_folder()
    with folder.alone():
        done = rotate(purpose)
        if done.unopened:
            raise KeysError(
                f"{len(done.unopened)} values do not open, and an older key may be what opens them. The first: "
                f"{done.unopened[0].why}",
                mend=f"See each of them with: tideturn keys rotate {purpose} --resume",
            )
        if done.older:
            _write(as_file(purpose, done.older), to)
            with transaction.atomic():
                for key in done.older:
                    forget_key(purpose, key.id)
                    tell(FORGOTTEN, purpose=purpose, key=key.id)
                transaction.on_commit(lambda: folder.forget_all_but_current(purpose))
    return done.older


def _write(content: str, path: Path) -> None:
    """Write a new file that only its owner can read. Raise KeysError if it exists or cannot be written."""
    try:
        write_new(content.encode("ascii"), path)
    except OSError as error:
        raise KeysError(
            f"{path} cannot be written ({error.strerror}), so that no key was taken out.",
            mend="Name a file that is not there yet, in a folder that is.",
        ) from error


def tell(what: Action, *, purpose: str, key: str) -> None:
    """Write to the audit log without an account: an operator of the machine needs none."""
    with transaction.atomic():
        record(what, by=None, via="command", details={"purpose": purpose, "key": key})
