"""Recovery: two colleagues let in somebody who lost a factor, never one of them and never the person themselves.

If there are no two, the person who runs the server does it there.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import models, transaction

from tideturn.hub.accounts import actions, ways_in
from tideturn.hub.accounts.models import OPEN, Recovery, User
from tideturn.hub.accounts.one_time import (
    RECOVERY_LASTS,
    TERMINAL_LASTS,
    LinkError,
    MadeLink,
    followed,
    given_link,
    send_link,
    use_up,
)
from tideturn.hub.accounts.policy import RULES, Duty, refused, require
from tideturn.hub.audit.record import Detail, Via, record
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import ledger


@transaction.atomic
def begin_recovery(*, by: User, user: User) -> Recovery:
    """Begin the recovery of somebody who lost a factor, after speaking with them. Another person must approve it.

    Nothing changes until then. Raise RefusedError, also if it is their own account, and HubError if a recovery is under
    way or the account has ended.
    """
    _not_oneself(by, user, Duty.BEGIN_RECOVERY)
    require(by, Duty.BEGIN_RECOVERY, user)
    found = _alone_with(user)
    for one in _open(found).filter(expires__lte=clock.now()):  # its link was never followed
        _withdraw(one, by, "page")
    if _open(found).exists():
        raise HubError("A recovery of this account is under way.", mend="Withdraw it to begin again.")
    made = Recovery.objects.create(user=found, begun_by=by, begun=clock.now())
    record(actions.BEGAN_RECOVERY, by=by.pk, via="page", on=made, details=_about(made))
    RULES.recovery_begun(made)
    return made


@transaction.atomic
def approve_recovery(*, by: User, recovery: Recovery) -> MadeLink[Recovery]:
    """Approve what another person began: end every way into the account, and make a link that opens it again.

    Raise RefusedError, also for the person who began it, for the person concerned, and if the two may be one person.
    Raise HubError if the recovery was approved or withdrawn before.
    """
    user = User.objects.held(recovery.user_id)
    found = Recovery.objects.select_for_update().get(pk=recovery.pk)
    _not_oneself(by, user, Duty.APPROVE_RECOVERY)
    if by.pk == found.begun_by_id:
        raise RefusedError(
            "You began this recovery, so that another person approves it.",
            refused=refused(by, Duty.APPROVE_RECOVERY, found),
        )
    require(by, Duty.APPROVE_RECOVERY, user)
    if found.begun_by is not None and RULES.one_hand(found.begun_by, by):
        raise RefusedError(
            "One of the two of you let the other into the hub, or made them an administrator: that is one hand.",
            mend="Another administrator or the information governance lead approves it, or whoever runs the server "
            "lets them in.",
            refused=refused(by, Duty.APPROVE_RECOVERY, found),
        )
    if found.approved is not None or not found.is_open:
        raise HubError("This recovery was approved or withdrawn before.")
    found.approved_by, found.approved = by, clock.now()
    made, ended = _opened(found, user, found.approved + RECOVERY_LASTS)
    record(actions.APPROVED_RECOVERY, by=by.pk, via="page", on=found, details=_about(found) | ended)
    send_link(
        found,
        to=user.email,
        subject="Open your account again",
        said=f"{by.name} and a colleague let you into your account again. Choose a new password here, within a day:",
        address=made.address,
        by=by,
    )
    return made


@transaction.atomic
def recover_on_server(*, email: str) -> MadeLink[Recovery]:
    """Let somebody in again if no two colleagues can, from the terminal of the person who runs the server.

    Administrators and information governance leads get a notice. Raise HubError if there is no such account, or if it
    has ended.
    """
    user = User.objects.of_address(email)
    if user is None:
        raise HubError("There is no account with this e-mail address.", mend="Write it as it stands in the account.")
    user = _alone_with(user)
    for one in _open(user):
        _withdraw(one, None, "command")
    now = clock.now()
    made, ended = _opened(Recovery(user=user, begun=now), user, now + TERMINAL_LASTS)
    record(actions.RECOVERED_ON_SERVER, by=None, via="command", on=made.of, details=_about(made.of) | ended)
    RULES.recovered_on_server(made.of)
    return made


@transaction.atomic
def withdraw_recovery(*, by: User, recovery: Recovery) -> None:
    """Withdraw a recovery. The person concerned may do so, and so may everyone who may approve one."""
    found = Recovery.objects.select_for_update(of=("self",)).select_related("user").get(pk=recovery.pk)
    if by.pk != found.user_id:
        require(by, Duty.APPROVE_RECOVERY, found.user)
    if found.is_open:
        _withdraw(found, by, "page")


def open_recovery(token: str) -> Recovery:
    """Return the recovery of a link's token. Raise LinkError if it can no longer be used."""
    found = followed(Recovery, token)
    if not found.user.in_force(clock.today()):
        raise LinkError
    return found


@transaction.atomic
def complete_recovery(*, token: str, password: str) -> User:
    """Set a new password by the link. Raise LinkError, and ValidationError for a password that is too weak."""
    recovery = open_recovery(token)
    use_up(recovery)
    user = recovery.user
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(actions.RECOVERED, by=user.pk, via="link", on=recovery, details=_about(recovery))
    return user


def _opened(recovery: Recovery, user: User, expires: datetime) -> tuple[MadeLink[Recovery], dict[str, Detail]]:
    """End every way into the account. Return the link that opens it again, and how much was ended."""
    ended = ways_in.end_all(user)
    ledger.enter(ways_in.RECOVERED, subject=user.pk, details={})
    return given_link(recovery, expires=expires), ended


def _open(user: User) -> models.QuerySet[Recovery]:
    return Recovery.objects.select_for_update().filter(OPEN, user=user)


def _withdraw(recovery: Recovery, by: User | None, via: Via) -> None:
    recovery.withdrawn = clock.now()
    recovery.save(update_fields=["withdrawn"])
    record(actions.WITHDREW_RECOVERY, by=by.pk if by else None, via=via, on=recovery, details=_about(recovery))


def _alone_with(user: User) -> User:
    """Return the account, locked until this transaction ends. Raise HubError if it has ended."""
    found = User.objects.held(user.pk)
    if not found.in_force(clock.today()):
        raise HubError("This account has ended, so that there is nothing to recover.")
    return found


def _about(recovery: Recovery) -> dict[str, Detail]:
    return {"account": str(recovery.user_id)}


def _not_oneself(by: User, user: User, duty: Duty) -> None:
    if by.pk == user.pk:
        raise RefusedError(
            "Nobody recovers their own account: two colleagues do.",
            refused=refused(by, duty, user),
        )
