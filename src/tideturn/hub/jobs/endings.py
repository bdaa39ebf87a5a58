"""End a job or put it off for another run. Log it in the audit, and notify a person who waited long for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse

from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import Detail, Via, record
from tideturn.hub.common import clock
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.jobs.models import ENDED, Job, State
from tideturn.hub.notices.kinds import NoticeKind
from tideturn.hub.notices.telling import tell

_PUT_OFF: Final = action("jobs.put_off_job", Kind.WRITE, "had a job put off, to be run again")
_ENDED: Final = action("jobs.end_job", Kind.WRITE, "had a job end")
KEPT_FOR: Final = timedelta(hours=24)
_LONG: Final = timedelta(minutes=2)
"""Waits shorter than this need no notice: the person is still on the page."""
JOB_ENDED: Final = NoticeKind(
    "jobs.job_ended",
    told="Work that you started has ended",
    address=lambda job: reverse("jobs:job", args=[job]),
)


def end(
    job: Job, state: State, *, outcome: str = "", error: str = "", made: KeptFile | None = None, via: Via = "worker"
) -> None:
    """Write down the end of a job, within the transaction that has locked it. What it was given is forgotten."""
    now = clock.now()
    job.state, job.ended_at, job.lease_until, job.worker = state, now, None, ""
    job.arguments, job.outcome, job.error, job.made = None, outcome or None, error or None, made
    job.expires_at = now + KEPT_FOR if outcome or error or made else None
    if state == State.DONE:
        job.percent = 100
    job.save(
        update_fields=[
            *("state", "ended_at", "lease_until", "worker", "arguments", "outcome", "error", "made", "expires_at"),
            "percent",
        ]
    )
    details: dict[str, Detail] = {"kind": job.kind, "state": state.value, "attempts": job.attempts}
    record(_ENDED, by=job.by_id, via=via, on=job, site=job.site, details=details)
    if state != State.CANCELLED and now - job.at > _LONG:
        tell(JOB_ENDED, to=[job.by_id], about=job.pk)


def put_off(job: Job, until: datetime) -> None:
    """Have a job wait again, within the transaction that has locked it; the worker puts it back into the queue."""
    job.state, job.next_at, job.lease_until, job.worker = State.WAITING, until, None, ""
    job.said, job.percent, job.queued = "", None, None
    job.save(update_fields=["state", "next_at", "lease_until", "worker", "said", "percent", "queued", "attempts"])
    told: dict[str, Detail] = {"kind": job.kind, "attempts": job.attempts}
    record(_PUT_OFF, by=job.by_id, via="worker", on=job, site=job.site, details=told)


def shut_doors() -> dict[str, int]:
    """Cancel every job that has not ended; how many there were.

    It was under way when a copy was taken that is put back now, and nobody knows how it went on.
    """
    with transaction.atomic():
        found = list(Job.objects.select_for_update().exclude(state__in=ENDED).order_by("pk"))
        for job in found:
            end(job, State.CANCELLED, via="command")
    return {"jobs": len(found)}
