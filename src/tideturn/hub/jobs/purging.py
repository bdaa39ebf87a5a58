"""What came of a job is kept for a day, and that there was one for three months."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.crypto import files
from tideturn.hub.jobs import actions
from tideturn.hub.jobs.models import Job
from tideturn.hub.jobs.queue import forget_old_entries

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
        record(actions.PURGED, by=None, via="worker", on=job, site=job.site, details={"kind": job.kind})
    return True
