"""Fields of the hub's forms that the web framework lacks: a date in three boxes, and lists that are searched in."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.urls import reverse

MONTHS: Final = tuple(month_name)[1:]
_PARTS: Final = ("day", "month", "year")
_BETWEEN: Final = re.compile(r"[\s./,\-–]+")
_ISO: Final = re.compile(r"\d{4}[./\-–]\d{1,2}[./\-–]\d{1,2}")
_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_LONGEST: Final = 40


class Undrafted(StrEnum):
    """Why a form keeps no draft of what is typed into it, said by its class as `undrafted`. Every other one does."""

    PROOF = "It holds a secret, which proves who somebody is."
    SEARCH = "It looks for something, and changes nothing."
    EXAMPLE = "It is shown on the page of styles, and sent nowhere."


def _missing(field: forms.Field, label: str) -> str:
    if label.endswith("?"):
        return f"Answer the question: {label}"
    choosing = isinstance(field, (forms.ChoiceField, forms.FileField))
    return f"{'Choose' if choosing else 'Fill in'}: {label[:1].lower()}{label[1:]}."


class PlainForm(forms.Form):
    """A form whose errors are sentences of ours."""

    def __init_subclass__(cls, **given: Any) -> None:
        """Give the class's fields a sentence for what is missing or too long, unless they have their own."""
        super().__init_subclass__(**given)
        for base in cls.__mro__:  # Django gathers what each declares only after this
            for field in vars(base).get("declared_fields", {}).values():
                _speak_plainly(field)


def _speak_plainly(field: forms.Field) -> None:
    if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _missing(field, str(field.label or ""))
    limit = getattr(field, "max_length", None)
    for validator in field.validators:
        if limit and isinstance(validator, MaxLengthValidator):
            validator.message = f"Shorten it to {limit} characters: it has %(show_value)s."


class DateBoxes(forms.MultiWidget):
    """A box each for day, month and year. Nothing that was typed is changed when the page comes back."""

    template_name = "ui/widgets/date_boxes.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off", "maxlength": _LONGEST}
        super().__init__({part: forms.TextInput(box) for part in _PARTS}, attrs)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return the values of the boxes, or a whole date under the field's own name, as in an address."""
        whole = data.get(name)
        if not isinstance(whole, str):
            return super().value_from_datadict(data, files, name)
        parts = whole.split("-")
        return parts[::-1] if _ISO.fullmatch(whole) and len(parts) == 3 else [whole, "", ""]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Return whether the data has neither form."""
        return name not in data and bool(super().value_omitted_from_data(data, files, name))

    def decompress(self, value: date | None) -> list[Any]:
        """Return the three parts of an existing date."""
        return [value.day, value.month, value.year] if value else [None, None, None]

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first box, which error messages link to."""
        return f"{id_}_0" if id_ else ""


class DateEntry(forms.Field):
    """A day, read as people write it: 3 11 2026, 3 Nov 2026, 03/11/2026, or a whole date in the first box.

    `called` is what its errors call it, as in “the first day”.
    """

    widget = DateBoxes

    def __init__(self, *, called: str = "the date", **given: Any) -> None:
        super().__init__(**given)
        self.called = called
        if "required" not in given.get("error_messages", {}):
            self.error_messages["required"] = f"Give {called}: the day, the month and the year."

    def to_python(self, value: Any) -> date | None:
        """Return the date. Raise ValidationError with a sentence if there is no such date."""
        if value is None or isinstance(value, date):
            return value
        written = [(part or "").strip() for part in value] if isinstance(value, (list, tuple)) else [str(value)]
        day, month, year = _parted(written)
        if not (day or month or year):
            return None
        missing = [name for name, part in zip(_PARTS, (day, month, year), strict=True) if not part]
        if missing:
            raise ValidationError(f"Give the {' and the '.join(missing)} of {self.called} as well.", code="incomplete")
        return self._read(day, month, year)

    def _read(self, day: str, month: str, year: str) -> date:
        number = _DAY.fullmatch(day)
        if not number:
            raise ValidationError(f"Write the day of {self.called} as a number, such as 3.", code="day")
        which = _month(month)
        if not which:
            raise ValidationError(
                f"Write the month of {self.called} as a number from 1 to 12 or by its name, such as 11 or November.",
                code="month",
            )
        if not re.fullmatch(r"[1-9]\d{3}", year, re.ASCII):
            raise ValidationError(f"Write the year of {self.called} in four figures, such as 2026.", code="year")
        longest = monthrange(int(year), which)[1]
        if not 1 <= int(number[1]) <= longest:
            raise ValidationError(
                f"There is no {int(number[1])} {MONTHS[which - 1]} {year}: that month has {longest} days.",
                code="impossible",
            )
        return date(int(year), which, int(number[1]))


def _parted(written: Sequence[str]) -> tuple[str, str, str]:
    """Day, month and year, also where they were all written into the first box."""
    first = written[0]
    if not any(written[1:]):
        parts = [part for part in _BETWEEN.split(first) if part]
        if _ISO.fullmatch(first):
            parts.reverse()
        if len(parts) == 4 and parts[0].isalpha():  # the day of the week before it
            del parts[0]
        written = [*parts, "", "", ""] if len(parts) <= 3 else [first, "", ""]
    return written[0], written[1], written[2]


def _month(written: str) -> int:
    """Return the number of a month, or 0."""
    if written.isdecimal():
        number = int(written)
        return number if 1 <= number <= 12 else 0
    start = written.rstrip(".").lower()
    if len(start) < 3:
        return 0
    return next((at for at, name in enumerate(MONTHS, 1) if name.lower().startswith(start)), 0)


class Suggesting(forms.TextInput):
    """A line of text with the browser's suggestions of earlier values; users may type anything else too."""

    template_name = "ui/widgets/suggesting.html"

    def __init__(self, suggestions: Iterable[str] | Callable[[], Iterable[str]] = (), attrs: Any = None) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the suggestions to the context."""
        context = super().get_context(name, value, attrs)
        suggestions = self.suggestions() if callable(self.suggestions) else self.suggestions
        listed = f"{context['widget']['attrs'].get('id') or name}_suggestions"
        context["widget"]["attrs"]["list"] = listed
        context["widget"] |= {"listed": listed, "suggestions": tuple(suggestions)}
        return context


class Asking(forms.TextInput):
    """A line of text that asks the hub for matching names while the user types, for lists too long for the page. Its
    address answers `text` with JSON, `{"found": [names]}`. Without scripts it is a plain line of text.
    """

    def __init__(self, url_name: str, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.url_name = url_name

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the address to ask to the context."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-asks"] = reverse(self.url_name)
        return context


class SearchedSelect(forms.Select):
    """A long list in which one searches by typing. Without script it is the list."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-searched": True, **(attrs or {})}, choices)
