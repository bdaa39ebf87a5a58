"""Filling an empty hub, by what the pages themselves use, so that all of it stands in the audit as it would."""

from __future__ import annotations

from tideturn.hub.access.roles import PROGRAMME_MANAGER, SYSTEMS_LEAD
from tideturn.hub.demo.adapting import add_what_places_are_like
from tideturn.hub.demo.learning import add_learning
from tideturn.hub.demo.outcomes import add_outcomes
from tideturn.hub.demo.partners import add_partners
from tideturn.hub.demo.people import Opened, open_accounts
from tideturn.hub.demo.places import add_places
from tideturn.hub.demo.plan import add_plan
from tideturn.hub.demo.theory import add_theory


def fill() -> tuple[Opened, ...]:
    """Open the accounts and add the partners; how each person logs in, which is told this once."""
    people = open_accounts()
    manager = next(one.user for one in people if one.role is PROGRAMME_MANAGER)
    add_places(manager)
    add_outcomes(manager)
    add_partners(next(one.user for one in people if one.role is SYSTEMS_LEAD))
    add_learning({one.role: one.user for one in people})
    add_what_places_are_like(manager)
    add_theory(manager)
    add_plan({one.role: one.user for one in people})
    return people
