"""The library's pages on which factors are set up and taken away, each telling the audit in the same transaction."""

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
    """What a form does, and its event."""

    request: HttpRequest
    action: ClassVar[Action]
    factor: ClassVar[str]

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Do it."""
        user: Any = self.request.user
        record(self.action, by=user.pk, via="page", on=user, details={"factor": self.factor})
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response


class _Proving(_Audited):
    """A factor comes or goes: whoever else is logged in to the account shows anew who they are."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Do it, and end the account's other sessions."""
        user: Any = self.request.user
        response = super().form_valid(form)
        log_ins.end_other_sessions(user=user, keep=self.request.session.session_key)
        return response


class _Added(_Proving):
    """A factor comes, which whoever adds it has at hand: it counts as shown in this session."""

    action = actions.ADDED_FACTOR

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it."""
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=self.factor, reauthenticated=True)
        return response


class _Removed(_Proving, ABC):
    """A factor goes, and opens the account no more in a copy that still has it."""

    action = actions.REMOVED_FACTOR

    @abstractmethod
    def going(self) -> Any:
        """The factor."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Do it."""
        ways_in.note_factor_removed(self.going())
        return super().form_valid(form)


class SecondStep(AuthenticateView):
    """The second step of log-in: a code that is used and the log-in stand or fall together."""

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
        """Do it; the code that showed it to be right is used up."""
        response = super().form_valid(form)
        taken_of(self.request.user, form.half_minute)
        return response


class RemoveApp(_Removed, DeactivateTOTPView):
    """Take the authenticator app away."""

    factor = "totp"

    def going(self) -> Any:
        """The app."""
        return self.authenticator


class AddPasskey(_Added, AddWebAuthnView):
    """Add a passkey."""

    factor = "webauthn"


class RenamePasskey(_Audited, EditWebAuthnView):
    """Call a passkey something else."""

    action = actions.RENAMED_FACTOR
    factor = "webauthn"


class RemovePasskey(_Removed, RemoveWebAuthnView):
    """Take a passkey away."""

    factor = "webauthn"

    def going(self) -> Any:
        """The passkey."""
        return self.get_object()

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it, unless it is the last factor of somebody who needs one."""
        adapter = FactorAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        return super().form_valid(form)


class NewCodes(_Audited, GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones end."""

    action = actions.RENEWED_CODES
    factor = "recovery_codes"

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Do it."""
        ways_in.note_codes_removed(self.request.user)
        return super().form_valid(form)


class ShowCodes(ViewRecoveryCodesView):
    """Show the recovery codes, once, which the audit is told of; to a request that shows nothing they are not."""

    http_method_names: ClassVar = ["get", "options"]

    @transaction.atomic
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is shown."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        if shown["can_view_codes"]:
            user: Any = self.request.user
            record(actions.SHOWN_CODES, by=user.pk, via="page", on=user)
        return shown
