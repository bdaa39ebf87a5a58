"""The fields of a record as people see them: each names its column once, with its label, help and privacy class."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Generic, Protocol, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.fields import SpecialTextField
from tideturn.hub.forms import cells
from tideturn.hub.forms.forms import Figures
from tideturn.hub.ui.forms import Asking, DateEntry, Suggesting

T = TypeVar("T")
_LOST_ZERO: Final = re.compile(r"[1-9]\d{8,9}(?:\.0+)?")
"""Pattern of a British telephone number that a spreadsheet stored as a number, so that it lost its first 0."""
_NO_TELEPHONE: Final = re.compile(r".*\d[eE][+-]?\d+")
_YEARS: Final = range(1900, 2200)
"""Years that a date can have. Spreadsheets write 9999-12-31 for a date that will never come."""


class Privacy(StrEnum):
    """How the hub keeps a field, and who may see it."""

    SEALED = "sealed"
    SPECIAL = "special"
    """Sealed with its own key, for its own readers: equality, therapy, a concern about staff. It is in no list, search,
    print or folder; break-glass does not open it.
    """
    IDENTITY_CHECKED = "identity-checked"
    """Text in clear. An import searches it for anything that could identify a young person."""
    REFERENCE = "reference"
    """Values in clear, about professionals or other records."""
    FREE = "free of persons"
    PRESUMED = "presumed"
    """Values in clear, without a stated reason: the class of a term, a date, a number or a link that names no class.
    Use it only if no young person is in the record: even the date of a session says something about somebody.
    """


class Column(Protocol):
    """A model's attribute for one of its fields, such as `Organisation.name`."""

    @property
    def field(self) -> Any:
        """Return the model's field."""
        ...


def require_in_order(what: str, first: date | None, last: date | None, *, would: str = "end before it began") -> None:
    """Raise HubError if `what` would end before it began (`would` words the error). A missing date is in order."""
    if first and last and last < first:
        raise HubError(f"{what} would {would} on {clock.spoken_day(first)}.", mend="Correct one of the two days.")


Change = tuple["Field[T]", T]
"""A field, and its new value."""


@dataclass(frozen=True, eq=False)
class Field(ABC, Generic[T]):
    """A field of a record. Its class says how people type it, how pages show it and how it is read from a cell."""

    column: Column
    label: str
    _: KW_ONLY
    help: str = ""
    short: str = ""
    """Name in lists, histories and errors, for a label that is a question; empty: the label without its
    question mark.
    """
    privacy: Privacy = Privacy.PRESUMED
    """Privacy class. Name it for text, and for every field of a record that a young person is in."""
    folder: str = ""
    """Column in the programme folder and in sheets; empty if it is in neither."""
    required: bool | None = None
    """Whether it must have a value; None: as the column says."""
    initial: Any = None
    says: Callable[[Any], str] = str
    """Returns its value in words, for pages."""
    requires: Callable[[Any], None] | None = None
    """Raises HubError for a value that is invalid for reasons beyond its class; called for non-empty values."""
    stays: bool = False
    """Whether it keeps the value that the record was added with: no form shows it, and no row changes it."""
    name: str = field(init=False)
    """Name of the column, which a form uses too."""
    attribute: str = field(init=False)
    """Attribute of a record with its value: for a link, the other record's id."""

    def __post_init__(self) -> None:
        column = self.column.field
        object.__setattr__(self, "name", column.name)
        object.__setattr__(self, "attribute", column.attname)
        if self.required is None:
            object.__setattr__(self, "required", not column.blank)
        if isinstance(column, SpecialTextField) != (self.privacy is Privacy.SPECIAL):
            raise ValueError(f"{self.name}: a column is special, and its field says so, or neither is")

    @property
    def heading(self) -> str:
        """Return its name in lists, histories and errors."""
        return self.short or self.label.removesuffix("?")

    def to(self, value: T) -> Change[T]:
        """Return the change that sets the field to `value`."""
        return self, value

    def of(self, record: Any) -> T:
        """Return a record's value."""
        value: T = getattr(record, self.attribute)
        return value

    @abstractmethod
    def input(self) -> forms.Field:
        """Return Django's form field for it."""

    def offer(self, box: Any, by: Standing, needs: Permission, now: Any) -> None:
        """Give a form's field its choices, for a person who writes with a permission; `now` is the record's value."""

    def require(self, by: Standing, needs: Permission, value: T) -> None:
        """Raise HubError or RefusedError if a service may not write the value, wherever it comes from."""

    def spoken(self, value: T) -> str:
        """Return a value in words, as pages show it; empty if there is none."""
        return "" if value is None else self.says(value)

    def cell(self, value: T) -> str:
        """Return a value as the folder writes it."""
        return "" if value is None else str(value)

    def speaker(self, values: Iterable[T]) -> Callable[[T], str]:
        """Return a function that puts each of these values in words; it looks up what they name in one query."""
        return self.spoken

    def writer(self, values: Iterable[T]) -> Callable[[T], str]:
        """Return a function that writes each of these values as a cell; it also uses one query."""
        return self.cell

    def plain(self, written: str) -> str:
        """Return a cell as the hub would write it, so that two cells with the same meaning are equal."""
        return written

    @abstractmethod
    def read(self, written: str) -> T:
        """Return a cell's value. Raise HubError if it cannot be read."""

    def _said(self) -> dict[str, Any]:
        return {"label": self.label, "help_text": self.help, "required": self.required, "initial": self.initial}


