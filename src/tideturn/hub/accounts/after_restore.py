"""What stood open in accounts when a copy was taken, and is shut when it is put back: nobody comes in by it again."""

from __future__ import annotations

from tideturn.hub.accounts.models import Invitation, Recovery, Session, User
from tideturn.hub.common import clock


def shut_doors() -> dict[str, int]:
    """End every session, and withdraw every invitation and recovery; how many of each there were."""
    now = clock.now()
    sessions, _ = Session.objects.all().delete()
    open_links = {"used": None, "withdrawn": None}
    return {
        "sessions": sessions,
        "invitations": Invitation.objects.filter(**open_links).update(withdrawn=now),
        "recoveries": Recovery.objects.filter(**open_links).update(withdrawn=now),
    }


def shut_out() -> tuple[str, ...]:
    """The addresses of accounts that nobody comes into with a password until they are let in again."""
    found = User.objects.in_force(clock.today()).order_by("email")
    return tuple(user.email for user in found if not user.has_usable_password())
