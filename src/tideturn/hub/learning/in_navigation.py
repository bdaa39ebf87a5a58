"""Where the room is in the navigation and on a site's page, what it is first for, and the help on its pages."""

from __future__ import annotations

from django.urls import reverse

from tideturn.hub.access.roles import CASEWORKER, PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.learning import policy, queries
from tideturn.hub.learning.models import LearningPoint
from tideturn.hub.programme.kept import Section as SiteSection
from tideturn.hub.programme.kept import keeps_at_sites, section
from tideturn.hub.ui.first_use import Step, then
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps

_PAGES = ("point", "add_point", "change_point", "mark_used", "record_share", "remove_point", "remove_share", "digest")
_PLACE = 90
"""On a site's page, after what the place is like."""


def fill_in() -> None:
    """Tell the pages."""
    goes_to(
        "Learning log",
        "learning:log",
        Section.PROGRAMME,
        visible=who_may(policy.READ),
        beneath=tuple(f"learning:{page}" for page in _PAGES),
    )
    for role in (CASEWORKER, TEAM_MANAGER, SYSTEMS_LEAD, PROGRAMME_MANAGER):
        then(role.code, _STEP)
    keeps_at_sites("learning points", lambda site: LearningPoint.objects.filter(site=site).exists())
    section(
        SiteSection(
            title="What was learnt here",
            address=lambda pk: reverse("learning:of_site", args=[pk]),
            summary=queries.learnt_at,
            shown_to=lambda by: by.may(policy.READ),
            place=_PLACE,
        )
    )
    helps(
        "learning:log",
        "A learning point is about the problem, such as how young people are drawn in, or about the work, such as what "
        "partners need before they act. Everybody who works in the programme reads all of them; you write those of "
        "your own sites.",
        "The address of the page keeps what you narrowed the log to, so that you can send it to a colleague.",
    )
    helps(
        "learning:digest",
        "A point stands here once somebody at another site has written it down, and again once it is said to hold at "
        "yours too.",
        "Who asks for it is told once a week in the hub, and by e-mail where the hub sends any: that there is "
        "something to read, and not what. Without having asked, nobody is told.",
    )


_STEP = Step(
    "Write down what you learn",
    "What you learn about the problem or the work helps the other sites too, and shows why the programme changed.",
    "learning:log",
    open_to=who_may(policy.READ),
    place=70,
)
