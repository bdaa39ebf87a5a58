"""Recovery: whoever lost a factor is let in again by two colleagues, never by one and never by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse

from tideturn.hub.accounts import actions
from tideturn.hub.accounts.models import Recovery, Session, User
from tideturn.hub.accounts.one_time import RECOVERY_LASTS, LinkError, fresh_token, hashed
from tideturn.hub.accounts.policy import RefusedError, require
from tideturn.hub.accounts.registry import Duty
from tideturn.hub.accounts.services.delivery import send_link
from tideturn.hub.audit.record import record
from tideturn.hub.kernel import clock
from tideturn.hub.kernel.errors import HubError


@dataclass(frozen=True)
class MadeRecovery:
    """A recovery as it was just approved: this is the one time that its link can be shown."""

    of: Recovery
    address: str


@transaction.atomic
def begin_recovery(*, by: User, user: User) -> Recovery:
    """Say that somebody lost a factor, whom one has spoken with. Nothing changes until another person approves.

    Raises RefusedError, also for oneself, and HubError where one is under way or the account has ended.
    """
    _not_oneself(by, user)
    require(by, Duty.BEGIN_RECOVERY, user)
    if not user.in_force(clock.today()):
        raise HubError("This account has ended, so that there is nothing to recover.")
    if Recovery.objects.filter(user=user, used=None, withdrawn=None).exists():
        raise HubError("A recovery of this account is under way.", mend="Withdraw it to begin again.")
    made = Recovery.objects.create(user=user, begun_by=by, begun=clock.now())
    record(actions.BEGAN_RECOVERY, by=by.pk, via="page", on=made, details={"account": str(user.pk)})
    return made


@transaction.atomic
def approve_recovery(*, by: User, recovery: Recovery) -> MadeRecovery:
    """Approve what another person began: the account's factors, password and sessions end, and a link opens it anew.

    Raises RefusedError, also for whoever began it and for the person concerned, and HubError where it is past.
    """
    found = Recovery.objects.select_for_update(of=("self",)).select_related("user").get(pk=recovery.pk)
    _not_oneself(by, found.user)
    if by.pk == found.begun_by_id:
        raise RefusedError("You began this recovery, so that another person approves it.")
    require(by, Duty.APPROVE_RECOVERY, found.user)
    if found.approved is not None or found.used is not None or found.withdrawn is not None:
        raise HubError("This recovery was approved or withdrawn before.")
    now = clock.now()
    token = fresh_token()
    user = found.user
    had_factor = Authenticator.objects.filter(user=user).exists()
    Authenticator.objects.filter(user=user).delete()
    Session.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.factor_compulsory = user.factor_compulsory or had_factor
    user.save(update_fields=["password", "factor_compulsory"])
    found.approved_by, found.approved = by, now
    found.hash, found.expires = hashed(token), now + RECOVERY_LASTS
    found.save(update_fields=["approved_by", "approved", "hash", "expires"])
    record(actions.APPROVED_RECOVERY, by=by.pk, via="page", on=found, details={"account": str(user.pk)})
    address = f"{settings.TIDETURN_URL.rstrip('/')}{reverse('accounts_recovery', args=[token])}"
    send_link(
        found,
        to=user.email,
        subject="Open your account again",
        said=f"{by.name} and a colleague let you into your account again. Choose a new password here, within a day:",
        address=address,
        by=by,
    )
    return MadeRecovery(found, address)


@transaction.atomic
def withdraw_recovery(*, by: User, recovery: Recovery) -> None:
    """End a recovery; the person concerned may, of their own account, as well as whoever may begin one."""
    found = Recovery.objects.select_for_update(of=("self",)).select_related("user").get(pk=recovery.pk)
    if by.pk != found.user_id:
        require(by, Duty.BEGIN_RECOVERY, found.user)
    if found.used is None and found.withdrawn is None:
        found.withdrawn = clock.now()
        found.save(update_fields=["withdrawn"])
        record(actions.WITHDREW_RECOVERY, by=by.pk, via="page", on=found, details={"account": str(found.user_id)})


def open_recovery(token: str) -> Recovery:
    """The recovery whose link this is. Raises LinkError where it can no longer be used."""
    found = (
        Recovery.objects.select_related("user")
        .filter(hash=hashed(token), used=None, withdrawn=None, expires__gt=clock.now())
        .first()
    )
    if found is None or not found.user.in_force(clock.today()):
        raise LinkError
    return found


@transaction.atomic
def complete_recovery(*, token: str, password: str) -> User:
    """Choose a new password by the link. Raises LinkError, and ValidationError for a password that is too weak."""
    recovery = open_recovery(token)
    user = recovery.user
    if not Recovery.objects.filter(pk=recovery.pk, used=None, withdrawn=None).update(used=clock.now()):
        raise LinkError
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(actions.RECOVERED, by=user.pk, via="link", on=recovery, details={"account": str(user.pk)})
    return user


def _not_oneself(by: User, user: User) -> None:
    if by.pk == user.pk:
        raise RefusedError("Nobody recovers their own account: two colleagues do.")
