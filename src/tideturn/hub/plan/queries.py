"""What is shown of targets and the plan of a year, read by their rules. No young person is among it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Q, QuerySet

from tideturn.hub.access.reading import show
from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.forms.histories import changes_of
from tideturn.hub.history.reading import versions_of
from tideturn.hub.learning.api import points_named
from tideturn.hub.plan import actions, policy
from tideturn.hub.plan.histories import OF_A_TARGET
from tideturn.hub.plan.milestone_queries import milestone_shown
from tideturn.hub.plan.models import Adaptation, Milestone, Priority, Target
from tideturn.hub.plan.priority_queries import priority_shown
from tideturn.hub.plan.shown import AdaptationShown, SitePlanned, TargetShown, YearPlanned
from tideturn.hub.programme.api import YearNamed, years_named
from tideturn.hub.theory.api import NodeNamed, nodes_named


def year_asked(number: int | None) -> YearNamed | None:
    """The year of that number; else the one of today, or the one that is nearest to it. None where there is none."""
    years, today = years_named(), clock.today()
    asked = [one for one in years if one.number == number]
    begun = [one for one in years if one.starts_on <= today]
    return next(iter([*asked, *reversed(begun), *years]), None)


def year_planned(by: Standing, year: YearNamed, site: str = "") -> YearPlanned:
    """What is planned in a year, at all sites or one. Raises NotVisibleError for who may not read it."""
    by.require_unseen(policy.READ)
    at = Q(site=site) if site else Q()
    rows = Target.objects.filter(at, year=year.number).order_by("component", "measure", "pk")
    targets = targets_shown(by, policy.TARGETS.visible_to(by, rows))
    within = Milestone.objects.filter(at, planned_on__range=(year.starts_on, year.ends_on))
    milestones = [
        milestone_shown(one) for one in policy.MILESTONES.visible_to(by, within.order_by("planned_on", "title", "pk"))
    ]
    sites = sorted({one.site for one in targets} | {one.site for one in milestones}, key=site_name)
    whose = Q(site__in=(site, "")) if site else Q()  # one of all sites is each site’s too
    held = Priority.objects.filter(whose, begins_on__lte=year.ends_on)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=year.starts_on)).order_by("element", "site", "title", "pk")
    return YearPlanned(
        year.number,
        year.starts_on,
        year.ends_on,
        tuple(
            SitePlanned(
                code,
                tuple(one for one in targets if one.site == code),
                tuple(one for one in milestones if one.site == code),
            )
            for code in sites
        ),
        tuple(priority_shown(one) for one in policy.PRIORITIES.visible_to(by, held)),
    )


def target_read(by: Standing, pk: UUID) -> TargetShown:
    """A target, how it was adapted, and what else it said before. Raises NotVisibleError."""
    adaptations = _adaptations(by, Adaptation.objects.filter(target=pk))
    named = nodes_named(policy.TARGETS.visible_to(by, Target.objects.filter(pk=pk)).values_list("node", flat=True))

    def gather(found: Target) -> TargetShown:
        changes = changes_of(versions_of(found), OF_A_TARGET)
        shown = _target(found, named)
        return replace(shown, adaptations=tuple(told for _, told in adaptations), changes=changes)

    return show(by, policy.TARGETS, pk, action=actions.READ, gather=gather)


def adaptation_read(by: Standing, pk: UUID) -> tuple[UUID, AdaptationShown]:
    """A change of a target that one may take back, after the target’s id. Raises NotVisibleError or RefusedError."""
    found = policy.ADAPTATIONS.get_visible(by, pk)
    policy.WRITABLE_ADAPTATIONS.require(by, found)
    ((target, told),) = _adaptations(by, Adaptation.objects.filter(pk=pk))
    return target, told


def adapted(by: Standing, site: str = "") -> tuple[tuple[TargetShown, AdaptationShown], ...]:
    """Each change of a target, the latest first, with the target as it is now. Raises NotVisibleError."""
    by.require_unseen(policy.READ)
    rows = Adaptation.objects.filter(target__site=site) if site else Adaptation.objects.all()
    told = _adaptations(by, rows)
    seen = policy.TARGETS.visible_to(by, Target.objects.filter(pk__in={pk for pk, _ in told}))
    targets = {one.id: one for one in targets_shown(by, seen)}
    return tuple((targets[pk], one) for pk, one in told)


def departed(by: Standing, site: str = "") -> tuple[TargetShown, ...]:
    """The targets from which what was done departs, the latest year first. Raises NotVisibleError."""
    by.require_unseen(policy.READ)
    rows = Target.objects.exclude(departure="").order_by("-year", "site", "component", "measure")
    return targets_shown(by, policy.TARGETS.visible_to(by, rows.filter(site=site) if site else rows))


def targets_shown(by: Standing, rows: QuerySet[Target]) -> tuple[TargetShown, ...]:
    """Targets with the boxes that they are of and how each was changed: three queries for all of them."""
    found = list(rows)
    named = nodes_named(one.node_id for one in found)
    adaptations = _adaptations(by, Adaptation.objects.filter(target__in=[one.pk for one in found]))
    return tuple(
        replace(_target(one, named), adaptations=tuple(told for pk, told in adaptations if pk == one.pk))
        for one in found
    )


def _adaptations(by: Standing, rows: QuerySet[Adaptation]) -> Sequence[tuple[UUID, AdaptationShown]]:
    """Each with the id of its target, the latest first."""
    rows = rows.select_related("target", "added_by").order_by("-on", "-added_at", "pk")
    found = list(policy.ADAPTATIONS.visible_to(by, rows))
    points = points_named(by, {one.learning_id for one in found if one.learning_id})
    return [
        (
            one.target_id,
            AdaptationShown(
                one.pk,
                one.version,
                one.on,
                one.planned_before,
                one.planned_since,
                one.target.measure,
                one.reason,
                one.added_by.name,
                points.get(one.learning_id) if one.learning_id else None,
            ),
        )
        for one in found
    ]


def _target(one: Target, nodes: Mapping[UUID, NodeNamed]) -> TargetShown:
    return TargetShown(
        id=one.pk,
        version=one.version,
        component=one.component,
        node=nodes.get(one.node_id),
        site=one.site,
        year=one.year,
        measure=one.measure,
        planned=one.planned,
        delivered=one.delivered,
        quality=one.quality,
        departure=one.departure,
        judged=one.judged,
        reason=one.reason,
    )
