"""Declare targets, their adaptations, and milestones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.answering import once
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.unruled import unruled
from tideturn.hub.forms.writing import change, remove_parts
from tideturn.hub.learning.api import point_choices, require_there
from tideturn.hub.plan import access
from tideturn.hub.plan.models import Adaptation, Milestone, Target
from tideturn.hub.programme.api import require_known, require_year, sites_to_write_at, years_named
from tideturn.hub.resources.declaration import Form, Parent, Resource, ResourceForm, Writing
from tideturn.hub.resources.fields import Choice, Column, Day, Figure, Privacy, Text, Words, day_it_was
from tideturn.hub.resources.finding import found_by_words
from tideturn.hub.resources.folder import InFolder
from tideturn.hub.resources.links import Link, Site, Year
from tideturn.hub.resources.listing import Filter, Listing
from tideturn.hub.search.registry import Said, Searched
from tideturn.hub.theory.api import NodeNamed, node_choices, node_of_code, nodes_named

_IN_DAYS: Final = 21
"""Minimum days of a time that is shown in weeks."""

# In words


def span(days: int) -> str:
    """Return `1 day`, `14 days` or `3 weeks`."""
    many, unit = (days, "day") if days < _IN_DAYS else (round(days / 7), "week")
    return f"{many:,} {unit}{'' if many == 1 else 's'}"


def stands(planned_on: date, actual_on: date | None, today: date) -> str:
    """Return how late or early a milestone is: `14 days late`, `is 3 weeks overdue`, `is due in 5 days`."""
    days = ((actual_on or today) - planned_on).days
    if actual_on is not None:
        return "on the day" if not days else f"{span(abs(days))} {'late' if days > 0 else 'early'}"
    if not days:
        return "is due today"
    return f"is {span(days)} overdue" if days > 0 else f"is due in {span(-days)}"


def number_told(number: Decimal) -> str:
    """Return a number for people to read: `1,200`, `0.6`."""
    return format(number.normalize(), ",f")


def delivered_told(planned: Decimal, delivered: Decimal | None, measure: str) -> str:
    """Return `32 of 40 sessions`, or `40 sessions, nothing recorded yet`."""
    if delivered is None:
        return f"{number_told(planned)} {measure}, nothing recorded yet"
    return f"{number_told(delivered)} of {number_told(planned)} {measure}"


def before_colon(label: str) -> str:
    """Return a label without its explanation."""
    return label.partition(":")[0]


def words_of(column: Column, label: str, **more: Any) -> Words:
    """Return a field of several lines."""
    return Words(column, label, longest=5_000, **more)


# Targets


def _boxes() -> Mapping[UUID, NodeNamed]:
    """Return every box of the theory of change, looked up once for a page or an export."""
    return once("boxes of the theory", nodes_named)


def _require_box(pk: UUID) -> None:
    if pk not in nodes_named([pk]):
        raise HubError("The theory of change has no such box.", mend="Choose one of its boxes.")


def _from_nought(number: Decimal) -> None:
    if number < 0:
        raise HubError(f"{number} is below nought.", mend="Write how many there are, or 0.")


COMPONENT: Final = Text(
    Target.component,
    "Part of the work",
    help="Such as training of schools.",
    privacy=Privacy.IDENTITY_CHECKED,
    folder="component",
)
NODE: Final = Link(
    Target.node,
    "For which box of the theory of change?",
    short="Box of the theory of change",
    folder="node_id",
    choices=node_choices,
    first="Choose a box",
    names=lambda _: {pk: box.title for pk, box in _boxes().items()},
    gone="",
    codes=lambda _: {pk: box.code for pk, box in _boxes().items()},
    of_code=node_of_code,
    requires=_require_box,
)
SITE: Final = Site(
    Target.site,
    "Which site?",
    short="Site",
    first="Choose a site",
    offers=sites_to_write_at,
    folder="site",
    requires=require_known,
)
YEAR: Final = Year(
    Target.year,
    "Which year of the programme?",
    short="Year",
    folder="year",
    choices=lambda: [(str(one.number), f"Year {one.number}") for one in years_named()],
    requires=require_year,
)
MEASURE: Final = Text(
    Target.measure,
    "What is counted?",
    help="The words after the number, such as sessions.",
    privacy=Privacy.IDENTITY_CHECKED,
    folder="measure",
)
PLANNED: Final = Figure(
    Target.planned,
    "How many are planned?",
    short="Planned",
    folder="planned",
    example="40",
    requires=_from_nought,
    says=number_told,
)
DELIVERED: Final = replace(
    PLANNED,
    column=Target.delivered,
    label="How many were delivered?",
    short="Delivered",
    help="Leave empty until you know.",
    folder="delivered",
    required=False,
)
QUALITY: Final = words_of(
    Target.quality,
    "What is known of its quality?",
    short="Quality",
    help="Such as what people said of it. Name no young person.",
    folder="quality",
)
DEPARTURE: Final = Choice(
    Target.departure,
    "How does it depart from the plan?",
    short="Departure",
    folder="departure",
    not_said=("", "It does not, or not yet"),
)
JUDGED: Final = Choice(
    Target.judged,
    "How do you judge that?",
    short="Judged",
    help="If it departs from the plan.",
    folder="judged",
    not_said=("", "There is nothing to judge"),
    says=before_colon,
)
REASON: Final = words_of(
    Target.reason,
    "Why does it differ?",
    short="Why it differs",
    help="If it departs from the plan. Name no young person.",
    folder="reason",
)


@unruled("Checks whether the plan already has such a target. Anyone who writes the plan may know.")
def _once_and_judged(writing: Writing[Target]) -> None:
    """Raise HubError for a duplicate target, or for a judgement without a departure from the plan."""
    component, site, year, measure = writing[COMPONENT], writing[SITE], writing[YEAR], writing[MEASURE]
    others = Target.objects.filter(component=component, site=site, year=year, measure=measure)
    if writing.named.keys() & {COMPONENT, SITE, YEAR, MEASURE} and any(one != writing.record for one in others):
        raise HubError(
            f"The plan already has a target of {component} at that site in Year {year}, which counts {measure}.",
            mend="Change that one, or count something else.",
        )
    if writing[JUDGED] and not writing[DEPARTURE]:
        raise HubError("There is a judgement but no departure.", mend="Say how it departs from the plan.")


def _departure_accounted_for(writing: Writing[Target]) -> None:
    """Raise HubError for a departure without a judgement or reason. A row of the folder may lack them."""
    _once_and_judged(writing)
    if writing[DEPARTURE] and not (writing[JUDGED] and writing[REASON].strip()):
        raise HubError(
            "A departure from the plan needs a judgement and a reason.",
            mend="Say whether it is an adaptation or drift, and why it happened.",
        )


def _last_change_leads_there(by: Standing, target: Target) -> None:
    """Copy the planned number to the target's last change."""
    if (last := _last_change(target)) is not None:
        change(by, last, planned_since=target.planned)


