"""What is shown of milestones, read by their rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from tideturn.hub.access.reading import show, show_all
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.forms.folder_tables import FolderRow
from tideturn.hub.forms.histories import changes_of
from tideturn.hub.history.reading import versions_of
from tideturn.hub.plan import actions, policy
from tideturn.hub.plan.folder import milestone_row
from tideturn.hub.plan.histories import OF_A_MILESTONE
from tideturn.hub.plan.models import Milestone
from tideturn.hub.plan.shown import MilestoneShown, MilestonesShown

SOON: Final = timedelta(weeks=6)


def milestones_seen(by: Standing, site: str = "") -> tuple[MilestonesShown, ...]:
    """What is due first, then what comes later, then what was reached. Raises NotVisibleError."""
    by.require_unseen(policy.READ)
    found = [milestone_shown(one) for one in policy.MILESTONES.visible_to(by, _at(site))]
    soon = clock.today() + SOON
    still = [one for one in found if one.actual_on is None]
    groups = (
        ("Overdue, or due in the next six weeks", [one for one in still if one.planned_on <= soon]),
        ("Due later", [one for one in still if one.planned_on > soon]),
        ("Reached", [one for one in reversed(found) if one.actual_on is not None]),
    )
    return tuple(MilestonesShown(title, tuple(among)) for title, among in groups if among)


def milestones_exported(by: Standing, site: str = "") -> tuple[FolderRow, ...]:
    """All at a site, or at all, as rows of the programme folder. Raises NotVisibleError."""
    return show_all(by, policy.MILESTONES, _at(site), action=actions.MILESTONES_EXPORTED, gather=milestone_row)


def milestone_read(by: Standing, pk: UUID) -> MilestoneShown:
    """A milestone, and what it said before. Raises NotVisibleError."""

    def gather(found: Milestone) -> MilestoneShown:
        changes = changes_of(versions_of(found), OF_A_MILESTONE)
        return replace(milestone_shown(found), changes=changes)

    return show(by, policy.MILESTONES, pk, action=actions.READ, gather=gather)


def milestone_shown(one: Milestone) -> MilestoneShown:
    """A milestone as it stands today."""
    return MilestoneShown(
        one.pk,
        one.code,
        one.version,
        one.site,
        one.title,
        one.planned_on,
        one.actual_on,
        one.cause_of_delay,
        one.response,
        clock.today(),
    )


def _at(site: str) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(site=site) if site else Milestone.objects.all()
    return rows.order_by("planned_on", "site", "title", "pk")
