"""Who sees how the hub is: administrators, in a staff session or not, since it shows no record and changes nothing."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import ADMINISTRATOR
from tideturn.hub.access.standing import Standing

READ: Final = permission("health.read_health", to="see how the hub is", roles=(ADMINISTRATOR,))
READ_ADMINISTERING: Final = permission(
    "health.read_health_administering", to="see how the hub is", roles=(ADMINISTRATOR,), in_staff_session=True
)


def may_read(by: Standing) -> bool:
    """Whether somebody sees it."""
    return by.may(READ) or by.may(READ_ADMINISTERING)


def require(by: Standing) -> None:
    """Raises NotVisibleError where somebody does not."""
    if not may_read(by):
        by.require_unseen(READ)
