"""In which browser the hub is asked: a staff session counts in the one in which it was begun."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest

from tideturn.hub.accounts.sessions import hashed

_BROWSER: Final[ContextVar[str | None]] = ContextVar("tideturn_browser", default=None)


@contextmanager
def asked_by(request: HttpRequest) -> Iterator[None]:
    """While a request is answered."""
    token = _BROWSER.set(hashed(request.session.session_key or ""))
    try:
        yield
    finally:
        _BROWSER.reset(token)


def browser() -> str | None:
    """Under what the browser's session is kept; none where it is no browser that asks."""
    return _BROWSER.get()
