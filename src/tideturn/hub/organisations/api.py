"""Functions for the apps above: partners of a site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.reading import show_all
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.organisations import access
from tideturn.hub.organisations.models import Organisation
from tideturn.hub.organisations.resource import ENGAGEMENT
from tideturn.hub.resources.reading import Shown, shown_all

PARTNERS_READ: Final = action("organisations.read_partners", Kind.DISCLOSURE, "saw the engagement of partners")


@dataclass(frozen=True)
class Partner:
    """An organisation as a partner, without the people who work there."""

    id: UUID
    name: str
    sector: str
    everywhere: bool
    """Whether it is a partner of all sites."""
    latest: Shown | None
    """Its latest engagement."""


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
    latest = ENGAGEMENT.all().select_related("added_by").order_by("-on", "-added_at", "pk")
    seen = access.ENGAGEMENTS.prefetch("engagements", by, to="seen_engagements", rows=latest)
    return show_all(by, access.READABLE, _of_site(site).prefetch_related(seen), action=PARTNERS_READ, gather=_partner)


def partners_line(by: Standing, site: str) -> str:
    """Return a line that counts the organisations of a site that the person can see."""
    count = access.READABLE.visible_to(by, _of_site(site)).count()
    if not count:
        return "No organisation is recorded yet." if sees_partners_at(by, site) else "None that you may see."
    return f"{count} organisation{'' if count == 1 else 's'}, with the engagement of each."


def _of_site(site: str) -> Any:
    return Organisation.objects.filter(site__in=(site, ALL_SITES), merged_into=None).order_by("name", "pk")


def _partner(found: Any) -> Partner:
    latest = shown_all(ENGAGEMENT, found.seen_engagements[:1])
    everywhere = found.site == ALL_SITES
    return Partner(found.pk, found.name, found.sector, everywhere, latest[0] if latest else None)
