"""Allow reads that no rule decides on. Each says why that is safe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

BECAUSE: Final[ContextVar[str]] = ContextVar("tideturn_unruled", default="")
"""The reason in force; empty if rules are required."""


@contextmanager
def unruled(because: str) -> Iterator[None]:
    """Allow reads of guarded tables without a rule inside this block; it also decorates a function.

    Give the reason as a plain string: docs/reference/reads-without-a-rule.md lists every one. Raise ValueError if
    there is none.
    """
    if not because:
        raise ValueError("a read without a rule needs a reason")
    token = BECAUSE.set(because)
    try:
        yield
    finally:
        BECAUSE.reset(token)
