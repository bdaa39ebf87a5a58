"""What can be found by its words: of each kind what its records say, who sees them and where they are.

Whatever writes such a record keeps the index in the same transaction, whether it is a page, a folder that comes in or
one that is taken back: it hangs on the record’s being saved and deleted, and on no service. What is sealed cannot come
in: outside a disclosure it is not read.
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
    """What a record says, all of it in clear, and never anything of a young person."""

    title: str
    texts: tuple[str, ...] = ()
    site: str = ""
    """Its site, all sites, or empty where it is no site’s; in the words in which its rule asks for it."""
    day: date | None = None
    """The day that it tells of."""


@dataclass(frozen=True, kw_only=True)
class Searched(Generic[M]):
    """Records that are found by their words."""

    kind: str
    """Tells them from those of other kinds, in addresses too: small letters and hyphens."""
    label: str
    """What one of them is called."""
    plural: str
    rule: Rule[M]
    """Who sees which of them."""
    said: Callable[[M], Said | None]
    """What one says; None where it is not to be found."""
    rows: Callable[[], QuerySet[M]]
    """All of them, with what `said` reads of other records."""
    address: Callable[[UUID], str]
    day_is: str = ""
    """What its day is, in a word before it: Noted, Due, From."""
    told_by: Mapping[type[Model], Callable[[Any], Iterable[UUID]]] = field(default_factory=dict)
    """Other records of which `said` tells, and which of these each is told in: so these are kept anew with them."""
    in_index: Mapping[str, str] = field(default_factory=dict)
    """Fields of which the rule asks and that the index holds itself, by its own names: what they decide is decided
    there, for thousands at once.
    """


SEARCHED: Final[dict[str, Searched[Any]]] = {}
"""All that is found, by kind."""
