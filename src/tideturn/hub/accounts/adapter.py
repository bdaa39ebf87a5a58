"""Adapt the accounts library (allauth): nobody signs up, there is one limiter, and the audit records each log-in."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from tideturn.hub.accounts.addresses import address_of
from tideturn.hub.accounts.services import log_ins
from tideturn.hub.common import clock

_SAID: Final = {
    "account/messages/logged_out.txt": "You have logged out.",
    "account/messages/password_changed.txt": "Your password is changed. Your other sessions were ended.",
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up. Your other sessions were ended.",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is removed. Your other sessions were ended.",
    "mfa/messages/webauthn_added.txt": "Your passkey is added. Your other sessions were ended.",
    "mfa/messages/webauthn_removed.txt": "Your passkey is removed. Your other sessions were ended.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes. They are shown once: keep them safe.",
}
"""Sentences in place of the library's own; its other messages are not shown."""


class AccountAdapter(DefaultAccountAdapter):
    """The library's own adapter, with these changes."""

    error_messages: Final = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "incorrect_password": "The password is not right.",
        "enter_current_password": "The password that you have now is not right.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are by invitation only."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that a request comes from, as far as the settings let us believe it."""
        return address_of(request) or ""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Do nothing: the hub has one limiter, and it is another."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record the failure in the audit."""
        log_ins.note_failure(request=request, email=str(credentials.get("email", "")), factor="password")

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Return whether this is the logged-in person's password. A wrong one counts as at log-in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def pre_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse | None:
        """Return the page for ended accounts if the account has ended, whatever factor the person used; else None."""
        if not user.in_force(clock.today()):
            clear_login(request)
            ended: HttpResponse = self.respond_user_inactive(request, user)
            return ended
        return None

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session, save where it began, and record it in the audit. Refuse an account that has ended."""
        if not user.in_force(clock.today()):
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        log_ins.begin_session(request=request, user=user, begin=super().login)

    def logout(self, request: HttpRequest) -> None:
        """End the session, and record that in the audit."""
        log_ins.end_this_session(request=request, end=super().logout)

    def set_password(self, user: Any, password: str) -> None:
        """Change a password, and end the account's other sessions."""
        log_ins.change_password(user=user, password=password, keep=self.request.session.session_key)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Show one of our own sentences on the next page. Show nothing if we have none for this message."""
        said = message or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)
