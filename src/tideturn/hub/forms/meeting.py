"""Compare two people's edits of one record, field by field.

A field that only one of them changed is no conflict. If both changed it to different values, a person decides: the page
asks about each such field which words to keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Manager, Model
from django.http import QueryDict

from tideturn.hub.forms.forms import BOTH, CHOICE, EditForm, spoken


@dataclass(frozen=True)
class Meeting:
    """Names of fields that the other person changed: those in conflict, and those to take over."""

    collide: tuple[str, ...]
    """Fields that both people changed, to different values."""
    theirs: tuple[str, ...]
    """Fields that only the other person changed."""


def meet(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Meeting:
    """Compare the values when the page was opened, a person's own values and the current ones. Return which fields
    differ.

    If the opening value of a field is not known, both people count as having changed it.
    """
    collide, taken = [], []
    for name in mine:
        if mine[name] == theirs.get(name):
            continue
        if name in base and mine[name] == base[name]:
            taken.append(name)
        elif name not in base or theirs.get(name) != base[name]:  # otherwise only this person changed it
            collide.append(name)
    return Meeting(tuple(collide), tuple(taken))


def plain(value: Any) -> Any:
    """Return a value in a plain form, so that equal values are equal whether a form, a record or a page gave them."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, Iterable):
        return sorted(str(plain(one)) for one in value)
    return str(value)


@dataclass(frozen=True)
class Asked:
    """A field that both people changed, or that only the other person changed.

    The form field holds the person's own text, so that they can still change it.
    """

    name: str
    label: str
    field: forms.BoundField
    before: str
    """What it said when the page was opened; empty if that is not known."""
    theirs: str
    both: str | None
    """A text to start from that joins the two; None if the field holds no long text."""
    choice: str


def asked(
    form: EditForm, names: Iterable[str], *, base: Mapping[str, Any], stands: Mapping[str, Any], sent: QueryDict
) -> tuple[Asked, ...]:
    """Return the fields with these names, as the page asks about them."""
    return tuple(
        Asked(
            name,
            str(form.fields[name].label),
            form[name],
            spoken(form.fields[name], base[name]) if name in base else "",
            spoken(form.fields[name], stands.get(name, "")),
            _both(form.fields[name], name, stands, sent),
            sent.get(f"{CHOICE}{name}", ""),
        )
        for name in names
    )


def _both(field: forms.Field, name: str, stands: Mapping[str, Any], sent: QueryDict) -> str | None:
    if not isinstance(field.widget, forms.Textarea):
        return None
    return str(sent.get(f"{BOTH}{name}") or f"{stands.get(name, '')}\n\n{sent.get(name, '')}".strip())
