"""Writing into a record that others write in too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.models import Versioned
from tideturn.hub.history.models import Change
from tideturn.hub.history.writing import Written, keep_versions


class EditsMeetError(HubError):
    """Somebody else changed the record since the page was opened; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Somebody changed this while you wrote.", mend="Look at both, and choose.")


def write_version(record: Versioned, *, by: Standing, expected: int | None, values: Mapping[str, Any]) -> None:
    """Write these fields as the version after the expected one, within the transaction of a service.

    Raises EditsMeetError, and writes nothing, where the record is at another version; RuntimeError outside a
    transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{record} is written outside the transaction of a service")
    if expected is None:  # sent by a page that nobody knows to have shown the record
        raise EditsMeetError
    now, rows = clock.now(), type(record)._base_manager.filter(pk=record.pk, version=expected)
    # The row is ours until the transaction ends: whoever comes second waits here, and then finds another version.
    if not rows.update(version=expected + 1, changed_by=by.user, changed_at=now):
        raise EditsMeetError
    for name, value in values.items():
        setattr(record, name, value)
    record.save(update_fields=list(values))
    record.version, record.changed_by_id, record.changed_at = expected + 1, by.user, now
    keep([record], Change.CHANGED, by=by)


def keep(written: Iterable[Versioned], change: Change, *, by: Standing) -> None:
    """Store the next version of each record that was just written."""
    keep_versions([_written(one) for one in written], change, by=by.user)


def _written(record: Versioned) -> Written:
    whole = record.belongs_to
    return Written(record, whole.pk if whole else None, record.at_site)
