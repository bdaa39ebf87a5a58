"""Turn a record's values into JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    for field in record._meta.concrete_fields:
        if isinstance(field, BlindIndexField):  # it only marks the text of another column
            continue
        said = special if isinstance(field, SpecialTextField) else own
        said[field.attname] = _written(field, record)
    return as_json(own), as_json(special) if special else None


def as_json(values: Mapping[str, Any]) -> str:
    """Return values as JSON; equal values give equal JSON."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def values_of(model: type[Model], said: str) -> dict[str, Any]:
    """Return a snapshot's values by column. Leave out columns that the model no longer has."""
    kept = json.loads(said)
    return {
        field.attname: field.to_python(kept[field.attname])
        for field in model._meta.concrete_fields
        if field.attname in kept
    }


def _written(field: Field[Any, Any], record: Model) -> Any:
    value = field.unseen_text(record) if isinstance(field, SealedTextField) else getattr(record, field.attname)
    if value is None or isinstance(value, (str, int)) or isinstance(field, JSONField):
        return value
    if isinstance(field, DecimalField):  # use the column's number of decimal places, not the typed one
        return format_number(value, field.max_digits, field.decimal_places)
    return field.value_to_string(record)
