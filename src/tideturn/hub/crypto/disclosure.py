"""Whether what is sealed in a record may be opened here and now: only within a disclosure that the audit has written
down, and only of the records that it holds.

A sealed field that is read anywhere else, or of any other record, raises, whatever page, template, export or log asked
for it. So no view can go round the services that tell the audit whom they show, nor follow a link from one whom it may
show to one whom it may not.
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
    """What is sealed in these may be opened within this. Only the audit uses it, once it has written down who is shown
    whom. Within another disclosure, what that holds stays open.
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
