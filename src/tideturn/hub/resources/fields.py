"""The fields of a record as people meet them: each names its column once, with its label, help and privacy class."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Generic, Protocol, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.site_choices import every_site, site_choices
from tideturn.hub.access.site_names import site_name, site_names
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms import cells
from tideturn.hub.forms.forms import Figures
from tideturn.hub.ui.forms import Asking, DateEntry, SearchedSelect, Suggesting

T = TypeVar("T")
NOT_SAID: Final = ("", "Not said")
_LOST_ZERO: Final = re.compile(r"[1-9]\d{8,9}(?:\.0+)?")
"""A telephone number of Great Britain whose first figure a spreadsheet took away by holding it as a number."""
_NO_TELEPHONE: Final = re.compile(r".*\d[eE][+-]?\d+")


class Privacy(StrEnum):
    """How a field is kept, and who may come to see it."""

    SEALED = "sealed"
    SPECIAL = "special"
    """Sealed under a key of its own, with readers of its own; left out of everything unless a line says so."""
    IDENTITY_CHECKED = "identity-checked"
    """In clear, and looked through for what could identify a young person."""
    REFERENCE = "reference"
    """In clear, about professionals or other records."""
    FREE = "free of persons"


class Column(Protocol):
    """What a model gives for one of its fields: `Organisation.name`."""

    @property
    def field(self) -> Any:
        """Return the model's field."""
        ...


Change = tuple["Field[T]", T]
"""A field, and what it is to say."""


@dataclass(frozen=True, eq=False)
class Field(Generic[T]):
    """A field of a record. Its kind says how it is typed, shown, and read from a cell."""

    column: Column
    label: str
    _: KW_ONLY
    help: str = ""
    heading: str = ""
    """What lists, histories and errors call it; empty: its label, which may be a question."""
    privacy: Privacy
    folder: str = ""
    """Its column in the programme folder and in sheets; empty if it is in none."""
    required: bool | None = None
    """Whether it must say something; None: as the column says."""
    initial: Any = None
    name: str = field(init=False)
    """The column's name, which a form uses too."""
    attribute: str = field(init=False)
    """Where a record has its value: for a link, the other record's id."""

    def __post_init__(self) -> None:
        column = self.column.field
        object.__setattr__(self, "name", column.name)
        object.__setattr__(self, "attribute", column.attname)
        object.__setattr__(self, "heading", self.heading or self.label)
        if self.required is None:
            object.__setattr__(self, "required", not column.blank)

    def to(self, value: T) -> Change[T]:
        """Return the change that has the field say `value`."""
        return self, value

    def of(self, record: Any) -> T:
        """Return what a record says."""
        value: T = getattr(record, self.attribute)
        return value

    def input(self) -> forms.Field:
        """Return the field of a form."""
        raise NotImplementedError

    def offer(self, box: Any, by: Standing, needs: Permission, now: Any) -> None:
        """Give a form's field the choices of somebody who writes with a permission; `now` is what the record says."""

    def require(self, by: Standing, needs: Permission, value: T) -> None:
        """Raise HubError or RefusedError for what a service may not write, whoever gave it."""

    def spoken(self, value: T) -> str:
        """Return a value as pages say it; empty if there is none."""
        return str(value) if value else ""

    def cell(self, value: T) -> str:
        """Return a value as the folder has it."""
        return str(value) if value else ""

    def plain(self, written: str) -> str:
        """Return a cell as the hub would write it, so that two that say the same are equal."""
        return written

    def read(self, written: str) -> T:
        """Return what a cell says. Raise HubError if it cannot be read."""
        raise NotImplementedError

    def _said(self) -> dict[str, Any]:
        return {"label": self.label, "help_text": self.help, "required": self.required, "initial": self.initial}


