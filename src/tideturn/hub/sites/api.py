"""What the rooms above know of years and sites."""

from __future__ import annotations

from tideturn.hub.access.models import Grant
from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.sites.models import Site


def site_choices(by: Standing, needed: Permission) -> list[tuple[str, str]]:
    """All sites, and each where somebody has a permission, by name; for who has it everywhere, every site there is."""
    sites = {held.site for held in by.roles(needed)}
    if ALL_SITES in sites:
        # A role may have been granted at a site before the programme said that it has it.
        sites |= set(Grant.objects.values_list("site", flat=True).union(Site.objects.values_list("code", flat=True)))
    named = sorted(((site, site_name(site)) for site in sites - {ALL_SITES}), key=lambda one: one[1])
    return [(ALL_SITES, site_name(ALL_SITES)), *named]
