"""Log-in with an office's own accounts (OpenID Connect): only to an account that an invitation opened.

The library's two pages for it show a sentence even if the provider does not answer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Final

from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect import views
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.services import log_ins
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError

_LOG: Final = logging.getLogger(__name__)
_View = Callable[[HttpRequest, str], HttpResponseBase]
_NO_ACCOUNT: Final = HubError(
    "Your office's account is not known here.",
    mend="Ask whoever administers the hub at your office for an invitation, and open it before you log in this way.",
)
_SHUT: Final = HubError(
    "Your account waits to be opened anew.",
    mend="Follow the link that whoever administers the hub has for you.",
)
_ANOTHERS: Final = HubError(
    "Another account of your office is linked with your e-mail address here.",
    mend="Log in with your password. If you cannot, ask whoever administers the hub to let you in again.",
)
FAILED: Final = HubError("Your office's log-in did not work.", mend="Try again, or log in with your password.")


class ProviderAdapter(DefaultSocialAccountAdapter):
    """The library's own adapter, with these changes."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return False: accounts are by invitation only."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Identify an office's account by its provider and its number there: other providers give out the same ones."""
        account = sociallogin.account
        account.uid = _provider_of(sociallogin) + sha256(account.uid.encode()).hexdigest()
        return super().populate_user(request, sociallogin, data)

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        """Return the account with the provider's address, unless the provider says that it has not checked it.

        The one provider is the office's own, which decides on its people's addresses. Microsoft's never says whether an
        address was checked, so the settings refuse a provider that anybody may join. An address can pass on to somebody
        else, so it counts once: afterwards the account is its first holder's.
        """
        told = next(iter(sociallogin.email_addresses), None)
        claims = sociallogin.account.extra_data
        checked = (claims.get("userinfo") or claims.get("id_token") or claims).get("email_verified", True)
        if told is None or checked not in (True, "true"):
            return None
        user = User.objects.of_address(told.email)
        if user is None or not user.in_force(clock.today()):
            return None
        if SocialAccount.objects.filter(user=user, uid__startswith=_provider_of(sociallogin)).exists():
            raise ImmediateHttpResponse(_refused(self.request, _ANOTHERS))
        # The library removes the password of an account whose address it has not verified: it expects a site where
        # anybody may sign up. Here an invitation opened the account.
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        return user, told.email

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in only people whose address has an account here."""
        if sociallogin.is_existing and sociallogin.user.has_usable_password():
            if not SocialAccount.objects.filter(user=sociallogin.user, uid=sociallogin.account.uid).exists():
                log_ins.note_link_to_provider(user=sociallogin.user)
            return
        # A recovery ended the password. Only its link opens the account: the office's log-in would need no factor.
        why = _SHUT if sociallogin.is_existing else _NO_ACCOUNT
        clear_login(request)
        raise ImmediateHttpResponse(_refused(request, why))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        """Say that it did not work. Record it in the audit if it began here: anybody may open the page by itself."""
        if (more.get("extra_context") or {}).get("state"):
            log_ins.note_provider_failure(request=request)
        raise ImmediateHttpResponse(_refused(request, FAILED))


def _provider_of(sociallogin: Any) -> str:
    """Return the prefix of account numbers at the provider in the settings."""
    return sha256(sociallogin.provider.server_url.encode()).hexdigest()[:16] + "."


def _refused(request: HttpRequest, why: HubError, status: int = 403) -> HttpResponse:
    return render(request, "accounts/refused.html", {"refusal": why}, status=status)


def _answered(view: _View) -> _View:
    @wraps(view)
    def shown(request: HttpRequest, provider_id: str) -> HttpResponseBase:
        if "process" in request.GET or "process" in request.POST:  # the library's ways to link accounts; none here
            raise Http404
        try:
            return view(request, provider_id)
        except (OSError, ValueError, LookupError):  # not reached, or its answer is not what it should be
            _LOG.warning("the office's log-in did not answer as it should", exc_info=True)
            return _refused(request, FAILED, status=502)

    return shown


log_in: _View = _answered(views.login)
callback: _View = _answered(views.callback)
