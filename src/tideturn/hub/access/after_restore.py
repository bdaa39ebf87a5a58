"""What stood open in access when a copy was taken, and is shut when it is put back."""

from __future__ import annotations

from django.db.models import Value
from django.db.models.functions import Least

from tideturn.hub.access.models import BreakGlass, StaffSession
from tideturn.hub.common import clock


def shut_doors() -> dict[str, int]:
    """End every staff session, and every while of break-glass; how many of each there were."""
    now = clock.now()
    return {
        "staff_sessions": StaffSession.objects.filter(ended_at=None).update(ended_at=Least("until", Value(now))),
        "break_glass": BreakGlass.objects.filter(at__lt=now, until__gt=now).update(until=now),
    }
