"""The event that tells of a write in this room."""

from __future__ import annotations

from collections.abc import Sequence

from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record
from tideturn.hub.crypto.records import Record


def record_event(action: Action, by: Standing, on: Record, *, site: str = "", changed: Sequence[str] = ()) -> None:
    """Of which record, at which site, and which fields."""
    details = {"fields": sorted(changed)} if changed else {}
    record(action, by=by.user, via=by.via, on=on, site=site, details=details)
