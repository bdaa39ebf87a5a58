"""Definitions are added, reworded and removed; each wording has its day and its reason, and none is lost."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change_version, made, no_other_like_it, remove_version
from tideturn.hub.history.reading import has_said
from tideturn.hub.outcomes import actions, policy
from tideturn.hub.outcomes.models import Definition
from tideturn.hub.outcomes.writing import record_event, writable


@service(actions.DEFINITION_ADDED, needs=policy.WRITE)
def add_definition(
    *, by: Standing, term: str, for_staff: str, for_partners: str, for_young_people: str, on: date, reason: str
) -> Definition:
    """Say what the programme means by a term. Raises HubError where that is said already, or the day is to come."""
    _require_past(on)
    _require_term(term)
    with no_other_like_it("what that term means"):
        definition = made(
            by,
            Definition,
            term=term,
            for_staff=for_staff,
            for_partners=for_partners,
            for_young_people=for_young_people,
            on=on,
            reason=reason,
        )
    record_event(actions.DEFINITION_ADDED, by, definition)
    return definition


@service(actions.DEFINITION_REWORDED, needs=policy.WRITE)
def reword_definition(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    term: str,
    for_staff: str,
    for_partners: str,
    for_young_people: str,
    on: date,
    reason: str,
) -> Definition:
    """Word it anew, from a day on and for a reason; how it was worded before stays. It may go back to such a wording.

    Raises HubError where another is of that term and where the day is to come or before that of the wording now,
    EditsMeetError at another version.
    """
    found = writable(by, pk, policy.DEFINITIONS, policy.WRITABLE_DEFINITIONS)
    _require_past(on)
    worded = {"for_staff": for_staff, "for_partners": for_partners, "for_young_people": for_young_people}
    earlier = found.version == expected and on < found.on
    if earlier and not has_said(found, term=term, on=on, reason=reason, **worded):
        raise HubError(
            f"It is worded as it is since {clock.spoken_day(found.on)}.", mend="Give that day, or a later one."
        )
    if term.casefold() != found.term.casefold():
        _require_term(term)
    with no_other_like_it("what that term means"):
        changed = change_version(
            by,
            found,
            expected,
            term=term,
            on=on,
            reason=reason,
            **worded,
        )
    if changed:
        record_event(actions.DEFINITION_REWORDED, by, found, changed=changed)
    return found


@service(actions.DEFINITION_REMOVED, needs=policy.WRITE)
def remove_definition(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take it away; how it was worded stays in its history. Raises EditsMeetError at another version."""
    found = writable(by, pk, policy.DEFINITIONS, policy.WRITABLE_DEFINITIONS)
    record_event(actions.DEFINITION_REMOVED, by, found)
    remove_version(by, found, expected)


def _require_past(on: date) -> None:
    if on > clock.today():
        raise HubError(f"{clock.spoken_day(on)} is to come.", mend="Give today, or an earlier day.")


def _require_term(term: str) -> None:
    if Definition.objects.filter(term__iexact=term).exists():
        raise HubError(f"It is said already what {term} means.", mend="Reword that, or write another term.")
