"""The library's pages that add and remove factors. Each records its event in the same transaction."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tideturn.hub.accounts import actions, ways_in
from tideturn.hub.accounts.factors import FactorAdapter, taken_of
from tideturn.hub.accounts.services import log_ins
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record


class _Audited:
    """A view that records its event when its form is sent."""

    request: HttpRequest
    action: ClassVar[Action]
    factor: ClassVar[str]

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Do what the form asks, and record it in the audit."""
        user: Any = self.request.user
        record(self.action, by=user.pk, via="page", on=user, details={"factor": self.factor})
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response


class _Proving(_Audited):
    """A view that adds or removes a factor.

    Everyone else who is logged in to the account must prove again who they are.
    """

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Do what the form asks, and end the account's other sessions."""
        user: Any = self.request.user
        response = super().form_valid(form)
        log_ins.end_other_sessions(user=user, keep=self.request.session.session_key)
        return response


class _Added(_Proving):
    """A view that adds a factor. The person has it at hand, so it counts as shown in this session."""

    action = actions.ADDED_FACTOR

    def form_valid(self, form: Any) -> HttpResponse:
        """Do what the form asks, and count the factor as shown in this session."""
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=self.factor, reauthenticated=True)
        return response


class _Removed(_Proving, ABC):
    """A view that removes a factor. It then no longer opens the account, even in a copy that still has it."""

    action = actions.REMOVED_FACTOR

    @abstractmethod
    def going(self) -> Any:
        """Return the factor to remove."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Enter the removal in the ledger, and do what the form asks."""
        ways_in.note_factor_removed(self.going())
        return super().form_valid(form)


class SecondStep(AuthenticateView):
    """Second step of log-in: a code is used up and the person is logged in, or neither happens."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log in."""
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class AddApp(_Added, ActivateTOTPView):
    """Set up an authenticator app."""

    factor = "totp"

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Set up the app, and use up the code that showed it to be right."""
        response = super().form_valid(form)
        taken_of(self.request.user, form.half_minute)
        return response


class RemoveApp(_Removed, DeactivateTOTPView):
    """Remove the authenticator app."""

    factor = "totp"

    def going(self) -> Any:
        """Return the app."""
        return self.authenticator


class AddPasskey(_Added, AddWebAuthnView):
    """Add a passkey."""

    factor = "webauthn"


class RenamePasskey(_Audited, EditWebAuthnView):
    """Rename a passkey."""

    action = actions.RENAMED_FACTOR
    factor = "webauthn"


class RemovePasskey(_Removed, RemoveWebAuthnView):
    """Remove a passkey."""

    factor = "webauthn"

    def going(self) -> Any:
        """Return the passkey."""
        return self.get_object()

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove the passkey, unless it is the last factor of somebody who needs one."""
        adapter = FactorAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        return super().form_valid(form)


class NewCodes(_Audited, GenerateRecoveryCodesView):
    """Make new recovery codes, and end the old ones."""

    action = actions.RENEWED_CODES
    factor = "recovery_codes"

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Enter in the ledger that the old codes end, and make new ones."""
        ways_in.note_codes_removed(self.request.user)
        return super().form_valid(form)


class ShowCodes(ViewRecoveryCodesView):
    """Show the recovery codes once, and record that in the audit. Refuse HEAD, which would use them up unseen."""

    http_method_names: ClassVar = ["get", "options"]

    @transaction.atomic
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows. If it shows the codes, record that in the audit."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        if shown["can_view_codes"]:
            user: Any = self.request.user
            record(actions.SHOWN_CODES, by=user.pk, via="page", on=user)
        return shown
