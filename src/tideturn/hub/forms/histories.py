"""What a record said before, told as changes: which field, from what to what, when and by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from tideturn.hub.common import clock
from tideturn.hub.common.unruled import unruled

REMOVED: Final = "-"
"""How a history marks the row that says that a record is no more."""


@dataclass(frozen=True)
class Telling:
    """How the changes of a kind of record are told."""

    labels: Mapping[str, str]
    """The fields whose changes are told, in their order, and what each is called."""
    told: Mapping[str, Callable[[Any], str]]
    """How a field's value is told, where that is another way than it is kept."""
    what: Callable[[Any], str] | str
    """What the record is called, as far as a row of its history says."""

    def of(self, row: Any) -> str:
        """What the record is called."""
        return self.what if isinstance(self.what, str) else self.what(row)

    def said(self, name: str, value: Any) -> str:
        """A value as the pages of the room tell it; empty where there was none."""
        if not value:
            return ""
        if name in self.told:
            return self.told[name](value)
        if isinstance(value, date):
            return clock.spoken_day(value)
        return "Yes" if value is True else str(value)


@dataclass(frozen=True)
class Field:
    """What a field said, and what it says since."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """What somebody changed at a moment, and of which record."""

    at: datetime
    by: str
    what: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class History:
    """Every change, the latest first."""

    changes: tuple[Changed, ...]


@unruled("A history is read with its record, which a rule let through.")
def kept_rows(rows: Iterable[Any]) -> list[Any]:
    """Return the rows of the histories of records that are shown."""
    return list(rows)


def changes_of(rows: Iterable[Any], telling: Telling) -> tuple[Changed, ...]:
    """The changes in the rows of histories, of several records perhaps: each is held against the one before it. One
    that was removed is told too, without fields: what it said stands in the changes before.
    """
    of_record: dict[UUID, list[Any]] = defaultdict(list)
    for row in kept_rows(rows):
        of_record[row.id].append(row)
    changes = []
    for versions in of_record.values():
        before = None
        for row in sorted(versions, key=lambda one: (one.history_date, one.history_type != "+")):
            removed = row.history_type == REMOVED
            fields = () if removed else tuple(_fields(telling, before, row))
            if fields or removed or before is None:
                who = row.history_user.name if row.history_user else "The hub"
                what = "removed" if removed else "added" if before is None else "changed"
                changes.append(Changed(row.history_date, who, f"{telling.of(row)} {what}", fields))
            before = None if removed else row
    return tuple(sorted(changes, key=lambda one: one.at, reverse=True))


def _fields(telling: Telling, before: Any, row: Any) -> Iterable[Field]:
    for name, label in telling.labels.items():
        if hasattr(row, name):
            was, now = (telling.said(name, getattr(one, name, None)) for one in (before, row))
            if was != now:
                yield Field(label, was, now)
