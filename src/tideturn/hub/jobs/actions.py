"""What can be done about jobs, as the audit tells it."""

from __future__ import annotations

from typing import Final

from tideturn.hub.audit.actions import Kind, action

STARTED: Final = action("jobs.start_job", Kind.WRITE, "started a job")
CANCELLED: Final = action("jobs.cancel_job", Kind.WRITE, "cancelled a job")
RUN: Final = action("jobs.run_job", Kind.DISCLOSURE, "had a job run")
PUT_OFF: Final = action("jobs.put_off_job", Kind.WRITE, "had a job put off, to be run again")
ENDED: Final = action("jobs.end_job", Kind.WRITE, "had a job end")
READ: Final = action("jobs.read_outcome", Kind.DISCLOSURE, "read what came of a job")
DOWNLOADED: Final = action("jobs.download_result", Kind.DISCLOSURE, "downloaded what a job made")
PURGED: Final = action("jobs.purge_result", Kind.WRITE, "deleted what a job had made")
