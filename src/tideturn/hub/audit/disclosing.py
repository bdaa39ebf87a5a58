"""Showing a person: the audit writes down who is shown whom, and only then may what is sealed in those records be
opened.
"""

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
    """Within this, what is sealed in those records opens, and in no others; that the people of `subjects` are shown is
    written down before the first does.

    What is shown is gathered within it into plain values: a page that is drawn later opens nothing. Where nothing is
    shown nothing is written. Raises ValueError for an action that is no disclosure, and for a person's record of whom
    it does not tell.
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
