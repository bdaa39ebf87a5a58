"""What a page asks where edits meet: of each field in which they do, whose words to keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from tideturn.hub.forms.forms import BOTH, CHOICE, EditForm, spoken
from tideturn.hub.forms.queries import Current


@dataclass(frozen=True)
class Asked:
    """A field in which edits meet. One's own text stands in the field itself, where it can still be changed."""

    name: str
    label: str
    field: forms.BoundField
    before: str
    """What it said when the page was opened; empty where nobody knows."""
    theirs: str
    both: str | None
    """A text that joins the two, to begin with; None where the field holds no text."""
    choice: str


@dataclass(frozen=True)
class Taken:
    """A field that the other alone changed, which stays as they wrote it."""

    name: str
    label: str
    theirs: str


def asked(
    form: EditForm, names: Iterable[str], *, base: Mapping[str, Any], stands: Mapping[str, Any], sent: QueryDict
) -> tuple[Asked, ...]:
    """The fields of these names, as the page asks about them."""
    return tuple(
        Asked(
            name,
            str(form.fields[name].label),
            form[name],
            spoken(form.fields[name], base[name]) if name in base else "",
            spoken(form.fields[name], stands.get(name, "")),
            _both(form.fields[name], name, stands, sent),
            sent.get(f"{CHOICE}{name}", ""),
        )
        for name in names
    )


def taken(form: EditForm, names: Iterable[str], *, stands: Mapping[str, Any]) -> tuple[Taken, ...]:
    """The fields of these names, as the page tells that they stay as the other wrote them."""
    return tuple(
        Taken(name, str(form.fields[name].label), spoken(form.fields[name], stands.get(name, ""))) for name in names
    )


def whose(now: Current) -> str:
    """Who wrote what stands, to begin a sentence with."""
    return now.who or "Somebody"


def _both(field: forms.Field, name: str, stands: Mapping[str, Any], sent: QueryDict) -> str | None:
    if not isinstance(field.widget, forms.Textarea):
        return None
    return str(sent.get(f"{BOTH}{name}") or f"{stands.get(name, '')}\n\n{sent.get(name, '')}".strip())
