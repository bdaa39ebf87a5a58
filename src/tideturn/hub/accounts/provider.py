"""Log-in with an office's own accounts (OpenID Connect): only to an account that an invitation opened."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest
from django.shortcuts import render

from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.services import log_ins
from tideturn.hub.kernel.errors import HubError

_NO_ACCOUNT: Final = HubError(
    "Your office's account is not known here.",
    mend="Ask whoever administers the hub at your office for an invitation, and open it before you log in this way.",
)
_SHUT: Final = HubError(
    "Your account waits to be opened anew.",
    mend="Follow the link that whoever administers the hub has for you.",
)
_FAILED: Final = HubError("Your office's log-in did not work.", mend="Try again, or log in with your password.")


class ProviderAdapter(DefaultSocialAccountAdapter):
    """The library's own adapter, but for what is said here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: accounts are by invitation."""
        return False

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        """The account of the address that the provider gives out, unless it says itself that it has not checked it.

        The one provider is the office's own, which decides on its people's addresses; Microsoft's says of none whether
        it was checked, which is why a provider that anybody may join is refused at the start.
        """
        told = next(iter(sociallogin.email_addresses), None)
        claims = sociallogin.account.extra_data
        if told is None or (claims.get("userinfo") or claims.get("id_token") or claims).get("email_verified") is False:
            return None
        user = User.objects.filter(email__iexact=told.email).first()
        if user is None:
            return None
        # The library takes the password of an account whose address it does not know as checked: for a hub where
        # anybody may sign up. Here an invitation opened it.
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        return user, told.email

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in whose address has an account here, and nobody else."""
        if sociallogin.is_existing and sociallogin.user.has_usable_password():
            if not SocialAccount.objects.filter(user=sociallogin.user, uid=sociallogin.account.uid).exists():
                log_ins.note_link_to_provider(user=sociallogin.user)
            return
        # A recovery ended the password: only its link opens the account, or the office's would do so without a factor.
        why = _SHUT if sociallogin.is_existing else _NO_ACCOUNT
        clear_login(request)
        raise ImmediateHttpResponse(render(request, "accounts/refused.html", {"refusal": why}, status=403))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        """Say that it did not work, and tell the audit."""
        log_ins.note_provider_failure()
        raise ImmediateHttpResponse(render(request, "accounts/refused.html", {"refusal": _FAILED}, status=403))
