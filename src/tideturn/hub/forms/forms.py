"""Base classes of every form of the hub, so that what a person types can be saved as a draft and compared with others'
edits.
"""

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
"""Prefixes of the field names that an edit conflict's page sends: which words to keep, and the text that joins both."""


class AtFieldError(HubError):
    """An error about one field of a form; the page shows it at that field."""

    def __init__(self, name: str, label: str, wrong: HubError) -> None:
        super().__init__(f"{label}: {uncapitalised(wrong.what)}", mend=wrong.mend)
        self.name, self.wrong = name, wrong


class EditForm(PlainForm):
    """A form that adds or changes a record. Its class holds the fields, named as the record's fields are.

    `by` is the person who fills it in. `of` is the id of the record; None if the form makes a new record by itself.
    """

    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    never_kept: ClassVar[frozenset[str]] = frozenset()
    """Fields for the form alone. Drafts leave them out, as they leave out passwords and files, and the service does not
    receive them.
    """

    def __init__(
        self, *args: Any, by: Standing, of: UUID | None = None, theirs: Collection[str] = (), **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.by, self.of = by, of
        for name in theirs:  # Django cleans a disabled field from the record's value, whatever was sent
            self.fields[name].disabled = True

    @classmethod
    def values_of(cls, record: Any) -> dict[str, Any]:
        """Return what each field says about a record. Call it within a disclosure: no record leaves this method."""
        there = {*dir(type(record)), *vars(record)}  # reading the record itself would fetch its linked records
        return {name: _value(record, name) for name in cls.typed_fields() if name in there}

    @classmethod
    @cache
    def typed_fields(cls) -> dict[str, forms.Field]:
        """Return the fields that a person fills in, without passwords and files."""
        found: dict[str, forms.Field] = cls.base_fields
        return {
            name: field
            for name, field in found.items()
            if name != FIELD and name not in cls.never_kept and not _is_secret(field)
        }

    @classmethod
    def typed_in(cls, data: QueryDict) -> dict[str, Any]:
        """Return what a person typed, as its widgets read it; leave out fields that keep the other person's words."""
        data, theirs = cls.with_choices(data)
        return {
            name: field.widget.value_from_datadict(data, {}, name)
            for name, field in cls.typed_fields().items()
            if name not in theirs and not field.widget.value_omitted_from_data(data, {}, name)
        }

    @classmethod
    def with_choices(cls, data: QueryDict) -> tuple[QueryDict, frozenset[str]]:
        """Return the data sent, with the joined text where the person chose “both”, and the names of the fields that
        keep the other person's words.
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
        """Return the values for the service."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {FIELD, *self.never_kept}}


class FileForm(EditForm):
    """A form with one file, its field `file`."""

    def given(self) -> dict[str, Any]:
        """Return the content and the name of the file."""
        sent = self.cleaned_data["file"]
        return {"content": sent.read(), "name": sent.name}


def spoken(field: forms.Field, value: Any) -> str:
    """Return a plain value as a person reads it in that field."""
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
    """A number, read from figures and shown without needless zeros."""

    default_error_messages = {  # noqa: RUF012 - as the web framework has it
        "max_digits": "Write a shorter number.",
        "max_whole_digits": "Write a smaller number.",
        "max_decimal_places": "Write at most %(max)s figures behind the point.",
    }
    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, example: str, **given: Any) -> None:
        super().__init__(error_messages={"invalid": f"Write it in figures, such as {example}."}, **given)

    def prepare_value(self, value: Any) -> Any:
        """Return the record's value as a person would write it."""
        return number_cell(value) if isinstance(value, Decimal) else value
