"""Invitations: the only way to get an account."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from tideturn.hub.accounts import actions
from tideturn.hub.accounts.models import OPEN, Invitation, User
from tideturn.hub.accounts.one_time import (
    INVITATION_LASTS,
    TERMINAL_LASTS,
    MadeLink,
    followed,
    given_link,
    send_link,
    use_up,
)
from tideturn.hub.accounts.policy import RULES, Duty, require
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError


@transaction.atomic
def create_invitation(*, by: User, email: str, name: str) -> MadeLink[Invitation]:
    """Invite somebody, and withdraw their earlier invitation. With a mail server, the link is sent on commit.

    Raise RefusedError if the person may not invite. Raise HubError if the address has an account, or was invited this
    very moment.
    """
    require(by, Duty.INVITE)
    email = email.strip().lower()
    if User.objects.of_address(email) is not None:
        raise HubError("There is an account with this e-mail address.", mend="Look for it in the list of people.")
    now = clock.now()
    for earlier in Invitation.objects.select_for_update().filter(OPEN, email__iexact=email):
        _withdraw(earlier, by)
    made = Invitation(email=email, name=name.strip(), by=by, created=now)
    try:
        with transaction.atomic():
            link = given_link(made, expires=now + INVITATION_LASTS)
    except IntegrityError:
        raise HubError("They were invited this very moment.", mend="Look at the invitations that wait.") from None
    record(actions.INVITED, by=by.pk, via="page", on=made)
    send_link(
        made,
        to=email,
        subject="You are invited to Tideturn",
        said=f"{by.name} invites you to Tideturn. Open your account here, within seven days:",
        address=link.address,
        by=by,
    )
    return link


@transaction.atomic
def withdraw_invitation(*, by: User, invitation: Invitation) -> None:
    """Withdraw an invitation, so that its link leads nowhere."""
    require(by, Duty.INVITE)
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if found.is_open:
        _withdraw(found, by)


def first_administrator_is_missing() -> bool:
    """Return whether nobody administers the hub yet."""
    return not RULES.administrators()


@transaction.atomic
def first_administrator_link() -> str:
    """Return the address where the first administrator opens their account, within thirty minutes; for the terminal.

    Raise HubError if there is an administrator. An earlier link of this kind then leads nowhere.
    """
    if not first_administrator_is_missing():
        raise HubError(
            "There is an administrator, so that this link is not made.",
            mend="Ask them for an invitation.",
        )
    now = clock.now()
    Invitation.objects.filter(OPEN, by=None).update(withdrawn=now)
    made = given_link(Invitation(created=now), expires=now + TERMINAL_LASTS)
    record(actions.FIRST_LINK, by=None, via="command", on=made.of)
    return made.address


def open_invitation(token: str) -> Invitation:
    """Return the invitation of a link's token. Raise LinkError if it can no longer be used."""
    return followed(Invitation, token)


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str, email: str = "") -> User:
    """Open the account that an invitation is for. `email` counts only for the first administrator.

    Raise LinkError, ValidationError for a password that is too weak, and HubError if the address has an account.
    """
    invitation = open_invitation(token)
    use_up(invitation)
    first = invitation.by_id is None
    address = (email if first else invitation.email).strip().lower()
    if User.objects.of_address(address) is not None:
        raise HubError("There is an account with this e-mail address.", mend="Log in with it.")
    user = User(email=address, name=name.strip(), factor_compulsory=first)
    validate_password(password, user)
    user.set_password(password)
    user.save(force_insert=True)
    Invitation.objects.filter(pk=invitation.pk).update(account=user)
    record(actions.ACCEPTED, by=user.pk, via="link", on=invitation, details={"account": str(user.pk)})
    if first:
        RULES.first_administrator(user)
    return user


def _withdraw(invitation: Invitation, by: User) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(withdrawn=clock.now())
    record(actions.WITHDRAWN, by=by.pk, via="page", on=invitation)
