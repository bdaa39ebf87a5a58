"""Sites are added and changed; one goes only while no role and no record is at it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.text import get_text_list, slugify

from tideturn.hub.access.models import Grant
from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.record import record
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change_version, made, no_other_like_it, remove_version
from tideturn.hub.programme import actions, kept, policy
from tideturn.hub.programme.models import Site
from tideturn.hub.programme.terms import ALL_OF_THEM, SHORT_NAME
from tideturn.hub.programme.writing import record_event

_LONGEST: Final = 40
"""Letters of a short name."""


@service(actions.SITE_ADDED, needs=policy.WRITE)
def add_site(*, by: Standing, short_name: str, name: str, kind: str) -> Site:
    """Add one, with its short name as its code. Raises HubError where there is one of that code or name, or the short
    name is none that roles can be granted at.
    """
    _require_short_name(short_name)
    if Site.objects.filter(code=short_name).exists():
        raise HubError(f"There is a site with the short name {short_name}.", mend="Write another short name.")
    _require_name(name)
    with no_other_like_it("a site of that name"):
        site = made(by, Site, code=short_name, name=name, kind=kind)
    record_event(actions.SITE_ADDED, by, site, site=site.code)
    return site


@service(actions.SITES_ADDED, needs=policy.WRITE)
def add_sites(*, by: Standing, sites: Sequence[tuple[str, str, str]]) -> tuple[Site, ...]:
    """Add several, each by its name, its short name and what it is: all of them, or none where one cannot be.

    Without a short name it has one made from its name. One of a name that is there stays as it is. Raises HubError
    as adding one does, and where all of them are there already.
    """
    there = set(Site.objects.values_list("name", flat=True))
    added = tuple(
        add_site(by=by, short_name=short_name or slugify(name)[:_LONGEST].strip("-"), name=name, kind=kind)
        for name, short_name, kind in sites
        if name not in there
    )
    if not added:
        raise HubError("These sites are there already.", mend="Write another, or go on.")
    record(actions.SITES_ADDED, by=by.user, via=by.via, details={"sites": len(added)})
    return added


@service(actions.SITE_CHANGED, needs=policy.WRITE)
def change_site(*, by: Standing, pk: UUID, expected: int | None, name: str, kind: str) -> Site:
    """Change what it is called and what it is; its code stays.

    Raises HubError where another is called so, EditsMeetError where it is at another version.
    """
    found = policy.SITES.get_visible(by, pk, Site.objects.select_for_update(of=("self",)))
    policy.WRITABLE_SITES.require(by, found)
    if name != found.name:
        _require_name(name)
    with no_other_like_it("a site of that name"):
        changed = change_version(by, found, expected, name=name, kind=kind)
    if changed:
        record_event(actions.SITE_CHANGED, by, found, site=found.code, changed=changed)
    return found


@service(actions.SITE_REMOVED, needs=policy.WRITE)
def remove_site(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take one away at which there is nothing.

    Raises HubError where a role was granted at it or a record is at it, EditsMeetError where it is at another version.
    """
    found = policy.SITES.get_visible(by, pk, Site.objects.select_for_update(of=("self",)))
    policy.WRITABLE_SITES.require(by, found)
    if Grant.objects.filter(site=found.code).exists():
        raise HubError(
            f"Somebody has, or had, a role at {found.name}.", mend="Keep it: the audit tells of them by this site."
        )
    if there := kept.at_site(found.code):
        raise HubError(
            f"{found.name} cannot be removed: there are {get_text_list(there, 'and')} at it.",
            mend="Remove those first, if none of it was so.",
        )
    remove_version(by, found, expected)
    record_event(actions.SITE_REMOVED, by, found, site=found.code)


def _require_short_name(short_name: str) -> None:
    if len(short_name) > _LONGEST or not re.fullmatch(SHORT_NAME, short_name):
        raise HubError(
            f"“{short_name}” cannot be a site’s short name.",
            mend="Write small letters, digits and hyphens alone, such as manchester.",
        )
    if short_name == ALL_OF_THEM:
        raise HubError(f"The short name {short_name} stands for all sites together.", mend="Write another short name.")


def _require_name(name: str) -> None:
    if Site.objects.filter(name=name).exists():
        raise HubError(f"There is a site called {name}.", mend="Write another name.")
