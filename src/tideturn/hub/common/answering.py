"""What is looked up once while a request is answered, however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

T = TypeVar("T")
_FOUND: Final[ContextVar[dict[str, Any] | None]] = ContextVar("tideturn_answering", default=None)


@contextmanager
def answering() -> Iterator[None]:
    """While a request is answered; what was looked up for it is forgotten afterwards."""
    token = _FOUND.set({})
    try:
        yield
    finally:
        _FOUND.reset(token)


def once(name: str, look_up: Callable[[], T]) -> T:
    """What is known by that name in this request, looked up when first asked for; outside of one, each time."""
    found = _FOUND.get()
    if found is None:
        return look_up()
    if name not in found:
        found[name] = look_up()
    known: T = found[name]
    return known
