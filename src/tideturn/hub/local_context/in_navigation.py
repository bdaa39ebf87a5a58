"""Where the room is in the navigation, what it is first for, and the help on its pages."""

from __future__ import annotations

from tideturn.hub.access.roles import EVALUATOR, PROGRAMME_MANAGER, TEAM_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.local_context import policy, urls
from tideturn.hub.local_context.models import Criterion
from tideturn.hub.ui.first_use import Step, counted, then
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps


def fill_in() -> None:
    """Tell the pages."""
    goes_to(
        "Places",
        "local_context:places",
        Section.PROGRAMME,
        visible=who_may(policy.READ),
        beneath=tuple(f"local_context:{one.name}" for one in urls.urlpatterns if one.name != "places"),
    )
    for role in (PROGRAMME_MANAGER, TEAM_MANAGER):
        then(role.code, _STEP)
    then(EVALUATOR.code, _WEIGH)
    helps(
        "local_context:place",
        "What else is there and what else is going on explains why places differ. Where something may explain an "
        "outcome, name that outcome: it is then weighed beside what the programme did.",
    )
    helps(
        "local_context:posts",
        "A post is a post, whoever is in it: no name is kept here. How it stands follows from its days.",
        "Advertise a post again where somebody has left it, so that both vacancies can be seen. Where nobody is to "
        "follow, say so of the post.",
    )
    helps(
        "local_context:criteria",
        "Local adaptation is normal, and is written down here. Adapt a criterion where it changes from a day on: what "
        "held before stays in the log. Correct one where something was written wrongly and never held so.",
        "Where the programme folder has one criterion that went and one that came in on the next day, the log tells "
        "them as one change.",
    )
    helps(
        "local_context:baseline",
        "Agree with partners where things stand before work begins, and what they will go on counting. The list of "
        "what to ask for stays in the hub; the figures go into the programme folder.",
    )


_STEP = Step(
    "Say what each place is like",
    "Its posts, its referral criteria and why they change, and where things stood before you began.",
    "local_context:places",
    open_to=who_may(policy.WRITE),
    there=lambda: counted(Criterion.objects.count(), "referral criterion", "referral criteria"),
    place=50,
)
_WEIGH = Step(
    "See what each place is like",
    "What else is going on there, how its criteria were adapted and why, and where things stood before.",
    "local_context:places",
    open_to=who_may(policy.READ),
)
