"""What somebody may be told of, each with its sentence and its address. A room adds its own where its services are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tideturn.hub.common.names import require_name


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice: `room.what_happened`, and how it is told in a list and an e-mail: “Break-glass was used”.

    `address` leads from the id of what it is about to the page that says more, to whoever may read that.
    """

    name: str
    told: str
    address: Callable[[UUID], str]


NOTICE_KINDS: Final[dict[str, NoticeKind]] = {}
"""Every kind by its name."""


def notice_kind(name: str, *, told: str, address: Callable[[UUID], str]) -> NoticeKind:
    """Declare a kind of notice. Raises ValueError for a name that is no `room.what_happened`, or is taken."""
    require_name(name, of="a notice", form="room.what_happened")
    made = NoticeKind(name, told, address)
    if NOTICE_KINDS.setdefault(name, made) is not made:
        raise ValueError(f"there is a notice {name} already")
    return made
