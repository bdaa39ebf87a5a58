"""What the worker does about copies: takes one when it is time, writes the ledger beside them, and logs concerns."""

from __future__ import annotations

import threading
import time
from typing import Final

import structlog
from django.conf import settings

from tideturn.hub.audit.anchors import write_head_to
from tideturn.hub.backup import ledger_file
from tideturn.hub.backup.concerns import concerns
from tideturn.hub.backup.models import Backup
from tideturn.hub.backup.places import place_of_copies
from tideturn.hub.backup.taking import take
from tideturn.hub.common import clock
from tideturn.hub.common.rounds import keep_up
from tideturn.hub.crypto.keys import Purpose, ring

log = structlog.get_logger("tideturn.backup")

_TICK_SECONDS: Final = 5.0
_LONGEST_PAUSE: Final = 15 * 60.0
_TELL_SECONDS: Final = 60 * 60.0


def keep_copies(stop: threading.Event) -> None:
    """Look after the copies until `stop` is set; what goes wrong is logged, and tried again after a longer pause."""
    next_telling = time.monotonic()

    def look() -> None:
        nonlocal next_telling
        if time.monotonic() >= next_telling:
            next_telling = time.monotonic() + _TELL_SECONDS
            log_concerns()
        if settings.TIDETURN_BACKUP_TO and is_due():
            _take()

    keep_up(stop, look, every=_TICK_SECONDS, log=log, failed="backup_failed", longest=_LONGEST_PAUSE)


def keep_ledger(stop: threading.Event) -> None:
    """Have the ledger tell within seconds of what must not come back, also while a copy is taken or none can be."""

    def write() -> None:
        if settings.TIDETURN_BACKUP_TO:
            beside_copies()

    keep_up(stop, write, every=_TICK_SECONDS, log=log, failed="ledger_not_written")


def is_due() -> bool:
    """Return whether the next backup is due."""
    every = settings.TIDETURN_BACKUP_EVERY
    if not every:
        return False
    last = Backup.objects.order_by("-at").values_list("at", flat=True).first()
    return last is None or clock.now() - last >= every


def beside_copies() -> None:
    """Bring the ledger and the heads of the audit's chain beside the copies up to date. Raises HubError."""
    place = place_of_copies()
    ledger_file.write_what_is_missing(place, ring(Purpose.BACKUP))
    write_head_to(place)


def log_concerns() -> None:
    """Tell the log what is to be seen to about the copies."""
    for concern in concerns():
        say = log.error if concern.alarm else log.warning
        say(f"backup_{concern.code}", what=concern.what, mend=concern.mend)


def _take() -> None:
    taken = take(via="worker")
    log.info("backup_taken", name=taken.backup.name, size=taken.backup.size, files=taken.backup.files)
    if taken.lost:
        log.error("backup_files_lost", files=[str(one) for one in taken.lost])
