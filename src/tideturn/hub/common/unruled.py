"""Reads that no rule decides on: each says why nobody is shown what they read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_BECAUSE: Final[ContextVar[str]] = ContextVar("tideturn_unruled", default="")


@contextmanager
def unruled(because: str) -> Iterator[None]:
    """Let guarded tables be read within this, though no rule was applied; also a decorator of a function.

    Give the reason as a plain string: docs/reference/reads-without-a-rule.md lists every one. Raises ValueError
    without a reason.
    """
    if not because:
        raise ValueError("a read without a rule says why nobody is shown what it reads")
    token = _BECAUSE.set(because)
    try:
        yield
    finally:
        _BECAUSE.reset(token)


def why_unruled() -> str:
    """Return the reason that holds now; empty where rules are asked for."""
    return _BECAUSE.get()
