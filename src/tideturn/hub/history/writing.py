"""Write versions, in the same transaction as the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Model

from tideturn.hub.common import clock
from tideturn.hub.common.record_ids import kind_of_record
from tideturn.hub.history.models import Change, Version
from tideturn.hub.history.snapshots import snapshot, special_snapshot


@dataclass(frozen=True)
class Written:
    """A record that was just written, and what it belongs to."""

    record: Model
    parent: UUID | None
    site: str


def keep_versions(written: Sequence[Written], change: Change, *, by: UUID | None) -> None:
    """Store what each of these records says now as its next version.

    Call it after you write them: the row lock of this transaction stops two versions from taking one number.
    """
    now, last = clock.now(), _last_numbers(written, change)
    Version.objects.bulk_create(
        Version(
            kind=kind_of_record(type(one.record)),
            record=one.record.pk,
            parent=one.parent,
            site=one.site,
            number=last.get(one.record.pk, 0) + 1,
            at=now,
            by_id=by,
            change=change,
            said=snapshot(one.record),
            special=special_snapshot(one.record),
        )
        for one in written
    )


def _last_numbers(written: Sequence[Written], change: Change) -> dict[UUID, int]:
    if change is Change.ADDED:
        return {}
    rows = Version.objects.filter(record__in=[one.record.pk for one in written])
    return dict(rows.values_list("record").annotate(Max("number")))