def _last_change(target: Target) -> Adaptation | None:
    return target.adaptations.order_by("-on", "-added_at", "pk").first()


def _of_target(one: Target) -> Mapping[str, Any]:
    """Return a target's box, how much was delivered, and how that departs from the plan."""
    judged = JUDGED.spoken(one.judged).lower() or "not judged yet"
    return {
        "box": _boxes().get(one.node_id),
        "told": delivered_told(one.planned, one.delivered, one.measure),
        "departed": f"{DEPARTURE.spoken(one.departure)}: {judged}" if one.departure else "",
        "is_unaccounted": one.delivered is not None and one.delivered < one.planned and not one.departure,
    }


class _DeliveryForm(ResourceForm):
    """The form of a target's delivery."""

    def clean(self) -> dict[str, Any]:
        """Add an error at each field that is missing or not needed."""
        said = super().clean() or {}
        departs = said.get("departure")
        if departs and "judged" in said and not said["judged"]:
            self.add_error("judged", "Say whether it is an adaptation or drift.")
        if departs and "reason" in said and not said["reason"]:
            self.add_error("reason", "Say why it happened.")
        if departs == "" and said.get("judged"):
            self.add_error("departure", "Say how it departs from the plan, or that there is nothing to judge.")
        return said


TARGET: Final = Resource(
    Target,
    noun="target",
    reads=access.TARGETS,
    writes=access.WRITABLE_TARGETS,
    fields=(COMPONENT, NODE, SITE, YEAR, MEASURE, PLANNED, DELIVERED, QUALITY, DEPARTURE, JUDGED, REASON),
    title=lambda one: f"{one.component}: {delivered_told(one.planned, one.delivered, one.measure)}",
    once="a target of that part of the work",
    check=_once_and_judged,
    after=_last_change_leads_there,
    before_removal=lambda by, one: remove_parts(by, one.adaptations.all()),
    more=_of_target,
    adding=Form(fields=(SITE, YEAR, COMPONENT, NODE, PLANNED, MEASURE)),
    changing=Form(title="Correct a mistake in the target", fields=(COMPONENT, NODE, PLANNED, MEASURE), path="correct"),
)
DELIVERY: Final = Resource(
    Target,
    noun="delivery",
    plural="deliveries",
    reads=access.TARGETS,
    writes=access.TOLD_TARGETS,
    fields=(DELIVERED, QUALITY, DEPARTURE, JUDGED, REASON),
    title=lambda one: one.component,
    check=_departure_accounted_for,
    adding=None,
    changing=Form(title="Say what was delivered", base=_DeliveryForm),
    page=TARGET.page,
)
"""The delivery of a target. More people may write this than may set a target."""

