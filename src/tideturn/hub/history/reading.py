"""Read versions, within a disclosure of their record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from tideturn.hub.common.errors import HubError
from tideturn.hub.common.record_ids import kind_of_record
from tideturn.hub.history.models import Change, Version
from tideturn.hub.history.snapshots import values_of


@dataclass(frozen=True)
class Past:
    """A version of a record: what it said, from when, and who changed it."""

    record: UUID
    kind: str
    """Model, as in `RecordId.model`."""
    at: datetime
    by: str
    """The name of the person who made the change."""
    change: str
    values: Mapping[str, Any] = field(default_factory=dict)
    """What it said, by column; empty if it was removed."""

    @property
    def is_removal(self) -> bool:
        """Return whether the record was removed in this version."""
        return self.change == Change.REMOVED


def versions_of(*records: Model, special: bool = False) -> tuple[Past, ...]:
    """Return every version of these records, each record's oldest first; with `special`, their special fields too.

    Raise UndisclosedError unless a disclosure holds each record, as for any sealed field.
    """
    models = {record.pk: type(record) for record in records}
    rows = _in_order(Version.objects.filter(record__in=models))
    return tuple(_past(one, models[one.record], special=special) for one in rows)


def removals_from(parent: UUID, model: type[Model]) -> tuple[Past, ...]:
    """Return the removals of a kind of record from a parent. Nobody can read what the removed records said."""
    rows = Version.objects.filter(parent=parent, kind=kind_of_record(model), change=Change.REMOVED)
    return tuple(_past(one) for one in _in_order(rows))


def has_said(record: Model, **values: Any) -> bool:
    """Return whether a version of a record had exactly these values. Open them without a disclosure, and show none."""
    said = Version._meta.get_field("said")
    past = (values_of(type(record), said.unseen_text(one)) for one in Version.objects.filter(record=record.pk))
    return any(values.items() <= one.items() for one in past)


def undone(record: UUID, model: type[Model], version: int) -> dict[str, Any]:
    """Return the values that differ between a record's version then and now, as they were then.

    `version` is what the record counted. Open both without a disclosure: for a write, never for a page. Raise HubError
    if the version is no longer kept.
    """
    said = Version._meta.get_field("said")
    rows = Version.objects.filter(record=record).order_by("-number")
    past = [values_of(model, said.unseen_text(one)) for one in rows]
    then = next((one for one in past if one["version"] <= version), None)
    if then is None:
        raise HubError("What it said before is no longer kept.", mend="Change it by hand.")
    return {name: value for name, value in then.items() if value != past[0][name]}


def parts_since(record: UUID, since: datetime) -> bool:
    """Return whether somebody added or changed a part of a record after `since`, and it is still a part of it."""
    touched = Version.objects.filter(parent=record, at__gt=since).values_list("record", flat=True)
    last = {one.record: one for one in Version.objects.filter(record__in=set(touched)).order_by("number")}
    return any(one.parent == record and one.change != Change.REMOVED for one in last.values())


def parts_counted(record: UUID) -> int:
    """Return the number of changes to a record's parts. A different number means that a part has changed since.

    Do not count parts with special fields: a page shows the number to people who may not know of them.
    """
    return Version.objects.filter(parent=record, special=None).count()


def _in_order(rows: QuerySet[Version]) -> QuerySet[Version]:
    return rows.select_related("by").order_by("record", "number")


def _past(one: Version, model: type[Model] | None = None, *, special: bool = False) -> Past:
    by = one.by.name if one.by else "The hub"
    values = {}
    if model is not None and one.change != Change.REMOVED:
        values = values_of(model, one.said)
        if special and one.special is not None:
            values |= values_of(model, one.special)
    return Past(one.record, one.kind, one.at, by, one.change, values)
