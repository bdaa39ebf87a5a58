"""Lease a running job to one worker while that worker gives signs of life; show its progress, and pass on a stop."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from tideturn.hub.common import clock
from tideturn.hub.jobs.endings import end, put_off
from tideturn.hub.jobs.kinds import JOB_KINDS, JobKind
from tideturn.hub.jobs.models import HELD, Job, State

LEASE: timedelta = timedelta(minutes=1)
MOST_ATTEMPTS: Final = 3
WORKER: Final = uuid4().hex
"""This process, among all that run jobs."""
EVERY: Final = 0.5
"""Seconds between two times that the same is written: a job may say so at every row that it reads."""
_STOPPING: Final = threading.Event()
_STOPPED: Final = (
    "It was stopped half-way, with the machine or the program that ran it. Look at what it did until then."
)


def take(pk: UUID) -> Job | None:
    """Have a job that waits for this worker; None where another has it, or nobody is to have it now."""
    now = clock.now()
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=pk, state=State.WAITING, next_at__lte=now).first()
        if job is None:
            return None
        job.state, job.worker, job.lease_until = State.RUNNING, WORKER, now + LEASE
        job.attempts += 1
        job.said, job.percent = "", None
        job.save(update_fields=["state", "worker", "lease_until", "attempts", "said", "percent"])
    return job


def held(job: Job) -> QuerySet[Job]:
    """Return the job's row while this worker holds it in this attempt, and no row after it has lost the job."""
    return Job.objects.filter(pk=job.pk, worker=job.worker, attempts=job.attempts, state__in=HELD)


def give_sign_of_life() -> int:
    """Prolong the leases of this process; how many there are."""
    ours = Job.objects.filter(worker=WORKER, state__in=HELD)
    # Who has nothing to prolong keeps nobody waiting for the embedded database.
    return ours.update(lease_until=clock.now() + LEASE) if ours.exists() else 0


def recover() -> int:
    """Take back the jobs of workers that have been silent for too long. Return how many there were.

    A job that may start again waits for a worker. Any other ends as stopped half-way.
    """
    found = Job.objects.filter(state__in=HELD, lease_until__lt=clock.now()).order_by("pk")
    recovered = 0
    for pk in list(found.values_list("pk", flat=True)):
        with transaction.atomic():
            job = found.select_for_update().filter(pk=pk).first()
            if job is None:
                continue
            recovered += 1
            kind = JOB_KINDS.get(job.kind)
            if job.state == State.CANCELLING:
                end(job, State.CANCELLED)
            elif kind is not None and kind.idempotent and job.attempts < MOST_ATTEMPTS:
                put_off(job, clock.now())
            else:
                end(job, State.FAILED, error=_STOPPED)
    return recovered


class Ending(BaseException):
    """A job is to end at this step. It is no `Exception`, which a job may catch to go on after faults of its own."""


class Cancelled(Ending):
    """The person who started the job cancelled it."""


class Stopped(Ending):
    """The worker must stop, and another worker will run the job again."""


class LeaseLost(Ending):
    """Another worker has the job: this one gave no sign of life for too long. Nothing more may be written."""


def stop() -> None:
    """Have whatever this process runs stop at its next step, where it may be run again."""
    _STOPPING.set()


class Progress:
    """Of one attempt at a job."""

    def __init__(self, job: Job, kind: JobKind) -> None:
        self._job, self._kind = job, kind
        self._said, self._next = "", 0.0

    def say(self, sentence: str, done: int | None = None, of: int | None = None) -> None:
        """Say what is being done, one of the sentences that the kind has, and how much of it is.

        To be called between transactions, at every step that leaves things whole: it may be the last one. Raises
        Cancelled, Stopped or LeaseLost; and ValueError for a sentence of its own, which might name somebody.
        """
        if sentence not in self._kind.says:
            raise ValueError(f"{self._kind.name} says a sentence that it did not declare")
        now = time.monotonic()
        if sentence == self._said and now < self._next:
            return
        self._said, self._next = sentence, now + EVERY
        percent = None if not of or done is None else max(0, min(100, 100 * done // of))
        running = held(self._job).filter(state=State.RUNNING)
        if not running.update(said=sentence, percent=percent, lease_until=clock.now() + LEASE):
            raise Cancelled if held(self._job).exists() else LeaseLost
        if _STOPPING.is_set() and self._kind.idempotent:
            raise Stopped
