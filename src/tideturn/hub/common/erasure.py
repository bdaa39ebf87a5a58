"""Erasure: what rooms hold about a person goes, all of it or none. Each room says when it starts how its own goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.db import transaction

Erases = Callable[[UUID], int]
"""Told whose record is erased, it takes away what a room holds about them, and says how many things that were."""
_ERASES: Final[list[Erases]] = []
_ERASES_LAST: Final[list[Erases]] = []


def also_erases(erases: Erases, *, last: bool = False) -> None:
    """Register what an app erases. Use `last` for records that other apps' erasures may still add."""
    (_ERASES_LAST if last else _ERASES).append(erases)


def erase_held_about(subject: UUID) -> int:
    """Take away what every room holds about a person, in one transaction. How many things that were."""
    with transaction.atomic():
        return sum(erases(subject) for erases in (*_ERASES, *_ERASES_LAST))
