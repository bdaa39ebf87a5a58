"""Turn a record's values into JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.backends.utils import format_number
from django.db.models import DecimalField, Field, JSONField, Model

from tideturn.hub.crypto.fields import BlindIndexField, SealedTextField, SpecialTextField


def snapshots(record: Model) -> tuple[str, str | None]:
    """Return what a record's own columns say, even sealed text; and what its special ones say, None if it has none.

    Seal each before you store it, the second for its own readers.
    """
    own: dict[str, Any] = {}
    special: dict[str, Any] = {}
    for field in _fields(type(record)):
        said = special if isinstance(field, SpecialTextField) else own
        said[field.attname] = _written(field, record)
    return as_json(own), as_json(special) if special else None


def as_json(values: Mapping[str, Any]) -> str:
    """Return values as JSON; equal values give equal JSON."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def values_of(model: type[Model], said: str) -> dict[str, Any]:
    """Return a snapshot's values by column. Leave out columns that the model no longer has."""
    kept = json.loads(said)
    return {field.attname: field.to_python(kept[field.attname]) for field in _fields(model) if field.attname in kept}


def _fields(model: type[Model]) -> Iterator[Field[Any, Any]]:
    """Yield every column but blind indexes, which only mark the text of another column."""
    return (field for field in model._meta.concrete_fields if not isinstance(field, BlindIndexField))


def _written(field: Field[Any, Any], record: Model) -> Any:
    value = field.unseen_text(record) if isinstance(field, SealedTextField) else getattr(record, field.attname)
    if value is None or isinstance(value, (str, int)) or isinstance(field, JSONField):
        return value
    if isinstance(field, DecimalField):  # use the column's number of decimal places, not the typed one
        return format_number(value, field.max_digits, field.decimal_places)
    return field.value_to_string(record)
