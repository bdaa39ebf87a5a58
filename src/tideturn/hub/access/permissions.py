"""Permissions: what may be done, and by which roles. Each room declares its own beside its policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tideturn.hub.access.roles import ADMINISTRATOR, Role
from tideturn.hub.common.names import require_name


@dataclass(frozen=True)
class Permission:
    """A permission: `room.verb_object`, what it lets one do (“close a record”), and the roles that have it.

    One for administration counts within a staff session alone, and within one nothing else does.
    """

    name: str
    to: str
    roles: frozenset[Role]
    in_staff_session: bool

    @property
    def refusal(self) -> str:
        """What somebody is told who does not have it."""
        if self.in_staff_session:
            return f"Only an administrator in a staff session may {self.to}."
        return f"Your roles do not let you {self.to}."


PERMISSIONS: Final[dict[str, Permission]] = {}
"""Every permission by its name."""


def permission(name: str, *, to: str, roles: Iterable[Role], in_staff_session: bool = False) -> Permission:
    """Declare a permission.

    Raises ValueError for a name that is no `room.verb_object` or is taken, for one that nobody has, and for one of a
    staff session that another than an administrator would have.
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
    """What a role may do, each in words and once."""
    return tuple(dict.fromkeys(one.to for _, one in sorted(PERMISSIONS.items()) if role in one.roles))
