"""Who sees the way to a first year. Each step is done by whoever the room lets that it writes in."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.of_accounts import DUTIES
from tideturn.hub.access.permissions import permission
from tideturn.hub.access.policy import roles_that_one_may_grant
from tideturn.hub.access.roles import ADMINISTRATOR, PROGRAMME_MANAGER
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.policy import Duty

INVITE: Final = DUTIES[Duty.INVITE]
SEE: Final = (
    permission("onboarding.see", to="see the way to a first year", roles=(ADMINISTRATOR, PROGRAMME_MANAGER)),
    permission(
        "onboarding.see_administering", to="see the way to a first year", roles=(ADMINISTRATOR,), in_staff_session=True
    ),
)
"""In a staff session or not: it shows counts and names of sites, and no record."""


def require_people(by: Standing) -> None:
    """Also whoever may grant some role sees who is to have one. Raises NotVisibleError for others."""
    if not roles_that_one_may_grant(by):
        by.require_unseen(*SEE)
