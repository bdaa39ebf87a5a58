"""What every form of a room is made from, so that what is typed into it can be kept and held against others' edits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.db.models import Manager
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.http import QueryDict
from django.utils.choices import flatten_choices

from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import number_cell, uncapitalised
from tideturn.hub.forms.opened import FIELD
from tideturn.hub.ui.forms import DateEntry, PlainForm

CHOICE: Final = "choice-"
BOTH: Final = "both-"
"""Beginnings of the names under which a page asks, where edits meet, which words to keep, and takes a text of both."""


class AtFieldError(HubError):
    """What one field of a form cannot say: its page tells that at the field."""

    def __init__(self, name: str, label: str, wrong: HubError) -> None:
        super().__init__(f"{label}: {uncapitalised(wrong.what)}", mend=wrong.mend)
        self.name, self.wrong = name, wrong


class EditForm(PlainForm):
    """A form of a room. Its fields stand on the class, and are named as those of the record that it changes.

    `by` fills it in, `of` which record; None where it makes a new one by itself.
    """

    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    never_kept: ClassVar[frozenset[str]] = frozenset()
    """Fields that the form alone asks for: in no draft, as passwords and files never are, and not for the service."""

    def __init__(
        self, *args: Any, by: Standing, of: UUID | None = None, theirs: Collection[str] = (), **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.by, self.of = by, of
        for name in theirs:  # a disabled field is cleaned from what stands in the record, whatever was sent
            self.fields[name].disabled = True

    @classmethod
    def values_of(cls, record: Any) -> dict[str, Any]:
        """What each field says of a record. Read within a disclosure; no record is handed out."""
        there = {*dir(type(record)), *vars(record)}  # reading the record itself would fetch its linked records
        return {name: _value(record, name) for name in cls.typed_fields() if name in there}

    @classmethod
    @cache
    def typed_fields(cls) -> dict[str, forms.Field]:
        """The fields that somebody fills in, but for passwords and files."""
        found: dict[str, forms.Field] = cls.base_fields
        return {
            name: field
            for name, field in found.items()
            if name != FIELD and name not in cls.never_kept and not _is_secret(field)
        }

    @classmethod
    def typed_in(cls, data: QueryDict) -> dict[str, Any]:
        """What was typed, as its widgets read it; without what the other's words were chosen for."""
        data, theirs = cls.with_choices(data)
        return {
            name: field.widget.value_from_datadict(data, {}, name)
            for name, field in cls.typed_fields().items()
            if name not in theirs and not field.widget.value_omitted_from_data(data, {}, name)
        }

    @classmethod
    def with_choices(cls, data: QueryDict) -> tuple[QueryDict, frozenset[str]]:
        """Return what was sent, with a text of both where that was chosen; and the fields for which the other's words
        were.
        """
        sent, theirs = data.copy(), set()
        for key, choice in data.items():
            name = key.removeprefix(CHOICE)
            if name == key or name not in cls.base_fields:
                continue
            if choice == "both":
                sent[name] = str(data.get(f"{BOTH}{name}", ""))
            elif choice == "theirs":
                theirs.add(name)
        return sent, frozenset(theirs)

    def given(self) -> dict[str, Any]:
        """What was filled in, for the service."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {FIELD, *self.never_kept}}


class FileForm(EditForm):
    """A form with one file, its field `file`."""

    def given(self) -> dict[str, Any]:
        """Return the content and the name of the file."""
        sent = self.cleaned_data["file"]
        return {"content": sent.read(), "name": sent.name}


def spoken(field: forms.Field, value: Any) -> str:
    """A plain value as somebody reads it in that field."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(spoken(field, one) for one in value) or "(nothing)"
    if value == "":
        return "(nothing)"
    choices: Iterable[tuple[Any, Any]] = flatten_choices(getattr(field, "choices", ()))
    labels = {str(key): str(label) for key, label in choices}
    if str(value) in labels:
        return labels[str(value)]
    if isinstance(field, (forms.DateField, DateEntry)):
        day = field.to_python(value)
        return clock.spoken_day(day) if day else ""
    if isinstance(field, forms.DateTimeField):
        moment = field.to_python(value)
        return clock.spoken(moment) if moment else ""
    return str(value)


def _value(record: Any, name: str) -> Any:
    """Return a field's value; for a link, the id, without fetching the linked record."""
    kept = getattr(type(record), name, None)
    value = getattr(record, kept.field.attname if isinstance(kept, ForwardManyToOneDescriptor) else name)
    if isinstance(value, Manager):
        return [one.pk for one in value.all()]
    return value


def _is_secret(field: forms.Field) -> bool:
    parts = getattr(field.widget, "widgets", [field.widget])
    return isinstance(field, forms.FileField) or any(
        getattr(part, "input_type", "") in ("password", "file") for part in parts
    )


class Figures(forms.DecimalField):
    """A number, read as it is written in figures, and shown without needless noughts."""

    default_error_messages = {  # noqa: RUF012 - as the web framework has it
        "max_digits": "Write a shorter number.",
        "max_whole_digits": "Write a smaller number.",
        "max_decimal_places": "Write at most %(max)s figures behind the point.",
    }
    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, example: str, **given: Any) -> None:
        super().__init__(error_messages={"invalid": f"Write it in figures, such as {example}."}, **given)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the record as one would write it."""
        return number_cell(value) if isinstance(value, Decimal) else value
