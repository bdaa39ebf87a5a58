"""What is done about what a place is like."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.clock import spoken_day
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change_version, code_of_new, made, no_other_like_it, remove_version
from tideturn.hub.local_context import actions, policy
from tideturn.hub.local_context.models import Circumstance
from tideturn.hub.local_context.writing import held, record_event, require_site


@service(actions.CIRCUMSTANCE_ADDED, needs=policy.WRITE)
def add_circumstance(
    *,
    by: Standing,
    site: str,
    kind: str,
    description: str,
    begins_on: date | None = None,
    ends_on: date | None = None,
    outcome: UUID | None = None,
    code: str = "",
) -> Circumstance:
    """Add one at a site; with an outcome it is a rival explanation of that. Raises HubError for days in no order."""
    require_site(by, site)
    _require_order(begins_on, ends_on)
    code = code_of_new(Circumstance, code, kind="context", called="a circumstance")
    said = {"kind": kind, "description": description, "begins_on": begins_on, "ends_on": ends_on}
    with no_other_like_it("a circumstance with that code"):
        added = made(by, Circumstance, code=code, site=site, outcome_id=outcome, **said)
    record_event(actions.CIRCUMSTANCE_ADDED, by, added)
    return added


@service(actions.CIRCUMSTANCE_CHANGED, needs=policy.WRITE)
def change_circumstance(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    kind: str,
    description: str,
    begins_on: date | None,
    ends_on: date | None,
    outcome: UUID | None,
) -> Circumstance:
    """Change what it says. Raises HubError for days in no order, EditsMeetError where it is at another version."""
    found = held(by, pk, policy.CIRCUMSTANCES, policy.WRITABLE_CIRCUMSTANCES)
    _require_order(begins_on, ends_on)
    said = {"kind": kind, "description": description, "begins_on": begins_on, "ends_on": ends_on}
    changed = change_version(by, found, expected, outcome_id=outcome, **said)
    if changed:
        record_event(actions.CIRCUMSTANCE_CHANGED, by, found, changed=changed)
    return found


@service(actions.CIRCUMSTANCE_REMOVED, needs=policy.WRITE)
def remove_circumstance(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take one away that never was so. Raises EditsMeetError where it is at another version."""
    found = held(by, pk, policy.CIRCUMSTANCES, policy.WRITABLE_CIRCUMSTANCES)
    remove_version(by, found, expected)
    record_event(actions.CIRCUMSTANCE_REMOVED, by, found)


def _require_order(begins_on: date | None, ends_on: date | None) -> None:
    if begins_on and ends_on and ends_on < begins_on:
        raise HubError(f"It would end before it began on {spoken_day(begins_on)}.", mend="Correct one of the two days.")
