"""Colleagues, as they are chosen in forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tideturn.hub.accounts.models import User

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[User]
    _Choices = forms.ModelMultipleChoiceField[User]
else:  # Django's own classes take no type where they run
    _Choice, _Choices = forms.ModelChoiceField, forms.ModelMultipleChoiceField


class _Named:
    """Told by name and address, which tells two of one name apart."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell one of them."""
        return f"{obj.name} ({obj.email})"


class Colleague(_Named, _Choice):
    """One of them."""


class Colleagues(_Named, _Choices):
    """Some of them."""


def colleague(label: str, missing: str) -> forms.ModelChoiceField[User]:
    """One of the people whom the form is given."""
    choose = {"required": missing, "invalid_choice": missing}
    return Colleague(User.objects.none(), label=label, empty_label="Choose", error_messages=choose)


def colleagues(label: str, missing: str) -> forms.ModelMultipleChoiceField[User]:
    """Some of the people whom the form is given."""
    choose = dict.fromkeys(("required", "invalid_choice", "invalid_pk_value"), missing)
    ticks = forms.CheckboxSelectMultiple
    return Colleagues(User.objects.none(), label=label, widget=ticks, error_messages=choose)
