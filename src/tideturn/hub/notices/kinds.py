"""List the kinds of notices, each with its sentence and address. An app adds its own beside its services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tideturn.hub.common.names import require_name


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice: `app.what_happened`, and its sentence in a list and an e-mail: “Break-glass was used”.

    `address` turns the id of the record into the address of its page, for people who may read it.
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
