"""Permissions: what may be done, and the roles that may do it. Each app declares its own next to its policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tideturn.hub.access.roles import ADMINISTRATOR, Role
from tideturn.hub.common.names import require_name


@dataclass(frozen=True)
class Permission:
    """A permission: its name `room.verb_object`, what it allows (“close a record”), and the roles that have it.

    A permission to administer counts only within a staff session, and no other permission counts there.
    """

    name: str
    to: str
    roles: frozenset[Role]
    in_staff_session: bool

    @property
    def refusal(self) -> str:
        """Return the sentence for somebody who does not have the permission."""
        if self.in_staff_session:
            return f"Only an administrator in a staff session may {self.to}."
        return f"Your roles do not let you {self.to}."


PERMISSIONS: Final[dict[str, Permission]] = {}
"""Every permission by its name."""


def permission(name: str, *, to: str, roles: Iterable[Role], in_staff_session: bool = False) -> Permission:
    """Declare a permission.

    Raise ValueError if the name is not a `room.verb_object` or is taken, if no role has it, or if it is for a staff
    session and a role other than administrator has it.
    """
    made = Permission(name, to, frozenset(roles), in_staff_session)
    require_name(name, of="a permission")
    if not made.roles:
        raise ValueError(f"nobody would have {name}")
    if in_staff_session and made.roles != {ADMINISTRATOR}:
        raise ValueError(f"{name} is for a staff session, which only an administrator begins")
    if PERMISSIONS.setdefault(name, made) != made:
        raise ValueError(f"there is a permission {name} already")
    return made


def permissions_of(role: Role) -> tuple[str, ...]:
    """Return what a role may do, each in words and only once."""
    return tuple(dict.fromkeys(one.to for _, one in sorted(PERMISSIONS.items()) if role in one.roles))
