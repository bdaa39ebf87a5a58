"""What the room’s services share: the record that is written in, and the event that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from tideturn.hub.access.rules import Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record
from tideturn.hub.crypto.records import Record

M = TypeVar("M", bound=Model)


def writable(by: Standing, pk: UUID, reads: Rule[M], writes: Rule[M]) -> M:
    """A record that may be written in, held until the transaction ends. Raises NotVisibleError or RefusedError."""
    found = reads.get_visible(by, pk, reads.model._default_manager.select_for_update(of=("self",)))
    writes.require(by, found)
    return found


def record_event(action: Action, by: Standing, on: Record, *, changed: Sequence[str] = ()) -> None:
    """Of which record, and which fields."""
    details = {"fields": sorted(changed)} if changed else {}
    record(action, by=by.user, via=by.via, on=on, details=details)
