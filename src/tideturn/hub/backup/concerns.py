"""List problems with the backups for operators: in sentences, each with its urgency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from tideturn.hub.backup.manifest import key_names
from tideturn.hub.backup.models import Backup, KeysCopy, Rehearsal
from tideturn.hub.backup.places import place_of_copies
from tideturn.hub.backup.taking import is_there
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.keys import key_folder

REHEARSE_WITHIN: Final = timedelta(days=90)


@dataclass(frozen=True)
class Concern:
    """Something to see to: its code, what it is, what to do; an alarm cannot wait."""

    code: str
    what: str
    mend: str
    alarm: bool


def concerns() -> tuple[Concern, ...]:
    """Return every problem. This reads the hub's rows and the backup folder, and changes nothing."""
    last = Backup.objects.filter(removed=None).order_by("-at").first()
    rehearsed = Rehearsal.objects.order_by("-at").values_list("at", flat=True).first()
    return (*_about_copies(last), *_about_rehearsals(last, rehearsed), *_about_keys())


def _about_copies(last: Backup | None) -> list[Concern]:
    if not settings.TIDETURN_BACKUP_TO:
        told = "No copies of the hub are taken."
        return [Concern("no_copies", told, "Set TIDETURN_BACKUP_TO and TIDETURN_RECOVERY_KEY.", alarm=True)]
    found = []
    every = settings.TIDETURN_BACKUP_EVERY
    if not every:
        told = "The worker takes no copies: TIDETURN_BACKUP_EVERY is 0."
        found.append(Concern("by_hand", told, "See to it that something else runs tideturn backup.", alarm=False))
    try:
        place = place_of_copies()
    except HubError as error:
        return [*found, Concern("no_place", error.what, error.mend, alarm=True)]
    if place.stat().st_dev == Path(settings.TIDETURN_DATA).stat().st_dev:
        told = f"The copies in {place} lie on the same disk as the data."
        found.append(Concern("same_disk", told, "Keep them on another machine or disk.", alarm=False))
    if last is None:
        found.append(Concern("never", "No copy of the hub was ever taken.", "Run: tideturn backup", alarm=True))
    elif every and clock.now() - last.at > 2 * every:
        told = f"The last copy of the hub is of {clock.spoken(last.at)}."
        found.append(Concern("old", told, "Run tideturn backup, which says what stands in the way.", alarm=True))
    if last is not None and not is_there(last):
        told = f"The last copy, {last.name}, does not lie in {last.place} as it was written."
        found.append(
            Concern("gone", told, "Find out who took it or cut it short, and run: tideturn backup", alarm=True)
        )
    return found


def _about_rehearsals(last: Backup | None, rehearsed: datetime | None) -> list[Concern]:
    """Report that nobody has rehearsed a restore: an untried backup may be useless. Without any backup there is nothing
    to rehearse.
    """
    if last is None or (rehearsed is not None and clock.now() - rehearsed <= REHEARSE_WITHIN):
        return []
    told = (
        "Nobody ever rehearsed putting a copy back."
        if rehearsed is None
        else f"Putting a copy back was last rehearsed {clock.spoken(rehearsed)}."
    )
    return [Concern("not_rehearsed", told, "Run: tideturn restore --rehearse", alarm=False)]


def _about_keys() -> list[Concern]:
    last = KeysCopy.objects.order_by("-at").first()
    mend = "Run: tideturn backup keys FOLDER, which lies elsewhere than the copies of the hub."
    if last is None:
        return [Concern("no_keys", "No copy of the keys was ever taken: no copy opens without.", mend, alarm=True)]
    lacking = any(set(names) - set(last.keys.get(purpose, ())) for purpose, names in key_names(key_folder()).items())
    told = f"The last copy of the keys, of {clock.spoken(last.at)}, lacks keys that are in use."
    return [Concern("keys_lacking", told, mend, alarm=True)] if lacking else []
