"""What must not come back when an older copy is put back: that somebody left, that something was shut or erased.

It is entered in the transaction of what it tells of, written beside the copies, and done again after one was put back.
An entry holds identifiers, and never content. It takes away and never gives: what somebody may do besides, since the
copy, is granted anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tideturn.hub.common import clock
from tideturn.hub.crypto.models import LedgerEntry


@dataclass(frozen=True)
class LedgerKind:
    """A kind of entry. `again` does it once more, and says whether there was anything to do it to.

    `told` is what several of them are called.
    """

    name: str
    told: str
    again: Callable[[UUID, Mapping[str, Any]], bool]


KINDS: Final[dict[str, LedgerKind]] = {}
"""Every kind by its name."""


def ledger_kind(name: str, *, told: str, again: Callable[[UUID, Mapping[str, Any]], bool]) -> LedgerKind:
    """Declare a kind of entry. Raises ValueError where the name is taken."""
    made = LedgerKind(name, told, again)
    if KINDS.setdefault(name, made) != made:
        raise ValueError(f"there is a kind {name} already")
    return made


def enter(kind: LedgerKind, *, subject: UUID, details: Mapping[str, str | None]) -> LedgerEntry:
    """Enter what must not come back. Raises RuntimeError outside the transaction of what it tells of."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"a {kind.name} is entered outside the transaction of what it tells of")
    return LedgerEntry.objects.create(at=clock.now(), kind=kind.name, subject=subject, details=dict(details))
