"""Which record of all: its kind and its own id, as a disclosure names what it opens."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Model


class RecordId(NamedTuple):
    """A record of a kind, as `room.model`."""

    model: str
    pk: Any

    @property
    def special(self) -> RecordId:
        """Return the id that opens the record's special fields in a disclosure. The record's own id opens none."""
        return RecordId(f"{self.model}, special", self.pk)


def record_id(record: Model) -> RecordId:
    """Return the id of a record, whatever model it was fetched as."""
    return RecordId(kind_of_record(type(record)), record.pk)


def kind_of_record(model: type[Model]) -> str:
    """Return the kind of a model's records; for a proxy, that of its concrete model."""
    return (model._meta.concrete_model or model)._meta.label


def id_written(text: object) -> UUID | None:
    """Return the id that a text is; None if it is none."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
