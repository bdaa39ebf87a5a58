"""Kinds of record that are each one person's. The audit must name that person whenever such a record is shown."""

from __future__ import annotations

from typing import Final

from django.db.models import Model

from tideturn.hub.common.record_ids import kind_of_record

PEOPLE: Final[set[str]] = set()
"""Kinds of record, as a record's id names them."""


def is_a_person(model: type[Model]) -> None:
    """Declare that each record of a model is a person's, and that the audit names them by the record's own id."""
    PEOPLE.add(kind_of_record(model))
