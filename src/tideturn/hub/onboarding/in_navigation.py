"""What leads to a first year: the first step of who begins, as long as there is none."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    GOVERNANCE_LEAD,
    PROGRAMME_MANAGER,
    SAFEGUARDING_LEAD,
    TEAM_MANAGER,
)
from tideturn.hub.access.shown_to import who_grants
from tideturn.hub.access.standing import standing_in
from tideturn.hub.common.answering import once
from tideturn.hub.onboarding import policy
from tideturn.hub.onboarding.people import somebody_waits
from tideturn.hub.onboarding.steps import is_young
from tideturn.hub.ui.first_use import Step, then
from tideturn.hub.ui.page_help import helps

_STEP: Final = Step(
    "Come from an empty hub to a first year",
    "Step by step: who begins, what the programme is called, its first year, its sites, its people, its outcomes and "
    "its theory. Each page says what is there and who does it.",
    "onboarding:start",
    open_to=lambda request: policy.may_see(standing_in(request)),
    shown=lambda: once("the hub is young", is_young),
    place=-10,
)


_GRANT: Final = Step(
    "Grant the roles that people were invited to",
    "They have opened their accounts, and see nothing before they hold a role.",
    "onboarding:people",
    open_to=lambda request: once("who grants", lambda: who_grants(request)),
    shown=lambda: once("somebody waits for a role", somebody_waits),
    place=-5,
)


def navigate() -> None:
    """Tell the pages."""
    then(ADMINISTRATOR.code, _STEP)
    then(PROGRAMME_MANAGER.code, _STEP)
    for role in (PROGRAMME_MANAGER, GOVERNANCE_LEAD, SAFEGUARDING_LEAD, TEAM_MANAGER):
        then(role.code, _GRANT)
    helps(
        "onboarding:start",
        "Go from step to step, leave when you like and come back: what is done is read from what is there.",
        "Each step can be done on the pages of its own too. Nothing here is done twice.",
    )
    helps(
        "onboarding:leads",
        "Nobody grants a role to themselves, nor to whoever let them grant it. So let the information governance lead "
        "grant the programme manager their role, and the programme manager the leads and the rest.",
    )
