"""Run a job for the person who started it, with the rights that they have now, and record the result."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import close_old_connections, transaction

from tideturn.hub.access.refusals import write_refusal
from tideturn.hub.access.standing import standing_of
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.disclosing import disclosing
from tideturn.hub.audit.record import Detail
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.record_ids import record_id
from tideturn.hub.crypto import files
from tideturn.hub.jobs.endings import end, put_off
from tideturn.hub.jobs.kinds import JOB_KINDS, JobKind, Outcome
from tideturn.hub.jobs.leases import MOST_ATTEMPTS, Cancelled, LeaseLost, Progress, Stopped, held, take
from tideturn.hub.jobs.models import Job, State

_RUN: Final = action("jobs.run_job", Kind.DISCLOSURE, "had a job run")
_LOG: Final = structlog.get_logger("tideturn.jobs")
PAUSES: Final = (timedelta(minutes=1), timedelta(minutes=10))
"""Before the second attempt and before the third."""
_UNKNOWN: Final = "Something went wrong that nobody foresaw. Tell whoever looks after the hub the reference below."


def run_job(pk: UUID) -> None:
    """Run a job that waits, if it still does. Whatever happens is written down; nothing is raised."""
    try:
        job = take(pk)
        if job is not None:
            _run(job)
    except LeaseLost:
        _LOG.warning("lease_lost", job=str(pk))
    except BaseException:  # the library would write its words into the database in clear
        # The row stays as it is: once its lease has run out the job is taken up again.
        _LOG.exception("job_left", job=str(pk))


def _run(job: Job) -> None:
    kind = JOB_KINDS.get(job.kind)
    try:
        if kind is None:
            raise HubError("This version of the hub does not know how to do that.")
        outcome = _work(job, kind) or Outcome()
    except LeaseLost:
        raise
    except Cancelled:
        _end(job, State.CANCELLED)
    except Stopped:
        _put_off(job, timedelta(0), counts=False)
    except (RefusedError, NotVisibleError) as error:
        write_refusal(error)
        _end(job, State.FAILED, error=str(error))
    except HubError as error:
        _end(job, State.FAILED, error=str(error))
    except BaseException:
        _LOG.exception("job_failed", job=str(job.pk), kind=job.kind, attempt=job.attempts)
        close_old_connections()  # the error may have been the connection's own
        if kind is not None and kind.idempotent and job.attempts < MOST_ATTEMPTS:
            _put_off(job, PAUSES[job.attempts - 1])
        else:
            _end(job, State.FAILED, error=_UNKNOWN)
    else:
        _end(job, State.DONE, outcome)


def _work(job: Job, kind: JobKind) -> Outcome | None:
    by = standing_of(job.by, via="worker")
    by.require(kind.needs, site=job.site or None)
    details: dict[str, Detail] = {"kind": job.kind, "attempt": job.attempts}
    with disclosing(
        _RUN,
        by=job.by_id,
        via="worker",
        records=(record_id(job),),
        subjects=(),
        on=job,
        site=job.site,
        details=details,
    ):
        arguments = json.loads(job.arguments or "{}")
    return kind.work(by=by, arguments=arguments, progress=Progress(job, kind))


def _end(job: Job, state: State, outcome: Outcome | None = None, *, error: str = "") -> None:
    """Raises LeaseLost where it is no longer this worker's to end."""
    told, file = (outcome.told, outcome.file) if outcome else ("", None)
    # On the disk before the transaction, so that nobody waits for it.
    made = None if file is None else files.lay_down(file.content, name=file.name, kind=file.kind)
    with transaction.atomic():
        found = _locked(job)
        if made is not None:
            made.save(force_insert=True)
        end(found, state, outcome=told, error=error, made=made)


def _put_off(job: Job, pause: timedelta, *, counts: bool = True) -> None:
    """Put the job off for another run; `counts` says whether this uses up one of its attempts."""
    with transaction.atomic():
        found = _locked(job)
        if found.state == State.CANCELLING:
            end(found, State.CANCELLED)
            return
        found.attempts -= 0 if counts else 1
        put_off(found, clock.now() + pause)


def _locked(job: Job) -> Job:
    found = held(job).select_for_update().first()
    if found is None:
        raise LeaseLost
    return found
