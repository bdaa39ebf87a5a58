"""The library's pages on which factors are set up and taken away, each telling the audit in the same transaction."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tideturn.hub.accounts import actions
from tideturn.hub.accounts.factors import FactorAdapter
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record


class _Audited:
    """What a form does, and its event."""

    request: HttpRequest
    action: ClassVar[Action]
    factor: ClassVar[str]

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it."""
        user: Any = self.request.user
        with transaction.atomic():
            record(self.action, by=user.pk, via="page", on=user, details={"factor": self.factor})
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response


class SecondStep(AuthenticateView):
    """The second step of log-in: a code that is used and the log-in stand or fall together."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log in."""
        with transaction.atomic():
            response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class AddApp(_Audited, ActivateTOTPView):
    """Set up an authenticator app."""

    action = actions.ADDED_FACTOR
    factor = "totp"


class RemoveApp(_Audited, DeactivateTOTPView):
    """Take the authenticator app away."""

    action = actions.REMOVED_FACTOR
    factor = "totp"


class AddPasskey(_Audited, AddWebAuthnView):
    """Add a passkey."""

    action = actions.ADDED_FACTOR
    factor = "webauthn"


class RenamePasskey(_Audited, EditWebAuthnView):
    """Call a passkey something else."""

    action = actions.RENAMED_FACTOR
    factor = "webauthn"


class RemovePasskey(_Audited, RemoveWebAuthnView):
    """Take a passkey away."""

    action = actions.REMOVED_FACTOR
    factor = "webauthn"

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


class ShowCodes(ViewRecoveryCodesView):
    """Show the recovery codes, once."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show them."""
        user: Any = request.user
        with transaction.atomic():
            response: HttpResponse = super().get(request, *args, **kwargs)
            record(actions.SHOWN_CODES, by=user.pk, via="page", on=user)
        return response
