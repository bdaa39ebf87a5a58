"""The end of an account, on a day; what it held is then somebody else's to take over."""

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
    """Set the last day on which an account may be used; one that has passed ends it at once; none lets it go on."""
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
    """End every session of somebody, who then logs in again; how many there were."""
    require(by, Duty.END, user)
    ended, _ = Session.objects.filter(user=user).delete()
    record(actions.ENDED_SESSION, by=by.pk, via="page", on=user, details={"sessions": ended})
    return ended
