"""Show a person: the audit first records who is shown which people, and only then can those records be unsealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import models, transaction

from tideturn.hub.audit.actions import Action, Kind
from tideturn.hub.audit.people import PEOPLE
from tideturn.hub.audit.record import MOST, Detail, Via, record
from tideturn.hub.common.record_ids import RecordId
from tideturn.hub.crypto.disclosure import opening


@contextmanager
def disclosing(
    action: Action,
    *,
    by: UUID,
    via: Via,
    records: Iterable[RecordId],
    subjects: Sequence[UUID],
    on: models.Model | None = None,
    site: str = "",
    details: Mapping[str, Detail] | None = None,
) -> Iterator[None]:
    """Unseal those records, and no others, within this block. First record in the audit that `subjects` are shown.

    Gather what is shown into plain values within the block: a page that is rendered later opens nothing. If nothing is
    shown, nothing is recorded. Raise ValueError for an action that is not a disclosure, and for a person's record if
    `subjects` does not name that person.
    """
    if action.kind is not Kind.DISCLOSURE:
        raise ValueError(f"{action.name} is no disclosure")
    held = frozenset(records)
    told = {str(subject) for subject in subjects}
    if any(one.model in PEOPLE and str(one.pk) not in told for one in held):
        raise ValueError(f"{action.name} would show a person's record, and the audit would not name whose")
    if held or subjects:
        with transaction.atomic():
            for start in range(0, max(1, len(subjects)), MOST):
                about = subjects[start : start + MOST]
                record(action, by=by, via=via, on=on, subjects=about, site=site, details=details)
    with opening(held):
        yield
