"""Declare priorities and their steps. Drafting a priority is its first step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.service import service
from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change, made, remove_parts
from tideturn.hub.plan import access
from tideturn.hub.plan.models import Priority, Status, Step
from tideturn.hub.plan.resource import before_colon, words_of
from tideturn.hub.programme.api import require_known, sites_to_write_at
from tideturn.hub.resources.declaration import Form, Parent, Resource, ResourceForm, Writing
from tideturn.hub.resources.fields import Choice, Day, Field, Privacy, Text, day_it_was, require_in_order
from tideturn.hub.resources.finding import found_by_words
from tideturn.hub.resources.folder import InFolder
from tideturn.hub.resources.links import Link, Site
from tideturn.hub.resources.writing import add, require, tell
from tideturn.hub.search.registry import Said, Searched

DRAFTED: Final = action("plan.draft_priority", Kind.WRITE, "drafted a systems-change priority")


class _Whose(Site):
    """The code of a site; empty for all sites, which only a person who may write at all of them may choose."""

    def offer(self, box: Any, by: Standing, needs: Permission, now: Any) -> None:
        """Offer the sites where the person may write, perhaps all sites, and the site that the record has."""
        super().offer(box, by, needs, now)
        box.required = not by.may(needs, site="")
        if not box.required:
            box.choices = [("", "All sites"), *box.choices]

    def require(self, by: Standing, needs: Permission, value: str) -> None:
        """Raise RefusedError for a site, or for all sites, if the person may not write there."""
        by.require(needs, site=value)

    def spoken(self, value: str) -> str:
        """Return the site's name."""
        return site_name(value or ALL_SITES)


TITLE: Final = Text(
    Priority.title,
    "Priority",
    help="In a few words, such as: exclusion is treated as a safeguarding question.",
    privacy=Privacy.IDENTITY_CHECKED,
    folder="title",
)
ELEMENT: Final = Choice(
    Priority.element, "Which part of the system?", short="Part of the system", folder="element", says=before_colon
)
BEGINS_ON: Final = Day(Priority.begins_on, "From", folder="from", called="the first day")
WHOSE: Final = _Whose(
    Priority.site,
    "Which site is it for?",
    short="Site",
    folder="site",
    offers=sites_to_write_at,
    requires=require_known,
)
ENDS_ON: Final = Day(Priority.ends_on, "Until", folder="to", required=False, called="the last day")
STATUS: Final = Choice(Priority.status, "Where it stands", folder="status")
DEFINITION: Final = words_of(
    Priority.definition,
    "What is meant by it?",
    help="So that two people would understand the same thing.",
    folder="definition",
)
STEP_ON: Final = day_it_was(Step.on, "When?", short="Day")
DRAFTED_ON: Final = replace(STEP_ON, label="Drafted on", short="")
CAME_UP: Final = words_of(
    Step.words, "How did it come up?", short="How it came up", help="Who thought of it, and from what."
)


PRIORITY: Final = Resource(
    Priority,
    noun="priority",
    plural="priorities",
    reads=access.PRIORITIES,
    writes=access.WRITABLE_PRIORITIES,
    fields=(TITLE, ELEMENT, BEGINS_ON, WHOSE, ENDS_ON, STATUS, DEFINITION),
    code="pri",
    check=lambda writing: require_in_order("The priority", writing[BEGINS_ON], writing[ENDS_ON]),
    before_removal=lambda by, one: remove_parts(by, one.steps.all()),
    adding=Form(
        title="Draft a priority",
        button="Draft priority",
        said="Priority drafted.",
        fields=(TITLE, ELEMENT, WHOSE, DEFINITION, DRAFTED_ON, CAME_UP),
    ),
    changing=Form(fields=(TITLE, ELEMENT, WHOSE, DEFINITION)),
)

# The steps of a priority

