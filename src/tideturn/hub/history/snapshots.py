"""Turn a record's values into JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.backends.utils import format_number
from django.db.models import DecimalField, Field, JSONField, Model

from tideturn.hub.crypto.fields import BlindIndexField, SealedTextField, SpecialTextField


def snapshot(record: Model) -> str:
    """Return what a record's own columns say, even sealed text, but nothing special. Seal it before you store it."""
    return as_json(_said(record, special=False))


def special_snapshot(record: Model) -> str | None:
    """Return what a record's special columns say; None if it has none. Seal it before you store it."""
    said = _said(record, special=True)
    return as_json(said) if said else None


def as_json(values: Mapping[str, Any]) -> str:
    """Return values as JSON; equal values give equal JSON."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def values_of(model: type[Model], said: str) -> dict[str, Any]:
    """Return a snapshot's values by column. Leave out columns that the model no longer has."""
    kept = json.loads(said)
    return {field.attname: field.to_python(kept[field.attname]) for field in _fields(model) if field.attname in kept}


def _said(record: Model, *, special: bool) -> dict[str, Any]:
    fields = (field for field in _fields(type(record)) if isinstance(field, SpecialTextField) == special)
    return {field.attname: _written(field, record) for field in fields}


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
