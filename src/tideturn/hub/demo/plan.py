"""What the example programme plans for this year, what has come of it, and what it tries to change in the system."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.roles import PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER, Role
from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.demo.people import SITE
from tideturn.hub.learning.api import point_choices
from tideturn.hub.outcomes.models import Element
from tideturn.hub.plan import priorities
from tideturn.hub.plan import resource as plan
from tideturn.hub.plan.models import Departure, Judged, Target
from tideturn.hub.resources.fields import Change
from tideturn.hub.resources.writing import add, change
from tideturn.hub.theory.api import node_choices
from tideturn.hub.theory.models import Kind

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
        said: list[Change[Any]] = [
            plan.HELD_AT.to(site),
            plan.MILESTONE_TITLE.to(title),
            plan.PLANNED_ON.to(today + timedelta(days=planned)),
            plan.ACTUAL_ON.to(None if actual is None else today + timedelta(days=actual)),
            plan.CAUSE.to(cause),
            plan.RESPONSE.to(response),
        ]
        add(plan.MILESTONE, said, by=manager)
    _add_priorities(lead, today)


def _add_targets(manager: Standing, team: Standing, today: date) -> None:
    ((_, boxes),) = node_choices(manager, [Kind.ACTIVITY])
    set_: list[Target] = []
    for site, component, measure, planned, delivered in _TARGETS:
        word = component.split()[0].casefold()
        box = next((pk for pk, title in boxes if word in title.casefold()), boxes[0][0])
        said: list[Change[Any]] = [
            plan.COMPONENT.to(component),
            plan.NODE.to(UUID(box)),
            plan.SITE.to(site),
            plan.YEAR.to(_YEAR),
            plan.MEASURE.to(measure),
            plan.PLANNED.to(Decimal(planned)),
        ]
        one = add(plan.TARGET, said, by=manager)
        set_.append(one)
        if site == SITE:
            came: list[Change[Any]] = [plan.DELIVERED.to(Decimal(delivered))]
            if component.startswith("Training"):
                came += [
                    plan.DEPARTURE.to(Departure.MODIFIED),
                    plan.JUDGED.to(Judged.ADAPTATION),
                    plan.REASON.to("Half days at the schools themselves, which release no one for longer."),
                ]
            change(plan.DELIVERY, one.pk, came, by=team, expected=one.version)
    because = next(pk for pk, told in point_choices(manager) if told.startswith(_LEARNT))
    adapted: list[Change[Any]] = [
        plan.SINCE.to(Decimal(24)),
        plan.ADAPTED_ON.to(today - timedelta(days=3)),
        plan.ADAPTED_BECAUSE.to("Spend time at the schools first, so that they know who to ring."),
        plan.LEARNING.to(UUID(because)),
    ]
    add(plan.ADAPTATION, adapted, by=manager, of=set_[-1].pk)


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
    consulted: list[Change[Any]] = [
        priorities.STEP_ON.to(today - timedelta(days=130)),
        priorities.CONSULTED.to("Northgate Council, Children's Services"),
        priorities.SAID.to("Headteachers must be asked before anything is decided."),
        priorities.CHANGED_BECAUSE.to("The priority begins with the three schools that exclude most."),
    ]
    add(priorities.CONSULTATION, consulted, by=lead, of=school.pk)
    agreed: list[Change[Any]] = [
        priorities.STEP_ON.to(today - timedelta(days=100)),
        priorities.AGREED_BY.to("The partners’ board"),
    ]
    add(priorities.AGREEMENT, agreed, by=lead, of=school.pk)
    custody = priorities.draft_priority(
        by=lead,
        title="A youth worker meets every young person in custody",
        element=Element.PATHWAYS,
        on=today - timedelta(days=40),
        site=SITE,
        words="From what was learnt about calm in custody.",
    )
    consulted = [
        priorities.STEP_ON.to(today - timedelta(days=15)),
        priorities.CONSULTED.to("Tidewater Police, Missing Persons Unit"),
        priorities.SAID.to("They would have it, if it is within the hour."),
    ]
    add(priorities.CONSULTATION, consulted, by=lead, of=custody.pk)
