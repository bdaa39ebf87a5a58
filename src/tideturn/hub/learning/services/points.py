"""Learning points are added, changed, said to be used, and removed where nothing was changed because of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.cells import joined
from tideturn.hub.forms.writing import change_version, code_of_new, made, no_other_like_it, remove_version
from tideturn.hub.learning import actions, policy
from tideturn.hub.learning.models import LearningPoint
from tideturn.hub.learning.places import written_as_before
from tideturn.hub.learning.sharing import as_the_folder_has_it
from tideturn.hub.learning.terms import Used
from tideturn.hub.learning.writing import (
    LINE,
    LONGEST,
    record_event,
    require_fits,
    require_past,
    stand_elsewhere,
    writable,
)


@service(actions.POINT_ADDED, needs=policy.WRITE)
def add_point(
    *,
    by: Standing,
    on: date,
    site: str,
    point: str,
    source: str = "",
    about: str = "",
    changes_what: str = "",
    shared_with: Sequence[str] = (),
    transferable_to: Sequence[str] = (),
    used: str = "",
    code: str = "",
) -> LearningPoint:
    """Add what was learnt at a site. `transferable_to` names sites by code or name, and other places in words.

    Raises RefusedError for a site where one may not write; HubError for one that is none, a day that is still to come,
    what is too long, or a code that another has.
    """
    policy.require_site(by, site)
    _require_right(on, point, source, changes_what, shared_with, transferable_to)
    code = code_of_new(LearningPoint, code, kind="learn", called="a learning point")
    with no_other_like_it("a learning point with that code"):
        added = made(
            by,
            LearningPoint,
            code=code,
            on=on,
            site=site,
            point=point,
            source=source,
            about=about,
            changes_what=changes_what,
            shared_with=joined(shared_with),
            transferable_to=joined(transferable_to),
            used=used,
        )
    stand_elsewhere(added)
    record_event(actions.POINT_ADDED, by, added, added)
    return added


@service(actions.POINT_CHANGED, needs=policy.WRITE)
def change_point(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    on: date,
    site: str,
    point: str,
    source: str,
    about: str,
    changes_what: str,
    transferable_to: Sequence[str],
    shared_with: Sequence[str] | None = None,
    used: str | None = None,
) -> LearningPoint:
    """Change what it says. With whom it was shared and whether it was used, the folder's rows alone say here.

    Raises as `add_point`; HubError where `shared_with` leaves out somebody of whom the hub was told, EditsMeetError
    where it is at another version.
    """
    found = writable(by, pk)
    if site != found.site:
        policy.require_site(by, site)
    _require_right(on, point, source, changes_what, shared_with or (), transferable_to)
    said = {
        "on": on,
        "site": site,
        "point": point,
        "source": source,
        "about": about,
        "changes_what": changes_what,
        "transferable_to": written_as_before(found.transferable_to, transferable_to),
    }
    if shared_with is not None:
        said["shared_with"] = as_the_folder_has_it(found, shared_with)
    if used is not None:
        said |= {"used": used, "used_how": found.used_how if used == Used.YES else ""}
    changed = change_version(by, found, expected, **said)
    if changed:
        stand_elsewhere(found)
        record_event(actions.POINT_CHANGED, by, found, found, changed=changed)
    return found


@service(actions.MARKED_USED, needs=policy.WRITE)
def mark_used(*, by: Standing, pk: UUID, expected: int | None, used: str, used_how: str = "") -> LearningPoint:
    """Say whether it was acted on, and how. Raises EditsMeetError where it is at another version."""
    found = writable(by, pk)
    require_fits("How it was used", used_how, LONGEST)
    changed = change_version(by, found, expected, used=used, used_how=used_how if used == Used.YES else "")
    if changed:
        record_event(actions.MARKED_USED, by, found, found, changed=changed)
    return found


@service(actions.POINT_REMOVED, needs=policy.WRITE)
def remove_point(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take it away, with what was recorded of sharing it; what it said stays in its history.

    Raises HubError where something was changed because of it, EditsMeetError where it is at another version.
    """
    found = writable(by, pk)
    for share in found.shares.select_for_update(of=("self",)).order_by("pk"):
        remove_version(by, share, share.version)
    remove_version(by, found, expected)
    record_event(actions.POINT_REMOVED, by, found, found)


def _require_right(
    on: date,
    point: str,
    source: str,
    changes_what: str,
    shared_with: Sequence[str],
    transferable_to: Sequence[str],
) -> None:
    require_past(on)
    require_fits("What was learnt", point, LONGEST)
    require_fits("Where it came from", source, LINE)
    require_fits("What it changes", changes_what, LONGEST)
    require_fits("Who it was shared with", joined(shared_with), LONGEST)
    require_fits("Where else it may hold", joined(transferable_to), LONGEST)
