"""The records that a rule let a service have: it reads these, and what belongs to them, again without asking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

_HELD: Final[ContextVar[set[tuple[str, str]] | None]] = ContextVar("tideturn_held", default=None)
"""Each by its table and id; None outside services, where a page is to show what rules let through and no more."""


@contextmanager
def holding() -> Iterator[None]:
    """Keep in mind, until the outermost of these ends, which records were held within it."""
    token = _HELD.set(set() if _HELD.get() is None else _HELD.get())
    try:
        yield
    finally:
        _HELD.reset(token)


def hold(record: Model) -> None:
    """Say that a rule let a record through, or that this service made it. Outside a service nothing follows."""
    held = _HELD.get()
    if held is not None:
        held.add((record._meta.db_table, _as_text(record.pk)))


def is_held(table: str, pk: Any) -> bool:
    """Return whether the service that runs holds the record."""
    held = _HELD.get()
    return held is not None and (table, _as_text(pk)) in held


def _as_text(pk: Any) -> str:
    """Return an id alike for all databases: SQLite has a UUID as 32 characters."""
    return pk.hex if isinstance(pk, UUID) else str(pk).replace("-", "")
