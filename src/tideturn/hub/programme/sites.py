"""The sites at which somebody may have an organisation, until the programme keeps its sites as records."""

from __future__ import annotations

from tideturn.hub.access.models import Grant
from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.standing import Standing


def site_choices(by: Standing, needed: Permission) -> list[tuple[str, str]]:
    """All sites, and each where somebody has a permission; for who has it everywhere, each where a role was granted."""
    sites = {held.site for held in by.roles(needed)}
    if ALL_SITES in sites:
        sites |= set(Grant.objects.values_list("site", flat=True).distinct())
    return [(ALL_SITES, site_name(ALL_SITES)), *((site, site_name(site)) for site in sorted(sites - {ALL_SITES}))]


def site_name(site: str) -> str:
    """A site as it is read."""
    return "All sites" if site == ALL_SITES else site.replace("-", " ").replace("_", " ").capitalize()
