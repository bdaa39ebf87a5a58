"""Functions for the apps above: partners of a site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.urls import reverse

from tideturn.hub.access.reading import show_all
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.organisations import access
from tideturn.hub.organisations.models import Engagement, Organisation, Seniority, Stage

PARTNERS_READ: Final = action("organisations.read_partners", Kind.DISCLOSURE, "saw the engagement of partners")


@dataclass(frozen=True)
class Partner:
    """An organisation's latest engagement as a partner, without the people who work there."""

    id: UUID
    name: str
    address: str
    sector: str
    everywhere: bool
    """Whether it is a partner of all sites."""
    on: date | None
    stage: str
    seniority: str
    barrier: str
    next_step: str


def may_read_partners(by: Standing) -> bool:
    """Return whether the person may read about organisations anywhere."""
    return by.may(access.READ)


def sees_partners_at(by: Standing, site: str) -> bool:
    """Return whether the person sees that site's organisations too, and not only those of all sites."""
    return by.may(access.READ, site=site)


def partners_at(by: Standing, site: str) -> tuple[Partner, ...]:
    """Return the organisations of a site and of all sites that the person can see, by name.

    Raise NotVisibleError if the person may see none.
    """
    rows = _of_site(site).prefetch_related(
        access.ENGAGEMENTS.prefetch(
            "engagements", by, to="seen_engagements", rows=Engagement.objects.order_by("-on", "-added_at", "pk")
        )
    )
    return show_all(by, access.READABLE, rows, action=PARTNERS_READ, gather=_partner)


def partners_line(by: Standing, site: str) -> str:
    """Return a line that counts the organisations of a site that the person can see."""
    count = access.READABLE.visible_to(by, _of_site(site)).count()
    if not count:
        return "No organisation is recorded yet." if sees_partners_at(by, site) else "None that you may see."
    return f"{count} organisation{'' if count == 1 else 's'}, with the engagement of each."


def _of_site(site: str) -> Any:
    return Organisation.objects.filter(site__in=(site, ALL_SITES), merged_into=None).order_by("name", "pk")


def _partner(found: Any) -> Partner:
    latest: Engagement | None = found.seen_engagements[0] if found.seen_engagements else None
    return Partner(
        id=found.pk,
        name=found.name,
        address=reverse("organisations:organisation", args=[found.pk]),
        sector=found.sector,
        everywhere=found.site == ALL_SITES,
        on=latest.on if latest else None,
        stage=str(Stage(latest.stage).label) if latest else "",
        seniority=str(Seniority(latest.seniority).label) if latest and latest.seniority else "",
        barrier=latest.barrier if latest else "",
        next_step=latest.next_step if latest else "",
    )
