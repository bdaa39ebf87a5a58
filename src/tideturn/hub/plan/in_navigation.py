"""Where the room is in the navigation, what it is first for, and the help on its pages."""

from __future__ import annotations

from tideturn.hub.access.roles import EVALUATOR, PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.plan import policy, urls
from tideturn.hub.plan.models import Target
from tideturn.hub.ui.first_use import Step, counted, then
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps


def fill_in() -> None:
    """Tell the pages."""
    beneath = {"plan": urls.TARGETS, "milestones": urls.MILESTONES, "priorities": urls.PRIORITIES}
    for title, page in (("The plan", "plan"), ("Milestones", "milestones"), ("Priorities", "priorities")):
        goes_to(
            title,
            f"plan:{page}",
            Section.PROGRAMME,
            visible=who_may(policy.READ),
            beneath=tuple(f"plan:{one.name}" for one in beneath[page] if one.name != page),
        )
    then(PROGRAMME_MANAGER.code, _PLAN)
    then(TEAM_MANAGER.code, _MILESTONES)
    then(SYSTEMS_LEAD.code, _PRIORITIES)
    then(EVALUATOR.code, _WEIGH)
    helps(
        "plan:plan",
        "A target says how many of something are to be done, at a site and in a year of the programme, for which box "
        "of the theory of change.",
        "Where what was done differs from the plan, it is said whether that is an adaptation, in keeping with the "
        "theory, or drift away from it. Both are told with the reason.",
    )
    helps(
        "plan:milestones",
        "Leave the planned day as it was where a milestone is late: what held it up, and what you did about it, is "
        "what others learn from.",
    )
    helps(
        "plan:priorities",
        "A priority is drafted, partners are consulted on it, it is agreed, and one day retired. Record each step when "
        "it is taken: an evaluator then sees whose priority it is, and what partners changed in it.",
    )


_PLAN = Step(
    "Plan the year",
    "How many of what at which site: at the end it is held against what was delivered.",
    "plan:plan",
    open_to=who_may(policy.WRITE_TARGETS),
    there=lambda: counted(Target.objects.count(), "target"),
    place=60,
)
_MILESTONES = Step(
    "See what is due",
    "The milestones of your site: say which were reached, and what held others up.",
    "plan:milestones",
    open_to=who_may(policy.WRITE_MILESTONES),
)
_PRIORITIES = Step(
    "Draft priorities with partners",
    "What is to change in the system, who was consulted, and what they changed in it.",
    "plan:priorities",
    open_to=who_may(policy.WRITE_PRIORITIES),
)
_WEIGH = Step(
    "See how the plan was adapted",
    "What was planned and delivered, how each target changed, and why.",
    "plan:adaptations",
    open_to=who_may(policy.READ),
)
