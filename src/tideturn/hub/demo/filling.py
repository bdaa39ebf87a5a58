"""Fill an empty hub through the same services as the pages, so that the audit holds all of it."""

from __future__ import annotations

from tideturn.hub.access.standing import standing_of
from tideturn.hub.demo.learning import add_learning
from tideturn.hub.demo.partners import add_partners
from tideturn.hub.demo.people import Opened, open_accounts
from tideturn.hub.demo.places import add_places, add_what_places_are_like
from tideturn.hub.demo.plan import add_plan
from tideturn.hub.demo.theory import add_outcomes, add_theory


def fill() -> tuple[Opened, ...]:
    """Open the accounts and add records as each role would. Return how each person logs in, shown only this once."""
    people = open_accounts()
    by = {one.role: standing_of(one.user, via="command") for one in people}
    for add in (add_places, add_outcomes, add_partners, add_learning, add_what_places_are_like, add_theory, add_plan):
        add(by)
    return people
