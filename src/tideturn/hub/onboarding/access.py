"""Say who sees the setup steps. Each step needs the permissions of the app that it writes to."""

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
"""Allow people with or without a staff session: the page shows counts and names of sites, and no record."""


def require_people(by: Standing) -> None:
    """Let people who may grant a role also see who is to have one. Raise NotVisibleError for others."""
    if not roles_that_one_may_grant(by):
        by.require_unseen(*SEE)
