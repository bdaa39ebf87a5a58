"""What people fill in to restrict a record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from tideturn.hub.access.forms import colleague, colleagues
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User


class RestrictForm(forms.Form):
    """Who goes on seeing a record, and why nobody else does."""

    reason = forms.CharField(
        label="Why it is restricted",
        help_text="Those who are named and may restrict records will read this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": "Say in a sentence why it is restricted."},
    )
    to = colleagues("Who may see it", "Choose the people who may see it.")

    def __init__(self, *args: Any, people: QuerySet[User], by: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"to": [by.user]}
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """Who may see a restricted record as well."""

    user = colleague("Who may see it as well", "Choose a colleague.")

    def __init__(self, *args: Any, people: QuerySet[User], by: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
