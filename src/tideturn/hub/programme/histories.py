"""What a record said before, told as changes: which field, from what to what, when and by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from tideturn.hub.kernel import clock
from tideturn.hub.programme.sites import site_name
from tideturn.hub.programme.terms import Seniority, Stage

LABELS: Final[Mapping[str, str]] = {
    "name": "Name",
    "sector": "Sector",
    "site": "Site",
    "stage": "Stage",
    "next_step": "Next step",
    "job_title": "Role",
    "seniority": "Seniority",
    "email": "E-mail",
    "telephone": "Telephone",
    "is_main": "Whom to ask first",
    "left_on": "Left on",
    "merged_into_id": "Merged into another",
}
"""The fields whose changes are told, in their order."""
_TOLD: Final[Mapping[str, Callable[[str], str]]] = {
    "sector": str.capitalize,
    "site": site_name,
    "stage": lambda stage: str(Stage(stage).label),
    "seniority": lambda seniority: str(Seniority(seniority).label),
}
"""How a term is told, where that is another way than it is kept."""


@dataclass(frozen=True)
class Field:
    """What a field said, and what it says since."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """What somebody changed at a moment; of whom, where it was a contact."""

    at: datetime
    by: str
    what: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class History:
    """Every change, the latest first."""

    changes: tuple[Changed, ...]


def changes_of(rows: Iterable[Any]) -> tuple[Changed, ...]:
    """The changes in the rows of histories, of several records perhaps: each is held against the one before it."""
    of_record: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        of_record[row.id].append(row)
    changes = []
    for versions in of_record.values():
        before = None
        for row in sorted(versions, key=lambda one: (one.history_date, one.history_type != "+")):
            fields = _fields(before, row)
            if fields or before is None:
                who = row.history_user.name if row.history_user else "The hub"
                changes.append(Changed(row.history_date, who, _what(row, before), fields))
            before = row
    return tuple(sorted(changes, key=lambda one: one.at, reverse=True))


def _what(row: Any, before: Any) -> str:
    person = hasattr(row, "job_title")
    thing = f"Contact {row.name}" if person else "The organisation"
    return f"{thing} {'added' if before is None else 'changed'}"


def _fields(before: Any, row: Any) -> tuple[Field, ...]:
    found = []
    for name, label in LABELS.items():
        if hasattr(row, name):
            was, now = (_said(name, getattr(one, name) if one is not None else None) for one in (before, row))
            if was != now:
                found.append(Field(label, was, now))
    return tuple(found)


def _said(name: str, value: Any) -> str:
    """A value as the pages of the room tell it; empty where there was none."""
    if not value:
        return ""
    if name in ("merged_into_id", "is_main"):
        return "Yes"
    if isinstance(value, date):
        return clock.spoken_day(value)
    return _TOLD.get(name, str)(value)
