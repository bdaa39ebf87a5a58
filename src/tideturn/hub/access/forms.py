"""Forms that filter the audit and the lists of roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from django import forms

from tideturn.hub.access.audit_reading import Asked, id_of
from tideturn.hub.access.colleagues import Colleague
from tideturn.hub.access.roles import Role
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import Kind
from tideturn.hub.ui.forms import DateEntry, PlainForm, Undrafted

_KINDS: Final = (
    ("", "Everything"),
    (Kind.DISCLOSURE.value, "Who was shown what"),
    (Kind.WRITE.value, "What was changed"),
    (Kind.REFUSAL.value, "What was refused"),
)


class RolesForm(PlainForm):
    """Filter of a list of grants or authorities."""

    undrafted: ClassVar = Undrafted.SEARCH
    text = forms.CharField(label="Name", max_length=200, required=False)
    role = forms.ChoiceField(label="Role", required=False)
    site = forms.CharField(label="Site", max_length=40, required=False, help_text="Its short name, or * for all sites.")

    def __init__(self, *args: Any, roles: Iterable[Role], **given: Any) -> None:
        super().__init__(*args, **given)
        ordered = sorted(roles, key=lambda role: role.title)
        self.fields["role"].choices = [("", "Any role"), *((one.code, one.title) for one in ordered)]  # type: ignore[attr-defined]


class AuditForm(PlainForm):
    """Filter of the audit's events."""

    undrafted: ClassVar = Undrafted.SEARCH
    about = forms.CharField(
        label="About which record or person",
        help_text="Its exact reference, or the id that the audit shows.",
        required=False,
        max_length=80,
    )
    to = Colleague(User.objects.none(), label="Done to", required=False, empty_label="Anybody")
    who = Colleague(User.objects.none(), label="Done by", required=False, empty_label="Anybody")
    kind = forms.ChoiceField(label="What", choices=_KINDS, required=False)
    since = DateEntry(label="From", called="the first day", required=False)
    until = DateEntry(label="Until", called="the last day", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("who", "to"):
            self.fields[name].queryset = User.objects.order_by("name", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError if both a record and a colleague are given."""
        given = super().clean() or {}
        if given.get("about") and given.get("to"):
            raise forms.ValidationError("Ask about a record or about a colleague, and not about both.")
        return given

    def asked(self) -> Asked:
        """Return the filter that was filled in."""
        given = self._ids()
        return Asked(given["to"] or given["about"], given["who"], given["kind"], given["since"], given["until"])

    def address(self) -> str:
        """Return the filter as part of an address: with ids, and with no reference that was typed."""
        return urlencode({name: value for name, value in self._ids().items() if value})

    def _ids(self) -> dict[str, Any]:
        given = self.cleaned_data
        chosen = {name: given[name] and given[name].pk for name in ("to", "who")}
        return given | chosen | {"about": id_of(str(given["about"] or ""))}


class AuditAddress(AuditForm):
    """The same filter read from an address, where a record or person is named only by its id."""

    about = forms.UUIDField(
        label=AuditForm.base_fields["about"].label,
        help_text=AuditForm.base_fields["about"].help_text,
        required=False,
        error_messages={"invalid": "Write what you look for here: an address is kept where others read it."},
    )
