"""What people fill in about access. What is allowed is decided where it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django import forms
from django.core.validators import RegexValidator

from tideturn.hub.access.audit_reading import Asked, id_of
from tideturn.hub.access.glass import GLASS_KINDS
from tideturn.hub.access.policy import roles_that_one_may_grant
from tideturn.hub.access.queries import colleagues_but
from tideturn.hub.access.roles import ALL_SITES, ROLES
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import Kind

_SITE: Final = RegexValidator(
    r"^([a-z0-9][a-z0-9_-]*|\*)$", "Write the site's short name in small letters, or * for all sites."
)
_KINDS: Final = (
    ("", "Everything"),
    (Kind.DISCLOSURE.value, "Who was shown what"),
    (Kind.WRITE.value, "What was changed"),
    (Kind.REFUSAL.value, "What was refused"),
)


def _day(label: str, *, hint: str = "", required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    missing = {"required": f"Give {label[0].lower()}{label[1:]}.", "invalid": "Write a day, as in 2026-11-03."}
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget, error_messages=missing)


if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[User]
    _Choices = forms.ModelMultipleChoiceField[User]
else:  # Django's own classes take no type where they run
    _Choice, _Choices = forms.ModelChoiceField, forms.ModelMultipleChoiceField


class _Colleague(_Choice):
    def label_from_instance(self, obj: Any) -> str:
        return _told(obj)


class _Colleagues(_Choices):
    def label_from_instance(self, obj: Any) -> str:
        return _told(obj)


def _told(user: User) -> str:
    return f"{user.name} ({user.email})"


def colleague(label: str, missing: str) -> forms.ModelChoiceField[User]:
    """One of the people whom the form is given."""
    choose = {"required": missing, "invalid_choice": missing}
    return _Colleague(User.objects.none(), label=label, empty_label="Choose", error_messages=choose)


def colleagues(label: str, missing: str) -> forms.ModelMultipleChoiceField[User]:
    """Some of the people whom the form is given."""
    choose = dict.fromkeys(("required", "invalid_choice", "invalid_pk_value"), missing)
    ticks = forms.CheckboxSelectMultiple
    return _Colleagues(User.objects.none(), label=label, widget=ticks, error_messages=choose)


class BreakGlassForm(forms.Form):
    """Which record, by its exact reference, and why."""

    kind = forms.ChoiceField(label="What you need to open")
    reference = forms.CharField(
        label="Its reference",
        help_text="Exactly as it is written. You are not told whether there is such a record until it is open to you.",
        max_length=80,
        error_messages={"required": "Write the reference."},
    )
    reason = forms.CharField(
        label="Why you need it now",
        help_text="The safeguarding lead and the information governance lead will read this.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        error_messages={"required": "Say in a sentence why you need it."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in GLASS_KINDS.values()]  # type: ignore[attr-defined]


class StaffSessionForm(forms.Form):
    """Why a staff session begins."""

    reason = forms.CharField(
        label="What you are going to do",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": "Say in a sentence what you are going to do."},
    )


class GrantForm(forms.Form):
    """To whom, which role, where, and for which days."""

    user = colleague("Who", "Choose a colleague.")
    role = forms.ChoiceField(label="Role", error_messages={"required": "Choose a role."})
    site = forms.CharField(
        label="Site", help_text="The site's short name, or * for all sites.", max_length=40, validators=[_SITE]
    )
    starts_on = _day("First day")
    ends_on = _day("Last day", hint="Leave it empty for as long as nobody withdraws the role.", required=False)

    def __init__(self, *args: Any, by: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"user", "covering"} & set(self.fields):
            self.fields[name].queryset = colleagues_but(by.user)  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.code, role.title) for role in roles_that_one_may_grant(by)]  # type: ignore[attr-defined]


class CoverForm(GrantForm):
    """Who covers whom, in which role, where, and for which days."""

    covering = colleague("Whose absence is covered", "Choose the colleague who is away.")
    ends_on = _day("Last day")
    field_order = ("covering", "user", "role", "site", "starts_on", "ends_on")


class AuthorityForm(forms.Form):
    """Who may grant which role, and where."""

    holder = colleague("Who may grant it", "Choose a colleague.")
    role = forms.ChoiceField(label="Role", choices=[(role.code, role.title) for role in ROLES.values()])
    site = forms.CharField(
        label="Site",
        help_text="The site's short name, or * for all sites.",
        max_length=40,
        initial=ALL_SITES,
        validators=[_SITE],
    )

    def __init__(self, *args: Any, by: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = colleagues_but(by.user)  # type: ignore[attr-defined]


class AuditForm(forms.Form):
    """Which events of the audit."""

    about = forms.CharField(
        label="About which record or person",
        help_text="Its exact reference, or the id that the audit shows.",
        required=False,
        max_length=80,
    )
    to = _Colleague(User.objects.none(), label="Done to", required=False, empty_label="Anybody")
    who = _Colleague(User.objects.none(), label="Done by", required=False, empty_label="Anybody")
    kind = forms.ChoiceField(label="What", choices=_KINDS, required=False)
    since = _day("From", required=False)
    until = _day("Until", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("who", "to"):
            self.fields[name].queryset = User.objects.order_by("name", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for both a record and a colleague."""
        given = super().clean() or {}
        if given.get("about") and given.get("to"):
            raise forms.ValidationError("Ask about a record or about a colleague, and not about both.")
        return given

    def asked(self) -> Asked:
        """What was filled in."""
        given = self._ids()
        return Asked(given["to"] or given["about"], given["who"], given["kind"], given["since"], given["until"])

    def address(self) -> str:
        """The same as part of an address: with ids, and with nothing that was typed."""
        return urlencode({name: value for name, value in self._ids().items() if value})

    def _ids(self) -> dict[str, Any]:
        given = self.cleaned_data
        chosen = {name: given[name] and given[name].pk for name in ("to", "who")}
        return given | chosen | {"about": id_of(str(given["about"] or ""))}


class AuditAddress(AuditForm):
    """The same out of an address, in which a record or person is named by its id alone."""

    about = forms.UUIDField(
        label=AuditForm.base_fields["about"].label,
        help_text=AuditForm.base_fields["about"].help_text,
        required=False,
        error_messages={"invalid": "Write what you look for here: an address is kept where others read it."},
    )
