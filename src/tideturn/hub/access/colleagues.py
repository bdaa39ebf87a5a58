"""Form fields to choose colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tideturn.hub.accounts.models import User

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[User]
    _Choices = forms.ModelMultipleChoiceField[User]
else:  # Django's classes take no type arguments at run time
    _Choice, _Choices = forms.ModelChoiceField, forms.ModelMultipleChoiceField


class _Named:
    """Labels each choice with a name and an e-mail address, to distinguish two people of the same name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the label of a person: name and e-mail address."""
        return f"{obj.name} ({obj.email})"


class Colleague(_Named, _Choice):
    """A field to choose one colleague."""


class Colleagues(_Named, _Choices):
    """A field to choose several colleagues."""


def colleague(label: str, missing: str) -> forms.ModelChoiceField[User]:
    """Return a field to choose one of the people that the form offers."""
    choose = {"required": missing, "invalid_choice": missing}
    return Colleague(User.objects.none(), label=label, empty_label="Choose", error_messages=choose)


def colleagues(label: str, missing: str) -> forms.ModelMultipleChoiceField[User]:
    """Return a field to choose several of the people that the form offers."""
    choose = dict.fromkeys(("required", "invalid_choice", "invalid_pk_value"), missing)
    ticks = forms.CheckboxSelectMultiple
    return Colleagues(User.objects.none(), label=label, widget=ticks, error_messages=choose)
