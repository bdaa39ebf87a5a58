"""The sites that a form offers to somebody who holds a permission."""

from __future__ import annotations

from tideturn.hub.access.models import Grant
from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.site_names import site_name, site_names
from tideturn.hub.access.standing import Standing


def site_choices(by: Standing, needed: Permission) -> list[tuple[str, str]]:
    """Return all sites, and each site where the person has a permission, by name.

    If they have it everywhere, return every site there is.
    """
    sites = {held.site for held in by.roles(needed)}
    if ALL_SITES in sites:
        # A role may have been granted at a site before the programme listed that site.
        sites |= {*Grant.objects.values_list("site", flat=True), *site_names()}
    named = sorted(((site, site_name(site)) for site in sites - {ALL_SITES}), key=lambda one: one[1])
    return [(ALL_SITES, site_name(ALL_SITES)), *named]


def every_site() -> list[tuple[str, str]]:
    """Return every site of the programme, by name, for any person."""
    return sorted(site_names().items(), key=lambda one: one[1])
