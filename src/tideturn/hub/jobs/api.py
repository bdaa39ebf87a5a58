"""Jobs, as rooms have them done.

A room declares its kinds in its module `jobs`, which every process loads:

    @job_kind("room.export_things", title="Export of things", needs=policy.EXPORT, says=("Reading",), idempotent=True)
    def export_things(*, by: Standing, arguments: Mapping[str, Any], progress: Says) -> Outcome:
        progress.say("Reading", done, of)
        return Outcome("12 things.", FileInClear("things.csv", "text/csv; charset=utf-8", content))

and a page or a service starts one: `start_job(by=by, kind=export_things, arguments={"since": "2026-01-01"})`. It is
watched at `reverse("jobs:job", args=[job.pk])`, or on a page of the room, which shows `job_shown`. Many rows are
written with `write_in_stages`.
"""

from __future__ import annotations

from tideturn.hub.jobs.kinds import JobKind, Outcome, Says, job_kind
from tideturn.hub.jobs.queries import JobShown, has_ended, job_of, job_shown
from tideturn.hub.jobs.services import start_job
from tideturn.hub.jobs.stages import write_in_stages

__all__ = [
    "JobKind",
    "JobShown",
    "Outcome",
    "Says",
    "has_ended",
    "job_kind",
    "job_of",
    "job_shown",
    "start_job",
    "write_in_stages",
]