@dataclass(frozen=True, eq=False, kw_only=True)
class Text(Field[str]):
    """A line of text, or several where it has `rows`."""

    rows: int = 1
    longest: int = 0
    """Characters that it may have; 0: as many as the column."""
    suggests: Iterable[str] | Callable[[], Iterable[str]] | None = None
    asks: str = ""
    """The name of an address that offers words as one types."""
    tidy: Callable[[str], str] = str
    says: Callable[[str], str] = str
    """What pages make of it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "longest", self.longest or self.column.field.max_length or 10_000)

    def input(self) -> forms.Field:
        """Return a box of one line, or of its rows."""
        return _Tidied(tidy=self.tidy, max_length=self.longest, widget=self._widget(), **self._said())

    def require(self, by: Standing, needs: Permission, value: str) -> None:
        """Raise HubError if it is empty and may not be, too long, or not to be kept."""
        if self.required and not value.strip():
            raise HubError("Nothing is written.", mend="Fill it in.")
        if len(value) > self.longest:
            raise HubError(f"It has {len(value)} characters.", mend=f"Shorten it to {self.longest}.")
        if "\0" in value:  # which PostgreSQL keeps nowhere
            raise HubError("It holds a character that cannot be read.", mend="Write it anew.")

    def spoken(self, value: str) -> str:
        """Return it as pages say it."""
        return self.says(value)

    def read(self, written: str) -> str:
        """Return the words of a cell."""
        return self.tidy(written.strip())

    def _widget(self) -> forms.Widget:
        if self.rows > 1:
            return forms.Textarea({"rows": self.rows})
        if self.asks:
            return Asking(self.asks)
        return forms.TextInput() if self.suggests is None else Suggesting(self.suggests)


class _Tidied(forms.CharField):
    """Text that is tidied once it is clean."""

    def __init__(self, *, tidy: Callable[[str], str], **given: Any) -> None:
        super().__init__(**given)
        self._tidy = tidy

    def clean(self, value: Any) -> str:
        """Return it tidied."""
        return self._tidy(super().clean(value))


@dataclass(frozen=True, eq=False, kw_only=True)
class Email(Text):
    """An e-mail address."""

    def input(self) -> forms.Field:
        """Return a box for an address."""
        return forms.EmailField(max_length=self.longest, **self._said())

    def plain(self, written: str) -> str:
        """Return the address in a cell, which a spreadsheet may have made a link of."""
        return written.strip().removeprefix("mailto:")

    def read(self, written: str) -> str:
        """Return the address in a cell. Raise HubError if it is none."""
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
        """Return the number in a cell. Raise HubError if a spreadsheet took its first figure away."""
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

    not_said: tuple[str, str] = NOT_SAID

    @property
    def terms(self) -> dict[str, str]:
        """Return each term with its label."""
        return {str(term): str(label) for term, label in self.column.field.choices}

    def input(self) -> forms.Field:
        """Return a button for each term."""
        choices = [*([] if self.required else [self.not_said]), *self.terms.items()]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **self._said())

    def require(self, by: Standing, needs: Permission, value: str) -> None:
        """Raise HubError if it is none of the terms."""
        if value or self.required:
            self._require_term(value)

    def spoken(self, value: str) -> str:
        """Return the term's label."""
        return self.terms.get(value, value)

    def read(self, written: str) -> str:
        """Return the term in a cell."""
        term = written.strip()
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
        """Return yes, or nothing for whatever else says no."""
        return self.cell(self.read(written))

    def read(self, written: str) -> bool:
        """Return whether a cell says yes."""
        return written.strip() == "yes"


@dataclass(frozen=True, eq=False, kw_only=True)
class Day(Field[date | None]):
    """A day."""

    called: str
    """What errors call it: “the first day”."""
    past: bool = False
    """Whether it cannot be still to come."""

    def input(self) -> forms.Field:
        """Return boxes for day, month and year."""
        return DateEntry(called=self.called, **self._said())

    def require(self, by: Standing, needs: Permission, value: date | None) -> None:
        """Raise HubError if there must be one and there is none, or if it is still to come and cannot be."""
        if value is None and self.required:
            raise HubError("No day is given.", mend="Write it as 2026-11-03.")
        if self.past and value is not None and value > clock.today():
            raise HubError("The day is still to come.", mend="Give the day on which it was so.")

    def spoken(self, value: date | None) -> str:
        """Return the day in words."""
        return clock.spoken_day(value) if value else ""

    def cell(self, value: date | None) -> str:
        """Return the day as 2026-11-03."""
        return cells.day_cell(value)

    def read(self, written: str) -> date | None:
        """Return the day in a cell."""
        return cells.day(written)


@dataclass(frozen=True, eq=False, kw_only=True)
class Figure(Field[Decimal | None]):
    """A number, of as many figures as the column keeps."""

    example: str
    validators: tuple[Callable[[Any], None], ...] = ()

    def input(self) -> forms.Field:
        """Return a box for figures."""
        column = self.column.field
        digits = {"max_digits": column.max_digits, "decimal_places": column.decimal_places}
        return Figures(example=self.example, validators=self.validators, **digits, **self._said())

    def require(self, by: Standing, needs: Permission, value: Decimal | None) -> None:
        """Raise HubError if there must be one and there is none, or if the column cannot keep it."""
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

    def spoken(self, value: Decimal | None) -> str:
        """Return the number without needless noughts."""
        return cells.number_cell(value)

    def cell(self, value: Decimal | None) -> str:
        """Return the number without needless noughts."""
        return cells.number_cell(value)

    def read(self, written: str) -> Decimal | None:
        """Return the number in a cell."""
        return cells.number(written)


