"""Mark notices as read."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction

from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.notices.models import Notice

_ACKNOWLEDGED: Final = action("notices.acknowledge_notice", Kind.WRITE, "acknowledged a notice")


@transaction.atomic
def acknowledge_notice(*, by: User, pk: UUID) -> bool:
    """Mark one of the person's own notices as read. Return whether there is such a notice."""
    notice = Notice.objects.select_for_update().filter(to=by, pk=pk).first()
    if notice is None:
        return False
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
        record(_ACKNOWLEDGED, by=by.pk, via="page", on=notice, details={"kind": notice.kind})
    return True
