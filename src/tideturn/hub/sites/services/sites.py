"""Sites are added and changed; none goes, since records are kept at it."""

from __future__ import annotations

from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.editing.writing import change_version, made, no_other_like_it
from tideturn.hub.kernel.errors import HubError
from tideturn.hub.sites import actions, policy
from tideturn.hub.sites.models import Site
from tideturn.hub.sites.writing import record_event


@service(actions.SITE_ADDED, needs=policy.WRITE)
def add_site(*, by: Standing, short_name: str, name: str, kind: str) -> Site:
    """Add one, with its short name as its code. Raises HubError where there is one of that code or name."""
    if Site.objects.filter(code=short_name).exists():
        raise HubError(f"There is a site with the short name {short_name}.", mend="Write another short name.")
    _require_name(name)
    with no_other_like_it("a site of that name"):
        site = made(by, Site, code=short_name, name=name, kind=kind)
    record_event(actions.SITE_ADDED, by, site, site=site.code)
    return site


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


def _require_name(name: str) -> None:
    if Site.objects.filter(name=name).exists():
        raise HubError(f"There is a site called {name}.", mend="Write another name.")