@dataclass(frozen=True, eq=False, kw_only=True)
class Text(Field[str]):
    """A line of text, or several lines if `rows` is more than 1."""

    privacy: Privacy = field()  # named by each: text can say anything
    rows: int = 1
    longest: int = 0
    """Maximum length in characters; 0: that of the column."""
    typed: int = 0
    """Maximum length in characters that a form takes, if that is less than an import may have; 0: `longest`."""
    suggests: Iterable[str] | Callable[[], Iterable[str]] | None = None
    asks: str = ""
    """Name of an address that offers words while a person types."""
    tidy: Callable[[str], str] = str

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "longest", self.longest or self.column.field.max_length or 10_000)

    def input(self) -> forms.Field:
        """Return a box with one line, or with `rows` lines."""
        said = {"max_length": self.typed or self.longest, "widget": self._widget(), **self._said()}
        return forms.CharField(**said) if self.tidy is str else _Tidied(tidy=self.tidy, **said)

    def require(self, by: Standing, needs: Permission, value: str) -> None:
        """Raise HubError if it is required and empty, too long, or holds a character that cannot be stored."""
        if self.required and not value.strip():
            raise HubError("Nothing is written.", mend="Fill it in.")
        if len(value) > self.longest:
            raise HubError(f"It has {len(value)} characters.", mend=f"Shorten it to {self.longest}.")
        if "\0" in value:  # PostgreSQL cannot store it
            raise HubError("It holds a character that cannot be read.", mend="Write it anew.")

    def read(self, written: str) -> str:
        """Return the text in a cell."""
        return self.tidy(written.strip())

    def _widget(self) -> forms.Widget:
        if self.rows > 1:
            return forms.Textarea({"rows": self.rows})
        if self.asks:
            return Asking(self.asks)
        return forms.TextInput() if self.suggests is None else Suggesting(self.suggests)


@dataclass(frozen=True, eq=False, kw_only=True)
class Words(Text):
    """Several lines of text in clear. An import searches them for anything that could identify a young person."""

    privacy: Privacy = Privacy.IDENTITY_CHECKED
    rows: int = 4


class _Tidied(forms.CharField):
    """Text that is tidied after it is cleaned."""

    def __init__(self, *, tidy: Callable[[str], str], **given: Any) -> None:
        super().__init__(**given)
        self._tidy = tidy

    def clean(self, value: Any) -> str:
        """Return the cleaned text, tidied."""
        return self._tidy(super().clean(value))


