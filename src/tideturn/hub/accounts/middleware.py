"""Check each request before any page: ask for a compulsory second factor, and keep a used session alive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from tideturn.hub.accounts.factors import has_factor
from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.policy import factor_is_compulsory
from tideturn.hub.common import clock

_BEFORE_A_FACTOR: Final = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "account_login",
        "account_inactive",
    }
)
"""Pages that somebody without the factor that they need may open: those to set it up, and the way out."""
_SEEN: Final = "accounts.seen"
_ANEW: Final = timedelta(minutes=1)


class SecondFactorFirst(MiddlewareMixin):
    """Middleware that sends everyone who needs a second factor and has none to set one up, whatever they asked for."""

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponseBase | None:
        """Return a redirect to set up a factor, or to log in again with it; None to let the request through."""
        match, user = request.resolver_match, request.user
        if not isinstance(user, User) or (match and match.url_name in _BEFORE_A_FACTOR):
            return None
        # Most requests end here, after one query instead of two or three.
        if _was_shown(request, user) and has_factor(user):
            return None
        if not factor_is_compulsory(user):
            return None
        if not has_factor(user):
            return redirect("mfa_index")
        # The session began with only a password, before the factor was set up. Its user may be another person.
        get_adapter().logout(request)
        messages.info(request, "Log in once more, with your second factor.")
        return redirect("account_login")


def _was_shown(request: HttpRequest, user: User) -> bool:
    """Return whether a second factor was shown in this very session."""
    return any(one["method"] == "mfa" for one in get_authentication_records(request, user))


def sign_of_life(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Keep a session from running out while it is used. Write once a minute, not at each page."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = clock.now()
            if now.timestamp() - request.session.get(_SEEN, 0) >= _ANEW.total_seconds():
                request.session[_SEEN] = now.timestamp()
        return answer(request)

    return answered