STEP_STATUS: Final = Choice(Step.status, "Step")
STATUS_BEFORE: Final = Text(Step.status_before, "Where it stood", privacy=Privacy.FREE)
BEGAN_BEFORE: Final = Day(Step.begins_before, "From", required=False, called="the first day")
ENDED_BEFORE: Final = Day(Step.ends_before, "Until", required=False, called="the last day")
CONSULTED: Final = Text(
    Step.with_whom,
    "Who was consulted?",
    help="The hub suggests organisations as you type. Record each consultation separately.",
    privacy=Privacy.REFERENCE,
    required=True,
    asks="organisations:named",
)
AGREED_BY: Final = replace(CONSULTED, label="Who agreed it?", help="Such as a board, or a partner.", required=False)
SAID: Final = words_of(
    Step.words, "What did they say?", short="What they said", help="Name no young person.", required=True
)
HOW_AGREED: Final = words_of(Step.words, "How was it agreed?", short="How it was agreed")
WHY_RETIRED: Final = words_of(
    Step.words,
    "Why is it retired?",
    short="Why it is retired",
    help="Such as: you met it; or: partners see another need.",
    required=True,
)
CHANGED_BECAUSE: Final = words_of(
    Step.changed_because,
    "What changed because of it?",
    help="In the priority, or in how you plan to reach it.",
)


def _not_retired(by: Standing) -> Iterable[tuple[str, str]]:
    rows = access.PRIORITIES.visible_to(by, Priority.objects.exclude(status=Status.RETIRED).order_by("title"))
    return [(str(one.pk), one.title) for one in rows]


REPLACED_BY: Final = Link(
    Step.replaced_by,
    "Which priority replaces it?",
    short="Replaced by",
    required=False,
    choices=_not_retired,
    gone="Another priority",
)
_COMES_FROM: Final = {
    Status.CONSULTED: ("", Status.DRAFTED, Status.CONSULTED),
    Status.AGREED: ("", Status.CONSULTED),
    Status.RETIRED: ("", Status.DRAFTED, Status.CONSULTED, Status.AGREED),
}
"""Maps each step to the statuses that it may follow; empty if the programme folder gave none."""


def _last_step(priority: Priority) -> Step | None:
    return priority.steps.order_by("-on", "-added_at", "pk").first()


def _takes(status: Status) -> Callable[[Writing[Step]], None]:
    """Return a function that checks a step's order and day, and stores the priority's status before it."""

    def check(writing: Writing[Step]) -> None:
        priority: Priority = writing.parent
        if priority.status not in _COMES_FROM[status]:
            mend = "Record first who was consulted." if priority.status == Status.DRAFTED else "Check its status."
            now = STATUS.spoken(priority.status).lower()
            raise HubError(f"The priority is {now}, so it cannot be {status.value}.", mend=mend)
        on, last = writing[STEP_ON], _last_step(priority)
        since = max(priority.begins_on, last.on) if last else priority.begins_on
        if on is not None and on < since:
            raise HubError(f"The last step was on {clock.spoken_day(since)}.", mend="Give that day, or a later one.")
        writing[STEP_STATUS] = status
        writing[STATUS_BEFORE] = priority.status
        writing[BEGAN_BEFORE], writing[ENDED_BEFORE] = priority.begins_on, priority.ends_on

    return check


def _retires(writing: Writing[Step]) -> None:
    """Raise HubError if a priority replaces itself, NotVisibleError if the person cannot see the other one."""
    instead = writing[REPLACED_BY]
    if instead == writing.parent.pk:
        raise HubError("A priority cannot replace itself.", mend="Choose another priority, or none.")
    if instead is not None:
        access.PRIORITIES.get_visible(writing.by, instead)
    _takes(Status.RETIRED)(writing)


def _go_on(by: Standing, step: Step) -> None:
    """Set the priority's status from the step."""
    days = {Status.AGREED.value: {"begins_on": step.on}, Status.RETIRED.value: {"ends_on": step.on}}
    change(by, step.priority, status=step.status, **days.get(step.status, {}))


def _require_last_step(by: Standing, step: Step) -> None:
    if step.status == Status.DRAFTED:
        raise HubError("The draft is the first step of a priority.", mend="Remove the priority, if it was a mistake.")
    if _last_step(step.priority) != step or step.priority.status != step.status:
        raise HubError("The priority has later steps.", mend="Take back the latest step first.")


def _go_back(by: Standing, step: Step) -> None:
    """Set the priority's status back to the one before the step."""
    begins_on = step.begins_before or step.priority.begins_on
    change(by, step.priority, status=step.status_before, begins_on=begins_on, ends_on=step.ends_before)


