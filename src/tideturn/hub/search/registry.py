"""Registry of the kinds of record that search finds: what their records say, who sees them and where they are.

Every write of such a record updates the index in the same transaction, whether a page writes it, an import or the undo
of one: the update depends on the record’s save and delete signals, and on no service. Sealed fields cannot get into the
index, because they cannot be read outside a disclosure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from tideturn.hub.access.rules import Rule

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a record says, all of it in clear, and never anything about a young person."""

    title: str
    texts: tuple[str, ...] = ()
    site: str = ""
    """Its site, all sites, or empty if it belongs to none; written as its rule compares it."""
    day: date | None = None
    """Date that the record is about."""


@dataclass(frozen=True, kw_only=True)
class Searched(Generic[M]):
    """A kind of record that search finds."""

    kind: str
    """Code of the kind, also used in addresses: lower case and hyphens."""
    label: str
    """Name of one such record."""
    plural: str
    rule: Rule[M]
    """Rule that decides who sees which records."""
    said: Callable[[M], Said | None]
    """Returns what a record says; None if search must not find it."""
    rows: Callable[[], QuerySet[M]]
    """Returns all records of the kind, with what `said` reads from other records."""
    address: Callable[[UUID], str]
    day_is: str = ""
    """Word before its date: Noted, Due, From."""
    told_by: Mapping[type[Model], Callable[[Any], Iterable[UUID]]] = field(default_factory=dict)
    """Other models that `said` quotes, each with a function that returns the records quoting one of its instances:
    those records are indexed again with it.
    """
    in_index: Mapping[str, str] = field(default_factory=dict)
    """Fields that the rule checks and the index also holds, with the index's names for them. The index decides by these
    fields itself, for thousands of entries at once.
    """


SEARCHED: Final[dict[str, Searched[Any]]] = {}
"""Every kind of record that search finds, by its code."""
