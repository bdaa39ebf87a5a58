"""Two people wrote in one record: what each of them changed, field by field, and where that meets.

A field that one of them changed and the other left alone collides with nothing. One that both changed, and not to the
same, is for a person to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Manager, Model


@dataclass(frozen=True)
class Meeting:
    """Names of fields."""

    collide: tuple[str, ...]
    """Changed by both, and not to the same."""
    theirs: tuple[str, ...]
    """Changed by the other alone."""
    mine: tuple[str, ...]
    """Changed by oneself alone."""


def meet(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Meeting:
    """How what stood, what one would write and what stands now differ. Where it is not known what stood, both count as
    having changed it.
    """
    collide, taken, kept = [], [], []
    for name in mine:
        if mine[name] == theirs.get(name):
            continue
        if name in base and mine[name] == base[name]:
            taken.append(name)
        elif name in base and theirs.get(name) == base[name]:
            kept.append(name)
        else:
            collide.append(name)
    return Meeting(tuple(collide), tuple(taken), tuple(kept))


def plain(value: Any) -> Any:
    """A value so that two are equal where they say the same, whether a form, a record or a page gave them."""
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
