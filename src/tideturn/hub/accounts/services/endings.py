"""End an account on a day. Somebody else then takes over what it held."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from tideturn.hub.accounts import actions, ways_in
from tideturn.hub.accounts.models import Session, User
from tideturn.hub.accounts.policy import Duty, require
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.crypto import ledger


@transaction.atomic
def end_account(*, by: User, user: User, ends_on: date | None) -> None:
    """Set the last day that an account may be used. A day in the past ends it at once; None lets it go on."""
    require(by, Duty.END, user)
    found = User.objects.held(user.pk)
    found.ends_on = ends_on
    found.save(update_fields=["ends_on"])
    if not found.in_force(clock.today()):
        Session.objects.filter(user=found).delete()
    details = {"ends_on": ends_on.isoformat() if ends_on else None}
    ledger.enter(ways_in.LEAVER, subject=found.pk, details=details)
    record(actions.ENDED_ACCOUNT, by=by.pk, via="page", on=found, details=details)


@transaction.atomic
def end_sessions(*, by: User, user: User) -> int:
    """End every session of somebody, who then logs in again. Return how many there were."""
    require(by, Duty.END, user)
    ended, _ = Session.objects.filter(user=user).delete()
    record(actions.ENDED_SESSION, by=by.pk, via="page", on=user, details={"sessions": ended})
    return ended
