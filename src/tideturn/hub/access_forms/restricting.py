"""What people fill in to restrict a record, and to name people for it: two forms for each kind that can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms

from tideturn.hub.access.colleagues import colleague, colleagues
from tideturn.hub.access.restriction.kinds import RestrictableKind, for_each_kind
from tideturn.hub.access.restriction.queries import could_be_named
from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import Edited, register_form

RESTRICT: Final[dict[str, Edited[Any]]] = {}
NAME: Final[dict[str, Edited[Any]]] = {}
"""The forms by the code of the kind."""


class _OfRecord(EditForm):
    """People who could see the record that it is of."""

    kind: ClassVar[RestrictableKind]
    people: ClassVar[str]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        assert self.of is not None
        self.fields[self.people].queryset = could_be_named(self.by, self.kind, self.of)  # type: ignore[attr-defined]


class RestrictForm(_OfRecord):
    """Who goes on seeing a record, and why nobody else does."""

    people = "to"
    reason = forms.CharField(
        label="Why it is restricted",
        help_text="Those who are named and may restrict records will read this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": "Say in a sentence why it is restricted."},
    )
    to = colleagues("Who may see it", "Choose the people who may see it.")


class NameForm(_OfRecord):
    """Who may see a restricted record as well."""

    people = "user"
    user = colleague("Who may see it as well", "Choose a colleague.")


def fill_in() -> None:
    """Have a form of each for every kind that a room lets be restricted."""
    for_each_kind(_declare)


def _declare(kind: RestrictableKind) -> None:
    of_kind: dict[str, Any] = {"within": (kind.code,), "reads": kind.reads, "writes": kind.rule, "unseen": True}
    RESTRICT[kind.code] = Edited(
        name=f"access.restrict_{kind.code}",
        title="Restrict a record",
        form=_form(RestrictForm, kind),
        address="access:restriction",
        begins=_oneself,
        button="Restrict the record",
        said="The record is restricted.",
        template="access_forms/restrict.html",
        **of_kind,
    )
    NAME[kind.code] = Edited(
        name=f"access.name_for_{kind.code}",
        title="Name somebody as well",
        form=_form(NameForm, kind),
        address="access:name_person",
        button="Name them",
        said="They are named.",
        template="access_forms/name_person.html",
        **of_kind,
    )
    register_form(RESTRICT[kind.code])
    register_form(NAME[kind.code])


def _form(form: type[_OfRecord], kind: RestrictableKind) -> type[EditForm]:
    return type(form.__name__, (form,), {"kind": kind, "__doc__": form.__doc__, "__module__": __name__})


def _oneself(by: Standing, pk: UUID | None) -> Mapping[str, Any]:
    return {"to": [by.user]}
