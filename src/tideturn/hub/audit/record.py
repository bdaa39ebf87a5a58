"""Write an event in the transaction of the change that it describes: both are saved, or neither is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal
from uuid import UUID

from django.db import connection, models

from tideturn.hub.audit.actions import ACTIONS, Action
from tideturn.hub.audit.chain import written_by_us
from tideturn.hub.audit.models import Concerned, Event, Unsealed
from tideturn.hub.common import clock

Via = Literal["page", "command", "link", "worker"]

_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_.:/-]{1,80}")
"""Pattern of what a detail may say: the name of a field, a code, an id. A sentence has blanks, as a name may."""
_EVERY_OR_NONE: Final = ("", "*")
"""Values of `site` for what is done at no site, or at every site."""
MOST: Final = 500
"""Maximum number of people of one event, and of values in one detail. For more records, a detail gives their number."""

Detail = str | int | bool | None | Sequence[str | int]


def record(
    action: Action,
    *,
    by: UUID | None,
    via: Via,
    on: models.Model | None = None,
    subjects: Sequence[UUID] = (),
    site: str = "",
    details: Mapping[str, Detail] | None = None,
) -> Event:
    """Write an event about the young people of `subjects`, given by the ids of their records.

    Raise ValueError for an undeclared action, for a detail or site that is not an identifier, for a person named twice,
    and for more than MOST people or values. Raise RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{action.name} is written outside the transaction of what it tells of")
    if ACTIONS.get(action.name) != action:
        raise ValueError(f"{action.name} was never declared as an action")
    if len(set(subjects)) != len(subjects) or len(subjects) > MOST:
        raise ValueError(
            f"{action.name} is about {len(subjects)} people, of whom some are named twice or there are too many"
        )
    if site not in _EVERY_OR_NONE and not _identifies(site):
        raise ValueError(f"the site of {action.name} is content, and the audit keeps identifiers alone")
    told = dict(details or {})
    for name, value in told.items():
        parts = [value] if isinstance(value, str) or not isinstance(value, Sequence) else value
        if len(parts) > MOST or not all(map(_identifies, (name, *parts))):
            raise ValueError(f"the detail {name} of {action.name} is content, and the audit keeps identifiers alone")
    event = Event(
        at=clock.now(),
        action=action.name,
        kind=action.kind,
        actor=by,
        via=via,
        table="" if on is None else on._meta.db_table,
        record=None if on is None else on.pk,
        subjects=[str(subject) for subject in subjects],
        site=site,
        details=told,
    )
    written_by_us(event)
    event.save(force_insert=True)
    Concerned.objects.bulk_create([Concerned(event_id=event.pk, subject=subject) for subject in subjects])
    Unsealed.objects.create(event=event.pk)
    return event


def _identifies(value: Any) -> bool:
    if isinstance(value, str):
        return _IDENTIFIER.fullmatch(value) is not None
    return value is None or isinstance(value, int)
