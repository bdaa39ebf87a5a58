"""What is shown of priorities and their way, read by their rules."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db.models import Q

from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.histories import changes_of
from tideturn.hub.history.reading import versions_of
from tideturn.hub.plan import actions, policy
from tideturn.hub.plan.histories import OF_A_PRIORITY
from tideturn.hub.plan.models import Priority, Step
from tideturn.hub.plan.shown import ElementShown, PriorityShown, StepShown
from tideturn.hub.plan.terms import ELEMENTS, Status


def priorities_seen(by: Standing, site: str = "") -> tuple[ElementShown, ...]:
    """Every priority by the part of the system that it is to change, those of a site with those of all.

    Raises NotVisibleError for who may not read them.
    """
    by.require_unseen(policy.READ)
    rows = Priority.objects.filter(Q(site__in=(site, ""))) if site else Priority.objects.all()
    found = [priority_shown(one) for one in policy.PRIORITIES.visible_to(by, rows.order_by("site", "title", "pk"))]
    found.sort(key=lambda one: one.status == Status.RETIRED)  # what is over stands last
    groups = ((title, tuple(one for one in found if one.element == element)) for element, title in ELEMENTS.items())
    return tuple(ElementShown(title, among) for title, among in groups if among)


def priority_read(by: Standing, pk: UUID) -> PriorityShown:
    """A priority with its way. Raises NotVisibleError."""
    steps = Step.objects.select_related("added_by", "replaced_by").order_by("-on", "-added_at", "pk")
    rows = Priority.objects.prefetch_related(policy.STEPS.prefetch("steps", by, to="seen_steps", rows=steps))

    def gather(found: Priority) -> PriorityShown:
        way: list[Step] = found.seen_steps  # type: ignore[attr-defined]
        return replace(
            priority_shown(found),
            steps=tuple(_step(one, is_last=not at and one.status == found.status) for at, one in enumerate(way)),
            changes=changes_of(versions_of(found), OF_A_PRIORITY),
        )

    return show(by, policy.PRIORITIES, pk, action=actions.READ, gather=gather, rows=rows)


def step_read(by: Standing, pk: UUID) -> StepShown:
    """A step that one may take back. Raises NotVisibleError or RefusedError."""
    found = policy.STEPS.get_visible(by, pk, Step.objects.select_related("added_by", "replaced_by"))
    policy.WRITABLE_STEPS.require(by, found)
    return _step(found, is_last=True)


def priority_shown(one: Priority) -> PriorityShown:
    """A priority, without its way."""
    return PriorityShown(
        one.pk,
        one.code,
        one.version,
        one.title,
        one.element,
        one.site,
        one.begins_on,
        one.ends_on,
        one.status,
        one.definition,
    )


def _step(one: Step, *, is_last: bool) -> StepShown:
    return StepShown(
        one.pk,
        one.version,
        one.priority_id,
        one.status,
        one.on,
        one.added_by.name,
        one.with_whom,
        one.words,
        one.changed_because,
        (one.replaced_by.pk, one.replaced_by.title) if one.replaced_by else None,
        is_last and one.status != Status.DRAFTED,
    )
