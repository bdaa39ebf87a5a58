"""Read jobs for pages: the user's own with their progress and results, and the state of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from tideturn.hub.access.closed.marks import ruled_by_hand
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.disclosing import disclosing
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.common import clock
from tideturn.hub.common.record_ids import record_id
from tideturn.hub.common.unruled import unruled
from tideturn.hub.crypto import files
from tideturn.hub.jobs.kinds import JOB_KINDS
from tideturn.hub.jobs.models import ENDED, HELD, Job, State

_READ: Final = action("jobs.read_outcome", Kind.DISCLOSURE, "read the result of a job")
_DOWNLOADED: Final = action("jobs.download_result", Kind.DISCLOSURE, "downloaded what a job made")
_SHOWN: Final = 100
_LATELY: Final = timedelta(days=1)
_TOLD: Final = {
    State.WAITING: "Waits for its turn",
    State.RUNNING: "Under way",
    State.CANCELLING: "Being cancelled",
    State.DONE: "Done",
    State.FAILED: "Did not work",
    State.CANCELLED: "Cancelled",
}


@dataclass(frozen=True)
class JobLine:
    """A job in the list of the person who started it."""

    id: UUID
    title: str
    told: str
    at: datetime
    percent: int | None


@dataclass(frozen=True)
class JobShown:
    """A job as the person who started it sees it. While it `goes_on`, the page refreshes."""

    id: UUID
    title: str
    told: str
    goes_on: bool
    may_be_cancelled: bool
    at: datetime
    again_at: datetime | None
    """When it is tried again, after it did not work."""
    ended_at: datetime | None
    said: str
    percent: int | None
    failed: bool
    reference: str
    outcome: str
    error: str
    has_file: bool
    expires_at: datetime | None
    lets: bool
    """Whether they may still see what came of it."""


@dataclass(frozen=True)
class JobsState:
    """How the queue fares: jobs that could begin and wait, since when the oldest, those that run, and what failed."""

    waiting: int
    oldest: datetime | None
    running: int
    failed: int
    """Within the last day."""


def jobs_of(by: Standing) -> tuple[JobLine, ...]:
    """Return the jobs that a person started, newest first."""
    rows = own_jobs(by).order_by("-at", "pk")[:_SHOWN]
    return tuple(JobLine(one.pk, _title(one), _TOLD[State(one.state)], one.at, one.percent) for one in rows)


def job_shown(by: Standing, pk: UUID) -> JobShown:
    """Return one of the person's own jobs. Log who reads it, since its result may name somebody.

    Raise NotVisibleError if it is somebody else's or does not exist.
    """
    job = _found(by, pk)
    kind = JOB_KINDS.get(job.kind)
    lets = kind is not None and by.may(kind.needs, site=job.site or None)
    outcome = error = ""
    if lets and job.state in (State.FAILED, State.DONE) and job.expires_at is not None:
        with disclosing(_READ, by=by.user, via=by.via, records=(record_id(job),), subjects=(), on=job, site=job.site):
            outcome, error = job.outcome or "", job.error or ""
    return JobShown(
        id=job.pk,
        title=_title(job),
        told=_TOLD[State(job.state)],
        goes_on=job.state not in ENDED,
        may_be_cancelled=job.state in (State.WAITING, State.RUNNING),
        at=job.at,
        again_at=job.next_at if job.state == State.WAITING and job.attempts else None,
        ended_at=job.ended_at,
        said=job.said,
        percent=job.percent,
        failed=job.state == State.FAILED,
        reference=job.reference,
        outcome=outcome,
        error=error,
        has_file=lets and job.made_id is not None,
        expires_at=job.expires_at,
        lets=lets,
    )


def job_of(by: Standing, pk: UUID | None) -> JobShown | None:
    """Return the job that an app's record names, as `job_shown` does. Return None if it names none, names somebody
    else's, or if the job is deleted.
    """
    if pk is None:
        return None
    try:
        return job_shown(by, pk)
    except NotVisibleError:
        return None


@unruled("Checks whether a job has ended. Anyone who can see the record that names it may know.")
def has_ended(pk: UUID | None) -> bool:
    """Return whether a job has ended or is deleted."""
    return pk is None or not Job.objects.filter(pk=pk).exclude(state__in=ENDED).exists()


def result_taken(by: Standing, pk: UUID) -> files.FileInClear:
    """Return the file that one of the person's own jobs made, if they still have the permission that its kind needs.

    Raise NotVisibleError if there is no file (any more), and RefusedError if they have lost the permission.
    """
    job = _found(by, pk)
    kind = JOB_KINDS.get(job.kind)
    if job.made is None or job.expires_at is None or job.expires_at <= clock.now() or kind is None:
        raise _unseen(by)
    by.require(kind.needs, site=job.site or None)
    opened = (record_id(job.made),)
    with disclosing(_DOWNLOADED, by=by.user, via=by.via, records=opened, subjects=(), on=job, site=job.site):
        return files.taken(job.made)


def jobs_state() -> JobsState:
    """Return the state of the queue, in one query."""
    now = clock.now()
    waits = Q(state=State.WAITING, next_at__lte=now)
    failed = Q(state=State.FAILED, ended_at__gte=now - _LATELY)
    told = Job.objects.filter(waits | Q(state__in=HELD) | failed).aggregate(
        waiting=Count("pk", filter=waits),
        oldest=Min("next_at", filter=waits),
        running=Count("pk", filter=Q(state__in=HELD)),
        failed=Count("pk", filter=failed),
    )
    return JobsState(**told)


def own_jobs(by: Standing) -> QuerySet[Job]:
    """Return the jobs that a person started."""
    mark = ruled_by_hand("Only the person who started a job can see it.")
    return Job.objects.filter(mark, by=by.user)


def _found(by: Standing, pk: UUID) -> Job:
    job = own_jobs(by).select_related("made").filter(pk=pk).first()
    if job is None:
        raise _unseen(by)
    return job


def _title(job: Job) -> str:
    kind = JOB_KINDS.get(job.kind)
    return kind.title if kind else "Something that this version of the hub no longer does"


def _unseen(by: Standing) -> NotVisibleError:
    return NotVisibleError(Refused(by.user, "jobs.read_job", by.via))
