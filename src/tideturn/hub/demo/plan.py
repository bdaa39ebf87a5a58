"""What the example programme plans for this year, what has come of it, and what it tries to change in the system."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.roles import PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.access.standing import Standing
from tideturn.hub.demo.learning import EXCLUSIONS, learnt
from tideturn.hub.demo.people import SITE
from tideturn.hub.demo.rows import By, day, put, said
from tideturn.hub.outcomes.models import Element
from tideturn.hub.plan import priorities
from tideturn.hub.plan import resource as plan
from tideturn.hub.plan.models import Departure, Judged
from tideturn.hub.resources.writing import change
from tideturn.hub.theory.api import node_choices
from tideturn.hub.theory.models import Kind

_YEAR: Final = 2
"""The year of today."""
_TRAINING: Final = ("Training of professionals", "training days")
_SUPPORT: Final = ("Support of young people", "young people supported")
_TARGETS: Final = (
    (SITE, *_TRAINING, 24),
    (SITE, *_SUPPORT, 40),
    ("manchester", *_TRAINING, 18),
    ("birmingham", *_SUPPORT, 30),
)
_HALF_DAYS: Final = "Half days at the schools themselves, which release no one for longer."
_DELIVERED: Final = ((9, Departure.MODIFIED, Judged.ADAPTATION, _HALF_DAYS), (32,))
"""What the team of the site says of the first targets, which are its own."""
_MILESTONES: Final = (
    (
        *(SITE, "Team in post", -120, -106),
        *("Checks took longer than planned.", "The national team covered two days a week."),
    ),
    ("manchester", "Custody staff agree who rings the team", -21, None, "The police command reorganised."),
    (SITE, "Priorities for the year agreed with partners", 12),
    ("national", "Young people’s panel meets for the first time", 75),
)


def add_plan(by: By) -> None:
    """Add it all, each by somebody who may; the team of the site says what it delivered."""
    manager = by[PROGRAMME_MANAGER]
    _add_targets(manager, by[TEAM_MANAGER])
    milestone = (plan.HELD_AT, plan.MILESTONE_TITLE, plan.PLANNED_ON, plan.ACTUAL_ON, plan.CAUSE, plan.RESPONSE)
    put(plan.MILESTONE, milestone, _MILESTONES, by=manager)
    _add_priorities(by[SYSTEMS_LEAD])


def _add_targets(manager: Standing, team: Standing) -> None:
    ((_, boxes),) = node_choices(manager, [Kind.ACTIVITY])

    def row(site: str, component: str, measure: str, planned: int) -> tuple[Any, ...]:
        word = component.split()[0].casefold()
        box = next((pk for pk, title in boxes if word in title.casefold()), boxes[0][0])
        return UUID(box), _YEAR, site, component, measure, planned

    target = (plan.NODE, plan.YEAR, plan.SITE, plan.COMPONENT, plan.MEASURE, plan.PLANNED)
    targets = put(plan.TARGET, target, [row(*one) for one in _TARGETS], by=manager)
    delivery = (plan.DELIVERED, plan.DEPARTURE, plan.JUDGED, plan.REASON)
    for one, delivered in zip(targets, _DELIVERED, strict=False):
        change(plan.DELIVERY, one.pk, said(delivery, delivered), by=team, expected=one.version)
    first = "Spend time at the schools first, so that they know who to ring."
    adapted = (plan.SINCE, plan.ADAPTED_ON, plan.ADAPTED_BECAUSE, plan.LEARNING)
    put(plan.ADAPTATION, adapted, [(24, -3, first, learnt(manager, EXCLUSIONS))], by=manager, of=targets[-1].pk)


def _add_priorities(lead: Standing) -> None:
    school = priorities.draft_priority(
        by=lead,
        title="Exclusion is treated as a safeguarding question",
        element=Element.STRUCTURES,
        on=day(-150),
        site=SITE,
        definition="Nobody is excluded before it was asked whether they are being exploited.",
        words="From debriefs with young people who were excluded.",
    )
    custody = priorities.draft_priority(
        by=lead,
        title="A youth worker meets every young person in custody",
        element=Element.PATHWAYS,
        on=day(-40),
        site=SITE,
        words="From what was learnt about calm in custody.",
    )
    headteachers = (
        -130,
        "Northgate Council, Children's Services",
        "Headteachers must be asked before anything is decided.",
        "The priority begins with the three schools that exclude most.",
    )
    police = (-15, "Tidewater Police, Missing Persons Unit", "They would have it, if it is within the hour.")
    consulted = (priorities.STEP_ON, priorities.CONSULTED, priorities.SAID, priorities.CHANGED_BECAUSE)
    put(priorities.CONSULTATION, consulted, [headteachers], by=lead, of=school.pk)
    put(priorities.CONSULTATION, consulted, [police], by=lead, of=custody.pk)
    agreed = (-100, "The partners’ board")
    put(priorities.AGREEMENT, (priorities.STEP_ON, priorities.AGREED_BY), [agreed], by=lead, of=school.pk)
