"""What is found of the plan by its words: targets, milestones, and priorities with their way."""

from __future__ import annotations

from django.urls import reverse

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.plan import policy
from tideturn.hub.plan.models import Adaptation, Milestone, Priority, Step, Target
from tideturn.hub.search.registry import Said, Searched, searched


def fill_in() -> None:
    """Tell the search."""
    searched(
        Searched(
            kind="priority",
            label="Priority",
            plural="Priorities",
            rule=policy.PRIORITIES,
            said=_priority,
            rows=lambda: Priority.objects.prefetch_related("steps"),
            told_by={Step: lambda step: [step.priority_id]},
            address=lambda pk: reverse("plan:priority", args=[pk]),
            day_is="Since",
        )
    )
    searched(
        Searched(
            kind="target",
            label="Target",
            plural="Targets",
            rule=policy.TARGETS,
            said=_target,
            rows=lambda: Target.objects.prefetch_related("adaptations"),
            told_by={Adaptation: lambda adaptation: [adaptation.target_id]},
            address=lambda pk: reverse("plan:target", args=[pk]),
        )
    )
    searched(
        Searched(
            kind="milestone",
            label="Milestone",
            plural="Milestones",
            rule=policy.MILESTONES,
            said=_milestone,
            address=lambda pk: reverse("plan:milestone", args=[pk]),
            day_is="Planned for",
        )
    )


def _priority(one: Priority) -> Said:
    way = sorted(one.steps.all(), key=lambda step: (step.on, step.added_at, step.pk))
    told = tuple(text for step in way for text in (step.with_whom, step.words, step.changed_because))
    return Said(title=one.title, texts=(one.definition, *told), site=one.site or ALL_SITES, day=one.begins_on)


def _target(one: Target) -> Said:
    adapted = sorted(one.adaptations.all(), key=lambda change: (change.on, change.added_at, change.pk))
    title = f"{one.component}, {one.measure}, Year {one.year}"
    return Said(title=title, texts=(one.quality, one.reason, *(each.reason for each in adapted)), site=one.site)


def _milestone(one: Milestone) -> Said:
    return Said(title=one.title, texts=(one.cause_of_delay, one.response), site=one.site, day=one.planned_on)
