"""What is done about referral criteria: one that is adapted ends the day before the one in its place begins, and both
stay; a mistake in the writing is corrected in place.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.clock import spoken_day
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change, change_version, code_of_new, made, no_other_like_it, remove_version
from tideturn.hub.local_context import actions, policy
from tideturn.hub.local_context.models import Criterion
from tideturn.hub.local_context.writing import held, record_event, require_site

_DAY: Final = timedelta(days=1)


@service(actions.CRITERION_ADDED, needs=policy.WRITE)
def add_criterion(
    *,
    by: Standing,
    site: str,
    text: str,
    begins_on: date,
    ends_on: date | None = None,
    reason: str = "",
    learning: UUID | None = None,
    code: str = "",
) -> Criterion:
    """Add one that is in the place of no other. Raises HubError where it would end before it begins."""
    require_site(by, site)
    _require_order(begins_on, ends_on)
    code = code_of_new(Criterion, code, kind="crit", called="a criterion")
    said = {"text": text, "begins_on": begins_on, "ends_on": ends_on, "reason": reason}
    with no_other_like_it("a criterion with that code"):
        added = made(by, Criterion, code=code, site=site, learning_id=learning, **said)
    record_event(actions.CRITERION_ADDED, by, added)
    return added


@service(actions.CRITERION_ADAPTED, needs=policy.WRITE)
def adapt_criterion(
    *, by: Standing, pk: UUID, text: str, begins_on: date, reason: str, learning: UUID | None = None
) -> Criterion:
    """Have another criterion in its place from a day on; it holds until the day before.

    Raises HubError without a reason, where nothing would change, where it has ended, and for a day on which it would
    not have held yet.
    """
    found = held(by, pk, policy.CRITERIA, policy.WRITABLE_CRITERIA)
    if not reason.strip():
        raise HubError("An adaptation has a reason.", mend="Say why it is changed.")
    if found.ends_on is not None:
        raise HubError(
            f"The criterion held until {spoken_day(found.ends_on)} and is in force no more.",
            mend="Change the one that came in its place, or add a new one.",
        )
    if text.strip() == found.text:
        raise HubError("The criterion would say what it says already.", mend="Write what it is from that day on.")
    _require_later(found, begins_on)
    change(by, found, ends_on=begins_on - _DAY)
    with no_other_like_it("another in the place of this criterion"):
        new = made(
            by,
            Criterion,
            code=code_of_new(Criterion, "", kind="crit", called="a criterion"),
            site=found.site,
            text=text,
            begins_on=begins_on,
            reason=reason,
            learning_id=learning,
            replaces=found,
        )
    record_event(actions.CRITERION_ADAPTED, by, new)
    return new


@service(actions.CRITERION_ENDED, needs=policy.WRITE)
def end_criterion(*, by: Standing, pk: UUID, expected: int | None, ends_on: date, ended_because: str) -> Criterion:
    """Say that it goes, with nothing in its place.

    Raises HubError without a reason, where it was changed to another, or would end before it began; EditsMeetError
    where it is at another version.
    """
    found = held(by, pk, policy.CRITERIA, policy.WRITABLE_CRITERIA)
    if not ended_because.strip():
        raise HubError("An adaptation has a reason.", mend="Say why it goes.")
    if policy.CRITERIA.visible_to(by, Criterion.objects.filter(replaces=found)).exists():
        raise HubError("Another came in its place, so that it has ended.", mend="End the one that came in its place.")
    _require_order(found.begins_on, ends_on)
    changed = change_version(by, found, expected, ends_on=ends_on, ended_because=ended_because)
    if changed:
        record_event(actions.CRITERION_ENDED, by, found, changed=changed)
    return found


@service(actions.CRITERION_CORRECTED, needs=policy.WRITE)
def correct_criterion(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    text: str,
    begins_on: date,
    ends_on: date | None,
    reason: str,
    ended_because: str,
    learning: UUID | None,
) -> Criterion:
    """Correct what was written wrongly of it. The one that it replaced goes on holding until the day before it begins.

    Raises HubError for days that cannot be, and for a last day that is not the day before the one in its place begins;
    EditsMeetError where it is at another version.
    """
    found = held(by, pk, policy.CRITERIA, policy.WRITABLE_CRITERIA)
    _require_order(begins_on, ends_on)
    after = policy.CRITERIA.visible_to(by, Criterion.objects.filter(replaces=found)).first()
    if after is not None and ends_on != after.begins_on - _DAY:
        raise HubError(
            f"Another came in its place on {spoken_day(after.begins_on)}, so that it held until the day before.",
            mend="Correct the day on which that one began instead.",
        )
    if found.replaces_id is not None and not reason.strip():
        raise HubError("An adaptation has a reason.", mend="Say why it was changed.")
    if found.replaces_id is not None and begins_on != found.begins_on:
        before = _held(by, found.replaces_id)
        _require_later(before, begins_on)
        change(by, before, ends_on=begins_on - _DAY)
    said = {"text": text, "begins_on": begins_on, "ends_on": ends_on, "reason": reason}
    changed = change_version(by, found, expected, ended_because=ended_because, learning_id=learning, **said)
    if changed:
        record_event(actions.CRITERION_CORRECTED, by, found, changed=changed)
    return found


@service(actions.CRITERION_REMOVED, needs=policy.WRITE)
def remove_criterion(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take one away that never held. The one that it replaced goes on holding.

    Raises HubError where another is in its place, EditsMeetError where it is at another version.
    """
    found = held(by, pk, policy.CRITERIA, policy.WRITABLE_CRITERIA)
    before = found.replaces_id
    remove_version(by, found, expected)
    if before is not None:
        change(by, _held(by, before), ends_on=None)
    record_event(actions.CRITERION_REMOVED, by, found)


def _held(by: Standing, pk: UUID) -> Criterion:
    rows = Criterion.objects.select_for_update(of=("self",), no_key=True)
    return policy.CRITERIA.get_visible(by, pk, rows)


def _require_order(begins_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < begins_on:
        raise HubError(
            f"The criterion would end before it began on {spoken_day(begins_on)}.", mend="Correct one of the two days."
        )


def _require_later(before: Criterion, begins_on: date) -> None:
    if begins_on <= before.begins_on:
        raise HubError(
            f"The criterion that it replaces began on {spoken_day(before.begins_on)}.",
            mend=f"Give {spoken_day(before.begins_on + _DAY)} or a later day.",
        )
