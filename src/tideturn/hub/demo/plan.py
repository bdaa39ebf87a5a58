"""What the example programme plans for this year, what has come of it, and what it tries to change in the system."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from tideturn.hub.access.roles import PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER, Role
from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.demo.people import SITE
from tideturn.hub.learning.api import point_choices
from tideturn.hub.outcomes.models import Element
from tideturn.hub.plan.models import Target
from tideturn.hub.plan.services import milestones, priorities, targets
from tideturn.hub.plan.terms import Departure, Judged
from tideturn.hub.theory.api import node_choices
from tideturn.hub.theory.terms import Kind

_YEAR: Final = 2
"""The year of today."""
_LEARNT: Final = "Exclusions are decided within a day"
"""How the learning point begins that led to a target’s change."""
_TARGETS: Final = (
    (SITE, "Training of professionals", "training days", 24, 9),
    (SITE, "Support of young people", "young people supported", 40, 32),
    ("manchester", "Training of professionals", "training days", 18, 11),
    ("birmingham", "Support of young people", "young people supported", 30, 12),
)
_MILESTONES: Final = (
    (
        SITE,
        "Team in post",
        -120,
        -106,
        "Checks took longer than planned.",
        "The national team covered two days a week.",
    ),
    ("manchester", "Custody staff agree who rings whom", -21, None, "The police command reorganised.", ""),
    (SITE, "Priorities for the year agreed with partners", 12, None, "", ""),
    ("national", "Young people’s panel meets for the first time", 75, None, "", ""),
)


def add_plan(people: Mapping[Role, User]) -> None:
    """Add it all, each by somebody who may; the team of the site says what it delivered."""
    manager, team, lead = (
        standing_of(people[role], via="command") for role in (PROGRAMME_MANAGER, TEAM_MANAGER, SYSTEMS_LEAD)
    )
    today = clock.today()
    _add_targets(manager, team, today)
    for site, title, planned, actual, cause, response in _MILESTONES:
        milestones.add_milestone(
            by=manager,
            site=site,
            title=title,
            planned_on=today + timedelta(days=planned),
            actual_on=None if actual is None else today + timedelta(days=actual),
            cause_of_delay=cause,
            response=response,
        )
    _add_priorities(lead, today)


def _add_targets(manager: Standing, team: Standing, today: date) -> None:
    ((_, boxes),) = node_choices(manager, [Kind.ACTIVITY])
    set_: list[Target] = []
    for site, component, measure, planned, delivered in _TARGETS:
        word = component.split()[0].casefold()
        box = next((pk for pk, title in boxes if word in title.casefold()), boxes[0][0])
        one = targets.add_target(
            by=manager,
            component=component,
            node=UUID(box),
            site=site,
            year=_YEAR,
            measure=measure,
            planned=Decimal(planned),
        )
        set_.append(one)
        if site == SITE:
            targets.tell_delivery(
                by=team,
                pk=one.pk,
                expected=one.version,
                delivered=Decimal(delivered),
                quality="",
                departure=Departure.MODIFIED if component.startswith("Training") else "",
                judged=Judged.ADAPTATION if component.startswith("Training") else "",
                reason="Half days at the schools themselves, which release no one for longer."
                if component.startswith("Training")
                else "",
            )
    because = next(pk for pk, told in point_choices(manager) if told.startswith(_LEARNT))
    targets.adapt_target(
        by=manager,
        pk=set_[-1].pk,
        planned=Decimal(24),
        on=today - timedelta(days=3),
        reason="Time goes to the schools first, so that they know whom to ring.",
        learning=UUID(because),
    )


def _add_priorities(lead: Standing, today: date) -> None:
    school = priorities.draft_priority(
        by=lead,
        title="Exclusion is treated as a safeguarding question",
        element=Element.STRUCTURES,
        on=today - timedelta(days=150),
        site=SITE,
        definition="Nobody is excluded before it was asked whether they are being exploited.",
        words="From debriefs with young people who were excluded.",
    )
    priorities.consult_on(
        by=lead,
        priority=school.pk,
        on=today - timedelta(days=130),
        with_whom="Northgate Council, Children's Services",
        words="Headteachers must be asked before anything is decided.",
        changed_because="The priority begins with the three schools that exclude most.",
    )
    priorities.agree_priority(
        by=lead, priority=school.pk, on=today - timedelta(days=100), with_whom="The partners’ board"
    )
    custody = priorities.draft_priority(
        by=lead,
        title="A youth worker meets every young person in custody",
        element=Element.PATHWAYS,
        on=today - timedelta(days=40),
        site=SITE,
        words="From what was learnt about calm in custody.",
    )
    priorities.consult_on(
        by=lead,
        priority=custody.pk,
        on=today - timedelta(days=15),
        with_whom="Tidewater Police, Missing Persons Unit",
        words="They would have it, if it is within the hour.",
    )
