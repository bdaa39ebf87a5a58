"""The checks of what the hub is made of: its database, workers, disks, audit, copies, e-mail and jobs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from tideturn.hub.accounts.models import User
from tideturn.hub.audit import anchors
from tideturn.hub.audit.models import Event, Unsealed
from tideturn.hub.backup.concerns import concerns
from tideturn.hub.backup.models import Backup
from tideturn.hub.common import clock
from tideturn.hub.health.checks import Finding, Pressing
from tideturn.hub.health.signs import Worker, last_sign
from tideturn.hub.jobs.queries import jobs_state
from tideturn.hub.notices.queries import mail_state

SILENT: Final = timedelta(minutes=5)
"""Maximum silence of a worker: it waits a minute after a failure, and for the database."""
_GIBIBYTE: Final = 2**30
_SEALED_WITHIN: Final = timedelta(minutes=5)
_MAILED_WITHIN: Final = timedelta(hours=1)
_BEGUN_WITHIN: Final = timedelta(hours=1)
_WORKERS: Final = {
    Worker.SEALING: "The worker that seals the audit and sends e-mails",
    Worker.JOBS: "The worker that runs jobs",
}


def database() -> Iterator[Finding]:
    """Check that the database answers. An exception is reported like any check that fails to run."""
    with transaction.atomic():  # which on the embedded database asks for the right to write
        User.objects.exists()
    yield from ()


def workers() -> Iterator[Finding]:
    """Check that each worker has given a sign of life lately."""
    for worker, told in _WORKERS.items():
        last = last_sign(worker)
        if last is None or clock.now() - last > SILENT:
            since = "ever" if last is None else f"since {clock.spoken(last)}"
            yield Finding(
                f"{told} has given no sign of life {since}.",
                "Look into the hub's log for why it stopped, then start the hub again.",
                Pressing.NOW,
            )


def disk() -> Iterator[Finding]:
    """Check the free space for data and backups: a gibibyte, and as much as the largest backup."""
    largest = Backup.objects.filter(removed=None).aggregate(largest=Max("size"))["largest"] or 0
    places = {"data": (Path(settings.TIDETURN_DATA), _GIBIBYTE)}
    if settings.TIDETURN_BACKUP_TO:
        places["copies"] = Path(settings.TIDETURN_BACKUP_TO), max(_GIBIBYTE, largest)
    for what, (place, needed) in places.items():
        if not place.is_dir():
            continue  # the check of the backups reports this
        free = shutil.disk_usage(place).free
        if free < 5 * needed:
            yield Finding(
                f"On the disk of the {what} {free / _GIBIBYTE:.1f} GiB are free.",
                "Make room there, or move it to a larger disk.",
                Pressing.NOW if free < needed else Pressing.SOON,
            )


def audit() -> Iterator[Finding]:
    """Check that the audit's chain lacks no link, that events are sealed in time, and that its heads are copied
    elsewhere.
    """
    if lost := anchors.lost():
        error = anchors.LostLinksError(lost[-1])
        yield Finding(error.what, error.mend, Pressing.NOW)
    else:
        yield from _unsealed()
    if settings.TIDETURN_ANCHORS and not os.access(settings.TIDETURN_ANCHORS, os.W_OK | os.X_OK):
        yield Finding(
            f"The heads of the audit's chain cannot be written to {settings.TIDETURN_ANCHORS}.",
            "Connect that place again, or see TIDETURN_ANCHORS.",
        )


def _unsealed() -> Iterator[Finding]:
    oldest = Event.objects.filter(pk__in=Unsealed.objects.values("event")).order_by("at").values_list("at", flat=True)
    first = oldest.first()
    if first is not None and clock.now() - first > _SEALED_WITHIN:
        yield Finding(
            f"{Unsealed.objects.count()} events of the audit are not sealed, the oldest of {clock.spoken(first)}.",
            "Look into the hub's log for what keeps the worker from sealing them.",
            Pressing.NOW,
        )


def backup() -> Iterator[Finding]:
    """Check the backups."""
    for concern in concerns():
        yield Finding(concern.what, concern.mend, Pressing.NOW if concern.alarm else Pressing.SOON)


def mail() -> Iterator[Finding]:
    """Check that e-mails are sent."""
    if not settings.TIDETURN_MAIL:
        return
    state, mend = mail_state(), "See TIDETURN_MAIL, and whether the mail server takes e-mails from the hub."
    if state.oldest is not None and (state.failing or clock.now() - state.oldest > _MAILED_WITHIN):
        waited = clock.now() - state.oldest > _MAILED_WITHIN
        yield Finding(
            f"E-mails wait: {state.waiting}, the oldest since {clock.spoken(state.oldest)}.",
            mend,
            Pressing.NOW if waited else Pressing.SOON,
        )
    if state.given_up:
        yield Finding(f"E-mails that were given up within the last 30 days: {state.given_up}.", mend)


def jobs() -> Iterator[Finding]:
    """Check that jobs start in time and that none failed in the last day."""
    state = jobs_state()
    if state.oldest is not None and clock.now() - state.oldest > _BEGUN_WITHIN:
        yield Finding(
            f"Jobs wait for their turn: {state.waiting}, the oldest since {clock.spoken(state.oldest)}.",
            "See whether a long one is under way; if none is, look into the log.",
        )
    if state.failed:
        yield Finding(
            f"Jobs that failed within the last day: {state.failed}.",
            "Ask whoever started one for its reference, and look for that in the log.",
        )