# How a target was adapted

BEFORE: Final = Figure(Adaptation.planned_before, "Planned before", example="40", says=number_told)
SINCE: Final = replace(PLANNED, column=Adaptation.planned_since, label="How many are planned now?", folder="")
ADAPTED_ON: Final = day_it_was(Adaptation.on, "Since when?", short="Since")
ADAPTED_BECAUSE: Final = words_of(
    Adaptation.reason,
    "Why is it changed?",
    short="Why it is changed",
    help="An evaluator reads it beside what was planned before.",
)
LEARNING: Final = Link(
    Adaptation.learning,
    "Which learning point led to it?",
    short="Learning point",
    help="The learning log then shows what it changed.",
    required=False,
    choices=lambda by: point_choices(by)[1:],
    gone="A learning point",  # only a person who may read it sees which one
    requires=require_there,
)


def _another_number(writing: Writing[Adaptation]) -> None:
    """Store what was planned before. Raise HubError if nothing would change, or the day is before the last change."""
    target: Target = writing.parent
    if writing[SINCE] == target.planned:
        raise HubError("The new target is the same as the old one.", mend="Write how many you plan from that day on.")
    on, last = writing[ADAPTED_ON], _last_change(target)
    if last is not None and on is not None and on < last.on:
        raise HubError(
            f"The last change to the target was on {clock.spoken_day(last.on)}.", mend="Give that day, or a later one."
        )
    writing[BEFORE] = target.planned


def _require_last_change(by: Standing, one: Adaptation) -> None:
    if _last_change(one.target) != one:
        raise HubError("The target has later changes.", mend="Take back the latest change first.")


def _adapted(one: Any) -> str:
    numbers = f"{number_told(one.planned_before)} to {number_told(one.planned_since)}"
    return f"From {numbers} {one.target.measure}"


ADAPTATION: Final = Resource(
    Adaptation,
    noun="adaptation",
    reads=access.ADAPTATIONS,
    writes=access.WRITABLE_ADAPTATIONS,
    fields=(SINCE, ADAPTED_ON, ADAPTED_BECAUSE, LEARNING),
    derived=(BEFORE,),
    parent=Parent(Adaptation.target, TARGET),
    title=_adapted,
    check=_another_number,
    after=lambda by, one: change(by, one.target, planned=one.planned_since),
    before_removal=_require_last_change,
    after_removal=lambda by, one: change(by, one.target, planned=one.planned_before),
    more=lambda one: {"component": one.target.component, "year": one.target.year},
    adding=Form(
        title="Change the target",
        button="Change target",
        said="Target changed. The hub keeps the old number and your reason.",
    ),
    changing=None,
)

# Milestones

