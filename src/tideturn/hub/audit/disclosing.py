"""Showing a person: the audit writes down who is shown whom, and only then may what is sealed be opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import models, transaction

from tideturn.hub.audit.actions import Action, Kind
from tideturn.hub.audit.record import Detail, Via, record
from tideturn.hub.kernel.disclosure import opening


@contextmanager
def disclosing(
    action: Action,
    *,
    by: UUID,
    via: Via,
    subjects: Sequence[UUID],
    on: models.Model | None = None,
    site: str = "",
    details: Mapping[str, Detail] | None = None,
) -> Iterator[None]:
    """Within this, sealed fields open; the disclosure is written down before the first does.

    What is shown is gathered within it into plain values: a page that is drawn later opens nothing. Where nobody is
    shown nothing is written. Raises ValueError for an action that is no disclosure.
    """
    if action.kind is not Kind.DISCLOSURE:
        raise ValueError(f"{action.name} is no disclosure")
    if subjects:
        with transaction.atomic():
            record(action, by=by, via=via, on=on, subjects=subjects, site=site, details=details)
    with opening():
        yield
