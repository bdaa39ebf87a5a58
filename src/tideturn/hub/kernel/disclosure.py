"""Whether what is sealed may be opened here and now: only within a disclosure that the audit has written down.

A sealed field that is read anywhere else raises, whatever page, template, export or log asked for it: so no view can
go round the services that tell the audit whom they show.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_OPEN: Final[ContextVar[bool]] = ContextVar("tideturn_disclosure", default=False)


class UndisclosedError(RuntimeError):
    """Something sealed was asked for outside a disclosure: a fault of the program, and nothing was opened."""


@contextmanager
def opening() -> Iterator[None]:
    """Sealed fields may be opened within this. Only the audit uses it, once it has written down who is shown what."""
    before = _OPEN.set(True)
    try:
        yield
    finally:
        _OPEN.reset(before)


def is_open() -> bool:
    """Whether a disclosure is under way."""
    return _OPEN.get()