@dataclass(frozen=True, eq=False, kw_only=True)
class Email(Text):
    """An e-mail address."""

    def input(self) -> forms.Field:
        """Return a box for an address."""
        return forms.EmailField(max_length=self.longest, **self._said())

    def plain(self, written: str) -> str:
        """Return the address in a cell, which a spreadsheet may have turned into a link."""
        return written.strip().removeprefix("mailto:")

    def read(self, written: str) -> str:
        """Return the address in a cell. Raise HubError if it is not an address."""
        address = self.plain(written)
        try:
            if address:
                validate_email(address)
        except ValidationError:
            raise HubError(
                "That is no e-mail address.", mend="Write one address, such as desk@example.org, and nothing else."
            ) from None
        return address


@dataclass(frozen=True, eq=False, kw_only=True)
class Telephone(Text):
    """A telephone number."""

    def read(self, written: str) -> str:
        """Return the number in a cell. Raise HubError if a spreadsheet removed its first 0."""
        number = written.strip()
        if _LOST_ZERO.fullmatch(number) or _NO_TELEPHONE.fullmatch(number):
            raise HubError(
                "The spreadsheet holds it as a number, and its first 0 is lost.",
                mend="Have the column hold text, and write the number with its 0 or with +44.",
            )
        return number

    def _widget(self) -> forms.Widget:
        return forms.TextInput({"type": "tel"})


@dataclass(frozen=True, eq=False, kw_only=True)
class Choice(Field[str]):
    """One of the column's terms."""

    not_said: tuple[str, str] = ("", "Not said")
    empty: str = ""
    """Term of an empty cell."""

    @property
    def terms(self) -> dict[str, str]:
        """Return each term with its label."""
        return {str(term): str(label) for term, label in self.column.field.choices}

    def input(self) -> forms.Field:
        """Return a radio button for each term."""
        choices = [*([] if self.required else [self.not_said]), *self.terms.items()]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **self._said())

    def require(self, by: Standing, needs: Permission, value: str) -> None:
        """Raise HubError if it is not one of the terms."""
        if value or self.required:
            self._require_term(value)

    def spoken(self, value: str) -> str:
        """Return the term's label."""
        return self.says(self.terms.get(value, value))

    def read(self, written: str) -> str:
        """Return the term in a cell."""
        term = written.strip() or self.empty
        if term:
            self._require_term(term)
        return term

    def _require_term(self, value: str) -> None:
        if not value:
            raise HubError("Nothing is written.", mend="Fill it in.")
        if value not in self.terms:
            known = ", ".join(self.terms)
            raise HubError(f"{value} is none of its terms.", mend=f"Write one of: {known}.")


@dataclass(frozen=True, eq=False, kw_only=True)
class YesNo(Field[bool]):
    """A box that is ticked or not."""

    required: bool | None = False  # an unticked box says no

    def input(self) -> forms.Field:
        """Return the box."""
        return forms.BooleanField(**self._said())

    def spoken(self, value: bool) -> str:
        """Return Yes, or nothing."""
        return "Yes" if value else ""

    def cell(self, value: bool) -> str:
        """Return yes, or nothing."""
        return "yes" if value else ""

    def plain(self, written: str) -> str:
        """Return yes, or an empty text for anything else."""
        return self.cell(self.read(written))

    def read(self, written: str) -> bool:
        """Say whether a cell says yes."""
        return written.strip() == "yes"


@dataclass(frozen=True, eq=False, kw_only=True)
class Day(Field[date | None]):
    """A day."""

    says: Callable[[date], str] = clock.spoken_day
    called: str
    """Name in errors, such as “the first day”."""
    past: bool = False
    """Whether it must not be in the future."""

    def input(self) -> forms.Field:
        """Return boxes for day, month and year."""
        return DateEntry(called=self.called, **self._said())

    def require(self, by: Standing, needs: Permission, value: date | None) -> None:
        """Raise HubError if it is required and missing, in the future although it must not be, or outside the years
        1900 to 2199.
        """
        if value is None:
            if self.required:
                raise HubError("No day is given.", mend="Write it as 2026-11-03.")
            return
        if self.past and value > clock.today():
            raise HubError("The day is still to come.", mend="Give the day on which it was so.")
        if value.year not in _YEARS:
            far = f"{_YEARS[0]} or after {_YEARS[-1]}"
            raise HubError(f"The day is before {far}.", mend="Correct the year. Leave the day empty if there is none.")

    def read(self, written: str) -> date | None:
        """Return the date in a cell. Raise HubError if it is not one."""
        return cells.day(written)