class _RetireForm(ResourceForm):
    """The form that retires a priority."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        box: Any = self.fields["replaced_by"]
        box.choices = [(pk, title) for pk, title in box.choices if pk != str(self.of)]  # not itself


def _step(noun: str, *fields: Field[Any], **more: Any) -> Resource[Step]:
    """Return the declaration of a kind of step."""
    return Resource(
        Step,
        noun=noun,
        reads=access.STEPS,
        writes=access.WRITABLE_STEPS,
        fields=fields,
        parent=Parent(Step.priority, PRIORITY),
        title=lambda one: f"{STEP_STATUS.spoken(one.status)}, {clock.spoken_day(one.on)}",
        after=_go_on,
        changing=None,
        **more,
    )


CONSULTATION: Final = _step(
    "consultation",
    *(STEP_ON, CONSULTED, SAID, CHANGED_BECAUSE),
    check=_takes(Status.CONSULTED),
    adding=Form(title="Record who was consulted", button="Record consultation", said="Consultation recorded."),
)
AGREEMENT: Final = _step(
    "agreement",
    *(STEP_ON, AGREED_BY, HOW_AGREED),
    check=_takes(Status.AGREED),
    adding=Form(title="Record that it was agreed", button="Record agreement", said="Agreement recorded."),
)
RETIREMENT: Final = _step(
    "retirement",
    *(STEP_ON, WHY_RETIRED, REPLACED_BY),
    check=_retires,
    adding=Form(title="Retire the priority", button="Retire priority", said="Priority retired.", base=_RetireForm),
)
STEP: Final = _step(
    "step",
    *(STEP_ON, AGREED_BY, CAME_UP, CHANGED_BECAUSE, REPLACED_BY),
    derived=(STEP_STATUS, STATUS_BEFORE, BEGAN_BEFORE, ENDED_BEFORE),
    before_removal=_require_last_step,
    after_removal=_go_back,
    more=lambda one: {"instead": one.replaced_by.title if one.replaced_by else ""},
    rows=lambda: Step.objects.select_related("priority", "replaced_by"),
    adding=None,
)
"""Any step, for pages to show and take back."""

RESOURCES: Final = (PRIORITY, CONSULTATION, AGREEMENT, RETIREMENT, STEP)


@service(DRAFTED, needs=access.WRITE_PRIORITIES)
def draft_priority(
    *, by: Standing, title: str, element: str, on: date, site: str = "", definition: str = "", words: str = ""
) -> Priority:
    """Draft a priority, and record its first step.

    Raise RefusedError if the person may not write at the site; HubError for an invalid value or a future day.
    """
    require(DRAFTED_ON, on, by=by, needs=access.WRITE_PRIORITIES)
    require(CAME_UP, words, by=by, needs=access.WRITE_PRIORITIES)
    said = [TITLE.to(title), ELEMENT.to(element), WHOSE.to(site), DEFINITION.to(definition)]
    drafted = add(PRIORITY, [*said, BEGINS_ON.to(on), STATUS.to(Status.DRAFTED)], by=by)
    step = made(by, Step, priority=drafted, status=Status.DRAFTED, on=on, words=words)
    tell(STEP, DRAFTED, by, step)
    return drafted


# In the programme folder, and what the search finds

TABLES: Final = (
    InFolder(
        resource=PRIORITY,
        name="priorities",
        code="priority_id",
        after=("sites",),
    ),
)


def _priority_said(one: Priority) -> Said:
    way = sorted(one.steps.all(), key=lambda step: (step.on, step.added_at, step.pk))
    told = tuple(text for step in way for text in (step.with_whom, step.words, step.changed_because))
    return Said(title=one.title, texts=(one.definition, *told), site=one.site or ALL_SITES, day=one.begins_on)


FOUND: Final[tuple[Searched[Any], ...]] = (
    found_by_words(
        PRIORITY,
        _priority_said,
        rows=lambda: Priority.objects.prefetch_related("steps"),
        told_by={Step: lambda step: [step.priority_id]},
        day_is="Since",
    ),
)
