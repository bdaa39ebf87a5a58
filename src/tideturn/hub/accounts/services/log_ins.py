"""Log people in and out, and record failures."""

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
"""Key in a session where the library keeps how somebody proved who they are."""


@transaction.atomic
def begin_session(*, request: HttpRequest, user: User, begin: Callable[[HttpRequest, User], None]) -> None:
    """Log in somebody who has proved who they are. Delete everybody's sessions that have run out."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    begin(request, user)
    request.session[WHERE] = {
        "created": clock.now().isoformat(),
        "address": address_of(request),
        "agent": request.META.get("HTTP_USER_AGENT", "")[:200],
    }
    record(actions.LOGGED_IN, by=user.pk, via="page", on=user, details={"factors": factors_used(request)})


def factors_used(request: HttpRequest) -> list[str]:
    """Return how somebody proved in this session who they are.

    That is password, totp, recovery_codes, webauthn or socialaccount. If it was none of these, it was the link of an
    invitation or a recovery.
    """
    methods: list[dict[str, Any]] = request.session.get(_HOW, [])
    return [str(one.get("type") or one.get("method")) for one in methods if not one.get("reauthenticated")] or ["link"]


@transaction.atomic
def end_this_session(*, request: HttpRequest, end: Callable[[HttpRequest], None]) -> None:
    """Log somebody out, and record that in the audit."""
    user = request.user
    if isinstance(user, User):
        record(actions.LOGGED_OUT, by=user.pk, via="page", on=user)
    end(request)


@transaction.atomic
def note_failure(*, request: HttpRequest, email: str, factor: str) -> None:
    """Record a failure in the audit. For an account that is shut from there, the audit has it from when it was shut.

    If many accounts that do not exist are tried from one address, record only the first ones: they would flood the
    audit.
    """
    if not limiter.was_counted(request):
        return
    user = User.objects.of_address(email)
    if user is None and limiter.is_noisy(request):
        return
    # What was typed may be nobody's address, or a password in the wrong field: record a mark, and nothing in clear.
    details = {"factor": factor} if user else {"factor": factor, "account": limiter.mark_of(email)}
    record(actions.FAILED, by=None, via="page", on=user, details=details)
    if limiter.has_shut(request):
        record(actions.LOCKED_OUT, by=None, via="page", on=user, details=details)


@transaction.atomic
def note_passkey_failure(*, request: HttpRequest, user: User | None) -> None:
    """Record in the audit a passkey that did not prove itself to be somebody's.

    There is nothing in it to guess, so nothing is shut. Do not record one that is nobody's in particular, and record
    only the first ones of a person: they would fill the audit.
    """
    if user is None or limiter.is_repeated(request, f"passkey of {user.pk}"):
        return
    record(actions.FAILED, by=None, via="page", on=user, details={"factor": "webauthn"})


@transaction.atomic
def note_provider_failure(*, request: HttpRequest) -> None:
    """Record in the audit that the office's log-in failed, without saying whose.

    Of many failures, record only the first few.
    """
    if limiter.is_repeated(request, "the office's log-in"):
        return
    record(actions.FAILED, by=None, via="page", details={"factor": "provider"})


@transaction.atomic
def note_link_to_provider(*, user: User) -> None:
    """Record in the audit that an office account is now linked to somebody's account here."""
    record(actions.LINKED, by=user.pk, via="page", on=user)


@transaction.atomic
def change_password(*, user: User, password: str, keep: str | None) -> None:
    """Change somebody's password at their own wish. End their sessions, except the one with the key `keep`."""
    user.set_password(password)
    user.save(update_fields=["password"])
    ledger.enter(ways_in.PASSWORD, subject=user.pk, details={})
    end_other_sessions(user=user, keep=keep)
    record(actions.CHANGED_PASSWORD, by=user.pk, via="page", on=user)


@transaction.atomic
def end_other_sessions(*, user: User, keep: str | None) -> None:
    """End somebody's sessions, except the one with the key `keep`: what they log in with has changed."""
    ended, _ = Session.objects.filter(user=user).exclude(session_key=hashed(keep or "")).delete()
    if ended:
        record(actions.ENDED_SESSION, by=user.pk, via="page", on=user, details={"sessions": ended})


@transaction.atomic
def end_session(*, by: User, kept_under: str) -> bool:
    """End one of the person's own sessions. Return whether there was one."""
    ended, _ = Session.objects.filter(user=by, session_key=kept_under).delete()
    if ended:
        record(actions.ENDED_SESSION, by=by.pk, via="page", on=by)
    return bool(ended)
