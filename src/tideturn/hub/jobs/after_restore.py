"""What was under way when a copy was taken, and is not begun again when it is put back: nobody knows how it went on."""

from __future__ import annotations

from django.db import transaction

from tideturn.hub.jobs.endings import end
from tideturn.hub.jobs.models import ENDED, Job, State


def shut_doors() -> dict[str, int]:
    """Cancel every job that has not ended; how many there were."""
    with transaction.atomic():
        found = list(Job.objects.select_for_update().exclude(state__in=ENDED).order_by("pk"))
        for job in found:
            end(job, State.CANCELLED, via="command")
    return {"jobs": len(found)}