@dataclass(frozen=True, eq=False, kw_only=True)
class Whole(Field[int | None]):
    """A whole number, such as that of a year."""

    says: Callable[[int], str] = str
    """What pages make of it."""

    def input(self) -> forms.Field:
        """Return a box for a number."""
        return forms.IntegerField(**self._said())

    def require(self, by: Standing, needs: Permission, value: int | None) -> None:
        """Raise HubError if there must be one and there is none."""
        if value is None and self.required:
            raise HubError("No number is given.", mend="Write it in figures.")

    def spoken(self, value: int | None) -> str:
        """Return the number in words."""
        return "" if value is None else self.says(value)

    def cell(self, value: int | None) -> str:
        """Return the number in figures."""
        return "" if value is None else str(value)

    def read(self, written: str) -> int | None:
        """Return the number in a cell. Raise HubError if there is another thing in it."""
        figures = written.strip()
        if figures and not (figures.isascii() and figures.isdecimal() and len(figures) < 8):
            raise HubError(f"{figures} is no whole number.", mend="Write it in figures, such as 2.")
        return int(figures) if figures else None


@dataclass(frozen=True, eq=False, kw_only=True)
class Site(Field[str]):
    """The code of a site, or of all sites where `everywhere`."""

    everywhere: bool = False
    known: bool = False
    """Whether it must be one that the programme has; roles may be granted at others."""
    anywhere: bool = False
    """Whether any site may be named, also one at which somebody may not write."""
    choose: str = ""
    """What stands first in the list where none is chosen yet; empty: the first site."""

    def input(self) -> forms.Field:
        """Return a list of sites."""
        return forms.ChoiceField(**self._said())

    def offer(self, box: Any, by: Standing, needs: Permission, now: Any) -> None:
        """Offer the sites at which somebody may write, and the one that the record has."""
        if self.anywhere or self.known:
            choices = {code: name for code, name in every_site() if self.anywhere or by.may(needs, site=code)}
        else:
            choices = {code: name for code, name in site_choices(by, needs) if self.everywhere or code != ALL_SITES}
        if now:
            choices.setdefault(now, site_name(now))
        box.choices = [*([("", self.choose)] if self.choose else []), *choices.items()]

    def require(self, by: Standing, needs: Permission, value: str) -> None:
        """Raise RefusedError for a site at which somebody may not write, HubError if there must be one and is none."""
        if self.required and not value:
            raise HubError("Nothing is written.", mend="Fill it in.")
        if self.everywhere and value == ALL_SITES:
            return
        if not self.anywhere:
            by.require(needs, site=value)
        if self.known and value not in site_names():
            raise HubError(f"There is no site with the short name {value}.", mend="Add it first, or name another.")

    def spoken(self, value: str) -> str:
        """Return the site's name."""
        return site_name(value) if value else ""

    def read(self, written: str) -> str:
        """Return the code in a cell."""
        return written.strip()


@dataclass(frozen=True, eq=False, kw_only=True)
class Link(Field[UUID | None]):
    """Another record, chosen from those that somebody sees."""

    choices: Callable[[Standing], Iterable[tuple[Any, str]]]
    none: str = "None"
    named: Callable[[UUID], str]
    """What the other record is called."""
    code_of: Callable[[UUID], str] = lambda _: ""
    of_code: Callable[[str], UUID | None] = lambda _: None
    """The record that the folder knows by a code; None if there is none."""

    def input(self) -> forms.Field:
        """Return a list that is searched in."""
        return forms.TypedChoiceField(coerce=UUID, empty_value=None, widget=SearchedSelect, **self._said())

    def offer(self, box: Any, by: Standing, needs: Permission, now: Any) -> None:
        """Offer the records that somebody sees."""
        box.choices = [*([] if self.required else [("", self.none)]), *self.choices(by)]

    def spoken(self, value: UUID | None) -> str:
        """Return what the other record is called."""
        return self.named(value) if value else ""

    def cell(self, value: UUID | None) -> str:
        """Return the other record's code."""
        return self.code_of(value) if value else ""

    def read(self, written: str) -> UUID | None:
        """Return the record of the code in a cell. Raise HubError if there is none."""
        code = written.strip()
        found = self.of_code(code) if code else None
        if code and found is None:
            raise HubError(f"There is none with the code {code}.", mend="Give the code of one that there is.")
        return found
