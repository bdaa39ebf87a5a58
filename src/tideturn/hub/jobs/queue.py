"""Queue jobs. A queue entry says only that a job waits; the job's own row says everything else.

The library keeps its arguments and its errors in clear, so it gets only an id, and no error reaches it. The hub keeps a
job's result for a day, and its row for three months.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.crypto import files
from tideturn.hub.jobs.models import Job, State
from tideturn.hub.jobs.running import run_job

_KEPT: Final = timedelta(days=1)
_KEPT_OF_THE_DEAD: Final = timedelta(days=7)


@task()
def run(job: str) -> None:
    """Run a job; the queue calls this."""
    run_job(UUID(job))


def enqueue(job: Job) -> None:
    """Put a job into the queue, within the transaction that makes it wait."""
    job.queued = UUID(run.enqueue(str(job.pk)).id)
    job.save(update_fields=["queued"])


def enqueue_what_waits() -> int:
    """Put into the queue what may be begun and has no entry there; how many those were.

    Such are jobs whose pause is over, and those whose worker died between taking the entry and the job.
    """
    due = Job.objects.filter(state=State.WAITING, next_at__lte=clock.now())
    there = DBTaskResult.objects.filter(status=TaskResultStatus.READY).values("pk")
    missing = due.exclude(queued__in=there).order_by("next_at", "pk")
    if not missing.exists():
        return 0
    with transaction.atomic():
        found = list(missing.select_for_update())
        for job in found:
            enqueue(job)
    return len(found)


def forget_old_entries() -> None:
    """Delete entries of the queue that were gone through, and those of dead workers."""
    now = clock.now()
    over = Q(finished_at__lt=now - _KEPT)
    dead = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - _KEPT_OF_THE_DEAD)
    DBTaskResult.objects.filter(over | dead).delete()


_PURGED: Final = action("jobs.purge_result", Kind.WRITE, "deleted what a job had made")
_ROUND: Final = 100
_REMEMBERED: Final = timedelta(days=90)


def purge() -> int:
    """Delete what jobs said and made more than a day ago; of how many. The worker does, each minute."""
    due = Job.objects.filter(expires_at__lte=clock.now()).order_by("expires_at", "pk")
    purged = sum(_purged(pk) for pk in list(due.values_list("pk", flat=True)[:_ROUND]))
    Job.objects.filter(ended_at__lt=clock.now() - _REMEMBERED, expires_at=None).delete()
    forget_old_entries()
    return purged


def _purged(pk: UUID) -> bool:
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=pk, expires_at__lte=clock.now()).first()
        if job is None:
            return False
        made, job.made = job.made, None
        job.outcome = job.error = job.expires_at = None
        job.save(update_fields=["outcome", "error", "made", "expires_at"])
        if made is not None:
            files.discard(made)
        record(_PURGED, by=None, via="worker", on=job, site=job.site, details={"kind": job.kind})
    return True