HELD_AT: Final = replace(SITE, column=Milestone.site)
MILESTONE_TITLE: Final = Text(
    Milestone.title,
    "Milestone",
    help="In a few words, such as: team in post.",
    privacy=Privacy.IDENTITY_CHECKED,
    folder="title",
)
PLANNED_ON: Final = Day(Milestone.planned_on, "Planned for", folder="planned", called="the planned day")
ACTUAL_ON: Final = Day(
    Milestone.actual_on,
    "Reached on",
    help="Leave empty until you reach it.",
    folder="actual",
    required=False,
    called="the day it was reached",
    past=True,
)
CAUSE: Final = words_of(
    Milestone.cause_of_delay,
    "What held it up?",
    help="If it is late or overdue. Name no young person.",
    folder="cause_of_delay",
)
RESPONSE: Final = words_of(
    Milestone.response,
    "What was done about it?",
    help="You can add this later.",
    folder="response",
)


def _is_delayed(planned_on: date, actual_on: date | None) -> bool:
    """Return whether a milestone was reached late, or is overdue."""
    return (actual_on or clock.today()) > planned_on


def _how_it_stands(one: Milestone) -> Mapping[str, Any]:
    return {
        "told": stands(one.planned_on, one.actual_on, clock.today()),
        "asks_cause": _is_delayed(one.planned_on, one.actual_on) and not one.cause_of_delay,
    }


class _MilestoneForm(ResourceForm):
    """The form of a milestone."""

    def clean(self) -> dict[str, Any]:
        """Add an error if a late milestone has no cause."""
        said = super().clean() or {}
        days = {"planned_on", "actual_on", "cause_of_delay"} <= said.keys()
        if days and not said["cause_of_delay"] and _is_delayed(said["planned_on"], said["actual_on"]):
            self.add_error("cause_of_delay", "It is late: say what held it up.")
        return said


MILESTONE: Final = Resource(
    Milestone,
    noun="milestone",
    reads=access.MILESTONES,
    writes=access.WRITABLE_MILESTONES,
    fields=(HELD_AT, MILESTONE_TITLE, PLANNED_ON, ACTUAL_ON, CAUSE, RESPONSE),
    code="mile",
    more=_how_it_stands,
    adding=Form(base=_MilestoneForm),
    changing=Form(title="Update the milestone", base=_MilestoneForm),
)
SAVED_MILESTONES: Final = Listing(
    resource=MILESTONE,
    title="Milestones",
    columns=MILESTONE.fields,
    sorts=(PLANNED_ON,),
    filters=(Filter(HELD_AT, "All sites", sites_to_write_at),),
    rows=lambda _: Milestone.objects.all(),
    search=lambda rows, text: rows.filter(title__icontains=text),
    nothing="No milestone is recorded yet.",
    exports=access.MILESTONES,
    saves=(("milestone_id", lambda one: one.code),),
)

RESOURCES: Final = (TARGET, DELIVERY, ADAPTATION, MILESTONE)


def targets_of_year(number: int) -> bool:
    """Return whether a year has a target, and nothing else about it."""
    return Target.objects.filter(year=number).exists()


# In the programme folder

TABLES: Final = (
    InFolder(
        resource=TARGET,
        name="plan",
        order=("year", "site", "component", "measure"),
        told_apart_by=("component", "site", "year", "measure"),
        after=("sites", "years", "toc_nodes"),
    ),
    InFolder(
        resource=MILESTONE,
        name="milestones",
        code="milestone_id",
        after=("sites",),
    ),
)

# What the search finds


def _target_said(one: Target) -> Said:
    adapted = sorted(one.adaptations.all(), key=lambda change: (change.on, change.added_at, change.pk))
    title = f"{one.component}, {one.measure}, Year {one.year}"
    return Said(title=title, texts=(one.quality, one.reason, *(each.reason for each in adapted)), site=one.site)


def _milestone_said(one: Milestone) -> Said:
    return Said(title=one.title, texts=(one.cause_of_delay, one.response), site=one.site, day=one.planned_on)


FOUND: Final[tuple[Searched[Any], ...]] = (
    found_by_words(
        TARGET,
        _target_said,
        rows=lambda: Target.objects.prefetch_related("adaptations"),
        told_by={Adaptation: lambda adaptation: [adaptation.target_id]},
    ),
    found_by_words(MILESTONE, _milestone_said, day_is="Planned for"),
)
