"""What other rooms' pages are told of the plan: a site's page, and what a learning point changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.urls import reverse

from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.learning.api import Change, tells_what_changed
from tideturn.hub.plan import policy
from tideturn.hub.plan.models import Adaptation, Milestone, Priority, Target
from tideturn.hub.plan.wording import number_told
from tideturn.hub.programme.kept import Section, keeps_at_sites, keeps_of_years, section

_PLACE: Final = 80
"""On a site's page, before what was learnt there."""


def fill_in() -> None:
    """Tell them, once."""
    for model in (Target, Milestone, Priority):
        keeps_at_sites(str(model._meta.verbose_name_plural), _some(model))
    keeps_of_years("targets", lambda number: Target.objects.filter(year=number).exists())
    section(
        Section(
            title="The plan",
            address=lambda pk: reverse("plan:of_site", args=[pk]),
            summary=_line,
            shown_to=lambda by: by.may(policy.READ),
            place=_PLACE,
        )
    )
    tells_what_changed(what_points_changed)


def what_points_changed(by: Standing, points: Collection[UUID]) -> Mapping[UUID, Sequence[Change]]:
    """The changes of targets that learning points led to, for who may see them: one query."""
    found: dict[UUID, list[Change]] = defaultdict(list)
    rows = Adaptation.objects.filter(learning__in=points).select_related("target")
    for one in policy.ADAPTATIONS.visible_to(by, rows):
        assert one.learning_id is not None
        of, numbers = (
            one.target,
            f"from {number_told(one.planned_before)} to {number_told(one.planned_since)} {one.target.measure}",
        )
        sentence = f"The target of {of.component} at {site_name(of.site)} in Year {of.year} was changed {numbers}"
        found[one.learning_id].append(Change(sentence, reverse("plan:target", args=[of.pk]), one.on))
    return found


def _line(by: Standing, site: str) -> str:
    """How many milestones are open at a site, and how many of them overdue, in a line."""
    rows = policy.MILESTONES.visible_to(by, Milestone.objects.filter(site=site, actual_on=None))
    days = list(rows.values_list("planned_on", flat=True))
    if not days:
        return "No milestone is to be reached."
    overdue = sum(day < clock.today() for day in days)
    told = "1 milestone is to be reached" if len(days) == 1 else f"{len(days)} milestones are to be reached"
    return f"{told}, {overdue} overdue." if overdue else f"{told}."


def _some(model: type[Target | Milestone | Priority]) -> Callable[[str], bool]:
    return lambda code: model.objects.filter(site=code).exists()
