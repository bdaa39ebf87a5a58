"""Which kinds of records are each a person's: such a record is shown only where the audit names that person."""

from __future__ import annotations

from typing import Final

from django.db.models import Model

from tideturn.hub.common.record_ids import kind_of_record

PEOPLE: Final[set[str]] = set()
"""The kinds, as a record's id names them."""


def is_a_person(model: type[Model]) -> None:
    """Declare that each record of a kind is a person's, whom the audit names by the record's own id."""
    PEOPLE.add(kind_of_record(model))
