"""The event that tells of a write in this room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record
from tideturn.hub.kernel.errors import HubError
from tideturn.hub.kernel.records import Record


@contextmanager
def no_other_like_it(what: str) -> Iterator[None]:
    """Write what may be there once. Raises HubError where another wrote the same at the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise HubError(f"Somebody wrote {what} at the same moment.", mend="Look at theirs, then write yours.") from None


def record_event(action: Action, by: Standing, on: Record, *, site: str = "", changed: Sequence[str] = ()) -> None:
    """Of which record, at which site, and which fields."""
    details = {"fields": sorted(changed)} if changed else {}
    record(action, by=by.user, via=by.via, on=on, site=site, details=details)
