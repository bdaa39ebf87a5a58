"""Fields that several forms of the plan have, and where somebody may write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.standing import Standing
from tideturn.hub.plan.writing import LONGEST
from tideturn.hub.programme.api import sites_named

EVERY_SITE: Final = ("", "All sites")


def several_lines(label: str, help_text: str = "", *, required: bool = False) -> forms.CharField:
    """Words of several lines."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea({"rows": 4}),
        help_text=help_text,
    )


def sites_of(by: Standing, needed: Permission) -> list[tuple[str, str]]:
    """The sites at which somebody may write, by name."""
    return [(one.code, one.name) for one in sites_named(by) if by.may(needed, site=one.code)]


def begins_at(needed: Permission) -> Any:
    """What a form begins with."""

    def begins(by: Standing, pk: UUID | None) -> Mapping[str, Any]:
        """Who writes at one site writes of that."""
        sites = sites_of(by, needed)
        return {"site": sites[0][0]} if len(sites) == 1 else {}

    return begins
