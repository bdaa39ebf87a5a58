"""What is done about baselines, and about what partners are asked for to have one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Max, QuerySet

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change_version, made, no_other_like_it, remove_version
from tideturn.hub.local_context import actions, policy
from tideturn.hub.local_context.models import Baseline, DataAsk
from tideturn.hub.local_context.terms import DATA_TO_ASK_FOR
from tideturn.hub.local_context.writing import held, record_event, require_site

_MOST: Final = Decimal(10) ** 14


@service(actions.BASELINE_ADDED, needs=policy.WRITE)
def add_baseline(
    *, by: Standing, site: str, measure: str, value: Decimal, on: date, agreed_with: str = "", source: str = ""
) -> Baseline:
    """Add where something stood at a site on a day. Raises HubError for a number that is too long."""
    require_site(by, site)
    _require_kept(value)
    said = {"measure": measure, "value": value, "on": on, "agreed_with": agreed_with, "source": source}
    added = made(by, Baseline, site=site, **said)
    record_event(actions.BASELINE_ADDED, by, added)
    return added


@service(actions.BASELINE_CHANGED, needs=policy.WRITE)
def change_baseline(
    *,
    by: Standing,
    pk: UUID,
    expected: int | None,
    measure: str,
    value: Decimal,
    on: date,
    agreed_with: str,
    source: str,
) -> Baseline:
    """Change what it says. Raises HubError for a number that is too long, EditsMeetError at another version."""
    found = held(by, pk, policy.BASELINES, policy.WRITABLE_BASELINES)
    _require_kept(value)
    said = {"measure": measure, "value": value, "on": on, "agreed_with": agreed_with, "source": source}
    changed = change_version(by, found, expected, **said)
    if changed:
        record_event(actions.BASELINE_CHANGED, by, found, changed=changed)
    return found


@service(actions.BASELINE_REMOVED, needs=policy.WRITE)
def remove_baseline(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take one away that was not so. Raises EditsMeetError where it is at another version."""
    found = held(by, pk, policy.BASELINES, policy.WRITABLE_BASELINES)
    remove_version(by, found, expected)
    record_event(actions.BASELINE_REMOVED, by, found)


@service(actions.ASKS_BEGUN, needs=policy.WRITE)
def begin_asks(*, by: Standing, site: str) -> int:
    """Have the list of what to ask partners for at a site, as far as it is not there; and say how much was added."""
    require_site(by, site)
    there = set(_asked_at(by, site).values_list("what", flat=True))
    missing = [(place, what) for place, what in enumerate(DATA_TO_ASK_FOR) if what not in there]
    with no_other_like_it("the list of what to ask for"):
        for place, what in missing:
            added = made(by, DataAsk, site=site, what=what, place=place)
            record_event(actions.ASKS_BEGUN, by, added)
    return len(missing)


@service(actions.ASK_ADDED, needs=policy.WRITE)
def add_ask(*, by: Standing, site: str, what: str) -> DataAsk:
    """Add something else to ask for. Raises HubError where it is in the list already."""
    require_site(by, site)
    if _asked_at(by, site).filter(what=what).exists():
        raise HubError("That is in the list already.", mend="Write down there how far it has come.")
    last = _asked_at(by, site).aggregate(last=Max("place"))["last"]
    with no_other_like_it("the same into the list"):
        added = made(by, DataAsk, site=site, what=what, place=max(len(DATA_TO_ASK_FOR), (last or 0) + 1))
    record_event(actions.ASK_ADDED, by, added)
    return added


@service(actions.ASK_ANSWERED, needs=policy.WRITE)
def answer_ask(*, by: Standing, pk: UUID, expected: int | None, state: str, note: str) -> DataAsk:
    """Say how far it has come. Raises EditsMeetError where it is at another version."""
    found = held(by, pk, policy.ASKS, policy.WRITABLE_ASKS)
    changed = change_version(by, found, expected, state=state, note=note)
    if changed:
        record_event(actions.ASK_ANSWERED, by, found, changed=changed)
    return found


@service(actions.ASK_REMOVED, needs=policy.WRITE)
def remove_ask(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take something out of the list. Raises EditsMeetError where it is at another version."""
    found = held(by, pk, policy.ASKS, policy.WRITABLE_ASKS)
    remove_version(by, found, expected)
    record_event(actions.ASK_REMOVED, by, found)


def _require_kept(value: Decimal) -> None:
    if abs(value) >= _MOST or value != round(value, 6):
        raise HubError(
            "The number is longer than the hub keeps.",
            mend="Write at most fourteen figures before the point and six behind it.",
        )


def _asked_at(by: Standing, site: str) -> QuerySet[DataAsk]:
    return policy.WRITABLE_ASKS.visible_to(by, DataAsk.objects.filter(site=site))
