"""Logging in and out, and failing to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest

from tideturn.hub.accounts import actions, limiter, ways_in
from tideturn.hub.accounts.addresses import address_of
from tideturn.hub.accounts.models import Session, User
from tideturn.hub.accounts.sessions import WHERE, hashed
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.crypto import ledger

_HOW: Final = "account_authentication_methods"
"""Where the library keeps in a session how somebody proved who they are."""


@transaction.atomic
def begin_session(*, request: HttpRequest, user: User, begin: Callable[[HttpRequest, User], None]) -> None:
    """Log somebody in who has proved who they are. Sessions that have run out, whosever they are, are forgotten."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    begin(request, user)
    request.session[WHERE] = {
        "created": clock.now().isoformat(),
        "address": address_of(request),
        "agent": request.META.get("HTTP_USER_AGENT", "")[:200],
    }
    record(actions.LOGGED_IN, by=user.pk, via="page", on=user, details={"factors": factors_used(request)})


def factors_used(request: HttpRequest) -> list[str]:
    """By what somebody proved in this session who they are: password, totp, recovery_codes, webauthn, socialaccount;
    of none of these, by the link of an invitation or a recovery.
    """
    methods: list[dict[str, Any]] = request.session.get(_HOW, [])
    return [str(one.get("type") or one.get("method")) for one in methods if not one.get("reauthenticated")] or ["link"]


@transaction.atomic
def end_this_session(*, request: HttpRequest, end: Callable[[HttpRequest], None]) -> None:
    """Log somebody out."""
    user = request.user
    if isinstance(user, User):
        record(actions.LOGGED_OUT, by=user.pk, via="page", on=user)
    end(request)


@transaction.atomic
def note_failure(*, request: HttpRequest, email: str, factor: str) -> None:
    """Tell the audit of a failure; one of an account that is shut from there was told when it was shut.

    Of many accounts that are nobody's, tried from one address, only the first are told: they would flood the audit.
    """
    if not limiter.was_counted(request):
        return
    user = User.objects.of_address(email)
    if user is None and limiter.is_noisy(request):
        return
    # What was typed may be nobody's address, or a password in the wrong field: a mark, and nothing in clear.
    details = {"factor": factor} if user else {"factor": factor, "account": limiter.mark_of(email)}
    record(actions.FAILED, by=None, via="page", on=user, details=details)
    if limiter.has_shut(request):
        record(actions.LOCKED_OUT, by=None, via="page", on=user, details=details)


@transaction.atomic
def note_passkey_failure(*, request: HttpRequest, user: User | None) -> None:
    """Tell the audit of a passkey that did not prove itself to be somebody's.

    There is nothing in it to guess, so that nothing is shut. One that is nobody's in particular is not told of, and of
    somebody's only the first: they would fill the audit.
    """
    if user is None or limiter.is_repeated(request, f"passkey of {user.pk}"):
        return
    record(actions.FAILED, by=None, via="page", on=user, details={"factor": "webauthn"})


@transaction.atomic
def note_provider_failure(*, request: HttpRequest) -> None:
    """Tell the audit that the office's own log-in did not work out; it says nothing of whose, nor of each of many."""
    if limiter.is_repeated(request, "the office's log-in"):
        return
    record(actions.FAILED, by=None, via="page", details={"factor": "provider"})


@transaction.atomic
def note_link_to_provider(*, user: User) -> None:
    """Tell the audit that an account of the office's is from now on known as somebody's here."""
    record(actions.LINKED, by=user.pk, via="page", on=user)


@transaction.atomic
def change_password(*, user: User, password: str, keep: str | None) -> None:
    """Change somebody's password at their own wish. Their sessions end, but for the one of the key `keep`."""
    user.set_password(password)
    user.save(update_fields=["password"])
    ledger.enter(ways_in.PASSWORD, subject=user.pk, details={})
    end_other_sessions(user=user, keep=keep)
    record(actions.CHANGED_PASSWORD, by=user.pk, via="page", on=user)


@transaction.atomic
def end_other_sessions(*, user: User, keep: str | None) -> None:
    """End somebody's sessions, but for the one of the key `keep`: what they log in by has changed."""
    ended, _ = Session.objects.filter(user=user).exclude(session_key=hashed(keep or "")).delete()
    if ended:
        record(actions.ENDED_SESSION, by=user.pk, via="page", on=user, details={"sessions": ended})


@transaction.atomic
def end_session(*, by: User, kept_under: str) -> bool:
    """End a session of one's own. Whether there was one."""
    ended, _ = Session.objects.filter(user=by, session_key=kept_under).delete()
    if ended:
        record(actions.ENDED_SESSION, by=by.pk, via="page", on=by)
    return bool(ended)
