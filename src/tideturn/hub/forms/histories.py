"""What a record said before, told as changes: which field, from what to what, when and by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tideturn.hub.history.reading import Past


@dataclass(frozen=True)
class Telling:
    """How the changes of a kind of record are told."""

    fields: Mapping[str, tuple[str, Callable[[Any], str]]]
    """The fields whose changes are told, in their order: what each is called, and its value in words."""
    what: Callable[[Past], str]
    """Return the record's title in a version."""


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


def changes_of(past: Iterable[Past], telling: Telling) -> tuple[Changed, ...]:
    """Return the changes in versions, perhaps of several records: compare each with the one before.

    Include removals, without fields: the earlier changes show what the record said.
    """
    before: dict[UUID, Past] = {}
    changes = []
    for one in past:
        was = before.pop(one.record, None)
        if not one.is_removal:
            before[one.record] = one
        fields = tuple(_fields(telling, was.values if was else {}, one.values))
        if fields or one.is_removal or was is None:
            what = "removed" if one.is_removal else "changed" if was else "added"
            changes.append(Changed(one.at, one.by, f"{telling.what(one)} {what}", fields))
    return tuple(sorted(changes, key=lambda one: one.at, reverse=True))


def _fields(telling: Telling, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[Field]:
    for name, (label, say) in telling.fields.items():
        if name in now:
            was, since = (say(value) if (value := said.get(name)) else "" for said in (before, now))
            if was != since:
                yield Field(label, was, since)
