"""Write versions, in the same transaction as the record."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Max, Model

from tideturn.hub.common import clock
from tideturn.hub.common.record_ids import kind_of_record
from tideturn.hub.history.models import Change, Version, Versioned
from tideturn.hub.history.snapshots import snapshots


def keep_versions(written: Iterable[Model], change: Change, *, by: UUID | None) -> None:
    """Store what each of these records says now as its next version, if it keeps versions.

    Call it after you write them: the row lock of this transaction stops two versions from taking one number.
    """
    records = [one for one in written if isinstance(one, Versioned)]
    last = {}
    if change is not Change.ADDED:
        before = Version.objects.filter(record__in=[one.pk for one in records])
        last = dict(before.values_list("record").annotate(Max("number")))
    now, versions = clock.now(), []
    for one in records:
        whole = one.belongs_to
        said, special = snapshots(one)
        versions.append(
            Version(
                kind=kind_of_record(type(one)),
                record=one.pk,
                parent=whole.pk if whole else None,
                site=getattr(whole or one, "site", ""),
                number=last.get(one.pk, 0) + 1,
                at=now,
                by_id=by,
                change=change,
                said=said,
                special=special,
            )
        )
    Version.objects.bulk_create(versions)
