"""Who sees how the hub is: administrators, in a staff session or not, since it shows no record and changes nothing."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import ADMINISTRATOR

READ: Final = (
    permission("health.read_health", to="see how the hub is", roles=(ADMINISTRATOR,)),
    permission(
        "health.read_health_administering", to="see how the hub is", roles=(ADMINISTRATOR,), in_staff_session=True
    ),
)
