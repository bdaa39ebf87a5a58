"""Let code open sealed values only inside a disclosure that the audit has logged, and only those of its records.

Reading a sealed field anywhere else, or of another record, raises an error in any page, template, export or log. So no
view can bypass the services that log which people they show, or follow a link from a person it may show to one it may
not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from tideturn.hub.common.record_ids import RecordId

_OPEN: Final[ContextVar[frozenset[RecordId]]] = ContextVar("tideturn_disclosure", default=frozenset())


class UndisclosedError(RuntimeError):
    """Something sealed was asked for that no disclosure holds: a fault of the program, and nothing was opened."""


@contextmanager
def opening(records: Iterable[RecordId]) -> Iterator[None]:
    """Let code open the sealed values of these records. Only the audit uses this, after it has logged who sees which
    people. Inside another disclosure, the records of that one stay open too.
    """
    before = _OPEN.set(_OPEN.get() | frozenset(records))
    try:
        yield
    finally:
        _OPEN.reset(before)


def require_open(record: RecordId, sealed: str) -> None:
    """Raise UndisclosedError if no disclosure holds the record. It names the field, not its text."""
    if record in _OPEN.get():
        return
    raise UndisclosedError(
        f"{record.model}.{sealed} was read outside a disclosure of its record: fetch a linked record by its own "
        "rule, or name it among the parts in the rule of the record that is shown"
    )
