"""What people do with jobs: start one, and cancel it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.jobs.endings import end
from tideturn.hub.jobs.kinds import JobKind
from tideturn.hub.jobs.models import ENDED, HELD, Job, State
from tideturn.hub.jobs.queries import own_jobs
from tideturn.hub.jobs.queue import enqueue

_STARTED: Final = action("jobs.start_job", Kind.WRITE, "started a job")
_CANCELLED: Final = action("jobs.cancel_job", Kind.WRITE, "cancelled a job")
MOST_AT_ONCE: Final = 10
"""Jobs of one person that have not ended."""


@service(_STARTED, open_because="Each kind of job names the permission that it needs, which is asked first.")
def start_job(*, by: Standing, kind: JobKind, arguments: Mapping[str, Any] | None = None, site: str = "") -> Job:
    """Have a job done as soon as its turn comes; at a site, where the permission is to be asked for there.

    `arguments` are what JSON can hold. The permission is asked for again when it runs and when its result is fetched.
    Raises RefusedError without it, and HubError for somebody who has too many under way.
    """
    by.require(kind.needs, site=site or None)
    if own_jobs(by).exclude(state__in=ENDED).count() >= MOST_AT_ONCE:
        raise HubError(
            f"You have {MOST_AT_ONCE} pieces of work under way.", mend="Wait until one has ended, or cancel one."
        )
    now = clock.now()
    job = Job.objects.create(
        kind=kind.name,
        by_id=by.user,
        site=site,
        at=now,
        next_at=now,
        arguments=json.dumps(dict(arguments or {})),
        state=State.WAITING,
    )
    enqueue(job)
    record(_STARTED, by=by.user, via=by.via, on=job, site=site, details={"kind": kind.name})
    return job


@service(_CANCELLED, open_because="Everybody may cancel what they started.")
def cancel_job(*, by: Standing, pk: UUID) -> Job:
    """Cancel one of the person's own jobs: at once if it waits, else at its next step. Raise HubError if it ended."""
    job = own_jobs(by).select_for_update().filter(pk=pk).first()
    if job is None:
        raise NotVisibleError(Refused(by.user, _CANCELLED.name, by.via))
    if job.state in ENDED:
        raise HubError("It has ended already.")
    if job.state == State.CANCELLING:
        return job
    record(_CANCELLED, by=by.user, via=by.via, on=job, site=job.site, details={"kind": job.kind})
    if job.state in HELD:
        job.state = State.CANCELLING
        job.save(update_fields=["state"])
    else:
        end(job, State.CANCELLED, via=by.via)
    return job