def day_it_was(column: Column, label: str, **more: Any) -> Day:
    """Return a field for the day when something was done: today by default, and never in the future."""
    return Day(column, label, called="the day", past=True, initial=clock.today, **more)


@dataclass(frozen=True, eq=False, kw_only=True)
class Figure(Field[Decimal | None]):
    """A number, with as many digits as the column keeps."""

    example: str
    says: Callable[[Decimal], str] = cells.number_cell

    def input(self) -> forms.Field:
        """Return a box for a number."""
        column = self.column.field
        digits = {"max_digits": column.max_digits, "decimal_places": column.decimal_places}
        return Figures(example=self.example, **digits, **self._said())

    def require(self, by: Standing, needs: Permission, value: Decimal | None) -> None:
        """Raise HubError if it is required and missing, or has more digits than the column keeps."""
        if value is None:
            if self.required:
                raise HubError("No number is given.", mend=f"Write it in figures: {self.example}.")
            return
        column = self.column.field
        whole = column.max_digits - column.decimal_places
        if abs(value) >= Decimal(10) ** whole or value != round(value, column.decimal_places):
            raise HubError(
                "The number is longer than the hub keeps.",
                mend=f"Write at most {whole} figures before the point and {column.decimal_places} after it.",
            )

    def cell(self, value: Decimal | None) -> str:
        """Return the number without needless zeros."""
        return cells.number_cell(value)

    def read(self, written: str) -> Decimal | None:
        """Return the number in a cell. Raise HubError if it is not one."""
        return cells.number(written)


@dataclass(frozen=True, eq=False, kw_only=True)
class Whole(Field[int | None]):
    """A whole number, such as that of a year."""

    called: str = "whole number"
    """Name in errors, such as “year of a programme”."""
    least: int = 0
    most: int

    def input(self) -> forms.Field:
        """Return a box for a whole number."""
        return forms.IntegerField(min_value=self.least, max_value=self.most, **self._said())

    def require(self, by: Standing, needs: Permission, value: int | None) -> None:
        """Raise HubError if it is required and missing, or out of its range."""
        if value is None:
            if self.required:
                raise HubError("No number is given.", mend=f"Write it in figures, from {self.least} to {self.most}.")
        elif not self.least <= value <= self.most:
            raise self._wrong(str(value))

    def read(self, written: str) -> int | None:
        """Return the number in a cell. Raise HubError if it is required and missing, or not a whole number."""
        number = cells.number(written)
        if number is None:
            if self.required:
                raise HubError("Nothing is written.", mend="Fill it in.")
            return None
        if number != int(number):
            raise self._wrong(written)
        return int(number)

    def _wrong(self, written: str) -> HubError:
        return HubError(f"{written} is no {self.called}.", mend=f"Write its number, from {self.least} to {self.most}.")


@dataclass(frozen=True, eq=False, kw_only=True)
class Several(Field[list[str]]):
    """Any number of values from a list."""

    choices: Callable[[Standing], Iterable[tuple[str, str]]]
    named: Callable[[str], str]
    """Returns the name of a value, for pages."""

    def input(self) -> forms.Field:
        """Return a tick box for each value."""
        return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **self._said())

    def offer(self, box: Any, by: Standing, needs: Permission, now: Any) -> None:
        """Offer the values that exist, and those that the record has."""
        there = dict(self.choices(by))
        box.choices = (there | {one: self.named(one) for one in now or () if one not in there}).items()

    def spoken(self, value: list[str]) -> str:
        """Return the names of the values."""
        return ", ".join(map(self.named, value))

    def cell(self, value: list[str]) -> str:
        """Return the values joined in one cell."""
        return cells.joined(value)

    def read(self, written: str) -> list[str]:
        """Return the values in a cell, each once."""
        return sorted(cells.parted(written))
