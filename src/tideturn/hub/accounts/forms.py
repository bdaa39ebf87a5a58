"""Forms about accounts: labels and hints. The services decide what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, SetPasswordForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError

from tideturn.hub.accounts import limiter, ways_in
from tideturn.hub.accounts.factors import half_minute_of, take_once
from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.services import log_ins
from tideturn.hub.ui.forms import Undrafted

_NONE: Final = (ValidationError, TypeError, ValueError, LookupError, AttributeError)
"""Errors of the library for an answer that is no passkey's. It foresees some of them, and others escape it."""
_JOINING: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Invisible characters that names in Persian and in scripts of India need."""
LONGEST: Final = User._meta.get_field("email").max_length
_HOW_TO_CHOOSE: Final = "At least 12 characters. Three words that have nothing to do with each other do well."


def _plain(field: forms.Field, label: str, hint: str = "") -> None:
    """Set our label and hint, and remove the text within the box, which disappears when somebody types."""
    field.label, field.help_text = label, hint
    field.error_messages["required"] = f"Fill in: {label[0].lower()}{label[1:]}."
    field.widget.attrs.pop("placeholder", None)


class _Ours:
    """A form of the library's, with our labels and hints by the name of the field."""

    undrafted: ClassVar = Undrafted.PROOF
    labels: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, told in self.labels.items():
            _plain(self.fields[name], *told)


class LogInForm(_Ours, LoginForm):
    """Log-in by e-mail address and password."""

    labels: ClassVar = {"login": ("E-mail address",), "password": ("Password",)}


class ConfirmForm(_Ours, ReauthenticateForm):
    """Form to enter the password again, before something dangerous."""

    labels: ClassVar = {"password": ("Your password",)}


class NewPasswordForm(_Ours, ChangePasswordForm):
    """Form to change the password."""

    labels: ClassVar = {
        "oldpassword": ("The password that you have now",),
        "password1": ("New password", _HOW_TO_CHOOSE),
        "password2": ("New password again",),
    }

    def clean_oldpassword(self) -> str:
        """Return the current password. Raise ValidationError if it is wrong; guesses are limited as at log-in."""
        given: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, given):
            raise get_adapter().validation_error("enter_current_password")
        return given


class FirstPasswordForm(_Ours, SetPasswordForm):
    """Form for somebody without a password to choose one."""

    labels: ClassVar = {"password1": ("Password", _HOW_TO_CHOOSE), "password2": ("Password again",)}


class _Limited(_Ours):
    """A form for a code: guessed no more often than a password, and used only once, whichever process is asked."""

    labels: ClassVar = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}
    user: Any
    authenticator: Any

    def clean_code(self) -> str:
        """Return the code if it is right. Otherwise count and record the failure, and raise ValidationError."""
        request = context.request
        if limiter.is_shut(request, self.user.email):
            raise ValidationError("Too many failures.")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            if self.authenticator.type == Authenticator.Type.TOTP:
                take_once(self.authenticator, code)
            elif self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
                ways_in.note_code_used(self.authenticator)
        except ValidationError:
            limiter.count_failure(request, self.user.email)
            log_ins.note_failure(request=request, email=self.user.email, factor="code")
            raise
        return code


class CodeForm(_Limited, codes.AuthenticateForm):
    """The second step of log-in: a code."""


class ConfirmCodeForm(_Limited, codes.ReauthenticateForm):
    """Form to enter a code again, before something dangerous."""


class _Credential(forms.JSONField):
    """A passkey's answer. It comes from a browser, and so from anybody, who may have put anything into it."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Return the answer. Raise ValidationError if it is not one, or is nested too deeply to read."""
        try:
            return super().to_python(value)
        except RecursionError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> None:
        """Return None: an answer works once, and is not shown again."""


class _Noted(_Ours):
    """A form for a passkey. The audit records a passkey that does not prove itself."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = _Credential()

    def clean_credential(self) -> Authenticator:
        """Return the passkey if it is right. Otherwise record the failure, and raise ValidationError."""
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        except _NONE as error:
            log_ins.note_passkey_failure(request=context.request, user=self.user)
            raise get_mfa_adapter().validation_error("incorrect_code") from error
        return found


class PasskeyForm(_Noted, AuthenticateWebAuthnForm):
    """The second step of log-in: a passkey."""


class ConfirmPasskeyForm(_Noted, ReauthenticateWebAuthnForm):
    """Form to use a passkey again, before something dangerous."""


class PasskeyLogInForm(_Noted, LoginWebAuthnForm):
    """Log-in by a passkey alone."""


class AppForm(_Ours, ActivateTOTPForm):
    """The first code of an authenticator app."""

    labels: ClassVar = {"code": ("Code that the app shows", "Six figures, which change every half minute.")}
    half_minute: int

    def clean_code(self) -> str:
        """Return the code if it is right. Keep its half minute, so that the code no longer logs in."""
        code: str = super().clean_code()
        self.half_minute = half_minute_of(self.secret, code)
        return code


class AddPasskeyForm(_Ours, AddWebAuthnForm):
    """Form for a new passkey, which can also log in by itself."""

    labels: ClassVar = {
        "name": ("Name", "So that you know it again: “work laptop”, for example."),
        "passwordless": (
            "Log in with this passkey alone",
            "It then asks for your fingerprint, your face or its PIN, and no password.",
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = _Credential()

    def clean(self) -> dict[str, Any]:
        """Return the form's values. Raise ValidationError if the answer is not a passkey's."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except _NONE as error:
            raise get_mfa_adapter().validation_error("incorrect_code") from error
        return cleaned


def one_line(name: str) -> None:
    """Raise ValidationError if a name is more than a line of text: it appears in e-mails and on others' pages."""
    if not all(sign.isprintable() or sign in _JOINING for sign in name):
        raise ValidationError("A name has letters and blanks in it, in one line. Type it anew.")


class _Form(forms.Form):
    """A form of ours. If a field is empty, its error names its label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _plain(field, str(field.label), str(field.help_text))


class _ChosenPassword(_Form):
    undrafted: ClassVar = Undrafted.PROOF
    password = forms.CharField(
        label="Password",
        help_text=_HOW_TO_CHOOSE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label="Password again", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean_again(self) -> str:
        """Return the repeated password. Raise ValidationError if the two differ."""
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("password", again) != again:
            raise ValidationError("The two passwords are not the same.")
        return again


class AcceptForm(_ChosenPassword):
    """Form to accept an invitation: a name and a password."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("email", "name", "password", "again")


class FirstAcceptForm(AcceptForm):
    """The same form for the first administrator, whose e-mail address nobody knows yet."""

    email = forms.EmailField(
        label="Your e-mail address", max_length=LONGEST, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class RecoverForm(_ChosenPassword):
    """Form to choose a new password after a recovery."""
