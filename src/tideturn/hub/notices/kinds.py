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

    def __post_init__(self) -> None:
        """Make it known. Raises ValueError for a name that is no `room.what_happened`, or is taken."""
        require_name(self.name, of="a notice", form="room.what_happened")
        if NOTICE_KINDS.setdefault(self.name, self) is not self:
            raise ValueError(f"there is a notice {self.name} already")


NOTICE_KINDS: Final[dict[str, NoticeKind]] = {}
"""Every kind by its name."""
