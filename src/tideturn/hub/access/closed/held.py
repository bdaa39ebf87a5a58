"""Remember the records that a rule allowed a service. It can read these, and their parts, again without a rule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db.models import Model

_HELD: Final[ContextVar[set[tuple[str, str]] | None]] = ContextVar("tideturn_held", default=None)
"""Each record by its table and its id without hyphens, as SQLite stores it.

None outside services, because a page shows only what rules allow.
"""


@contextmanager
def holding() -> Iterator[None]:
    """Remember held records until the outermost of these blocks ends."""
    token = _HELD.set(set() if _HELD.get() is None else _HELD.get())
    try:
        yield
    finally:
        _HELD.reset(token)


def hold(record: Model) -> None:
    """Hold a record that a rule allowed or this service made. Do nothing outside a service."""
    held = _HELD.get()
    if held is not None:
        held.add((record._meta.db_table, str(record.pk).replace("-", "")))


def is_held(table: str, pk: Any) -> bool:
    """Return whether the running service holds the record."""
    held = _HELD.get()
    return held is not None and (table, str(pk).replace("-", "")) in held
