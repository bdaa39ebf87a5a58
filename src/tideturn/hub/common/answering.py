"""Look up a value once per request, however often code asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

T = TypeVar("T")
_FOUND: Final[ContextVar[dict[str, Any] | None]] = ContextVar("tideturn_answering", default=None)


@contextmanager
def answering() -> Iterator[None]:
    """Keep looked-up values while a request is answered, and forget them afterwards."""
    token = _FOUND.set({})
    try:
        yield
    finally:
        _FOUND.reset(token)


def once(name: str, look_up: Callable[[], T]) -> T:
    """Return a value by name, looked up once in a request. Outside a request, look it up each time."""
    found = _FOUND.get()
    if found is None:
        return look_up()
    if name not in found:
        found[name] = look_up()
    known: T = found[name]
    return known
