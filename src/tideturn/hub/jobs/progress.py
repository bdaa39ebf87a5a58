"""How far a job is, as it says itself; and where it learns that it is to stop."""

from __future__ import annotations

import threading
import time
from typing import Final

from tideturn.hub.common import clock
from tideturn.hub.jobs import leases
from tideturn.hub.jobs.kinds import JobKind
from tideturn.hub.jobs.models import Job, State

_STOPPING: Final = threading.Event()
EVERY: Final = 0.5
"""Seconds between two times that the same is written: a job may say so at every row that it reads."""


class Ending(BaseException):
    """A job is to end at this step. It is no `Exception`, which a job may catch to go on after faults of its own."""


class Cancelled(Ending):
    """Whoever started the job cancelled it."""


class Stopped(Ending):
    """The worker is told to stop, and the job is one that may be run again: another worker does."""


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
        running = leases.held(self._job).filter(state=State.RUNNING)
        if not running.update(said=sentence, percent=percent, lease_until=clock.now() + leases.LEASE):
            raise Cancelled if leases.held(self._job).exists() else LeaseLost
        if _STOPPING.is_set() and self._kind.idempotent:
            raise Stopped
