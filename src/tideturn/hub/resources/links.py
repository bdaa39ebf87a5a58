"""Fields that refer to something else: a site, a year of the programme, another record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.choices import flatten_choices

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.site_choices import site_choices
from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.record_ids import id_written
from tideturn.hub.forms import cells
from tideturn.hub.resources.fields import Field
from tideturn.hub.ui.forms import SearchedSelect

_NO_YEAR: Final = 1_000


@dataclass(frozen=True, eq=False, kw_only=True)
class Site(Field[str]):
    """The code of a site; with `everywhere`, also of all sites."""

    everywhere: bool = False
    offers: Callable[[Standing, Permission], Iterable[tuple[str, str]]] = site_choices
    """Returns the sites that a form offers to a person who writes with a permission."""
    first: str = ""
    """First entry of a list of several sites, so that people choose one on purpose; empty: the first site."""
    anywhere: bool = False
    """Whether it may name a site where the person may not write."""

    def input(self) -> forms.Field:
        """Return a list of sites."""
        return forms.ChoiceField(**self._said())

    def offer(self, box: Any, by: Standing, needs: Permission, now: Any) -> None:
        """Offer the sites where the person may write, and the one that the record has."""
        choices = dict(self.offers(by, needs))
        if not self.everywhere:
            choices.pop(ALL_SITES, None)
        if now and now not in choices:
            choices[now] = site_name(now)
        several = len(choices) > 1 or not self.required
        box.choices = [*([("", self.first)] if self.first and several else []), *choices.items()]

    def require(self, by: Standing, needs: Permission, value: str) -> None:
        """Raise HubError if it is required and missing, RefusedError if the person may not write at that site."""
        if self.required and not value:
            raise HubError("Nothing is written.", mend="Choose a site.")
        if not (self.anywhere or (self.everywhere and value == ALL_SITES)):
            by.require(needs, site=value)

    def spoken(self, value: str) -> str:
        """Return the site's name."""
        return site_name(value) if value else ""

    def read(self, written: str) -> str:
        """Return the code in a cell."""
        return written.strip()


@dataclass(frozen=True, eq=False, kw_only=True)
class Link(Field[UUID | None]):
    """Another record, chosen from those that the person sees."""

    choices: Callable[[Standing], Iterable[tuple[Any, Any]]]
    none: str = "None"
    first: str = "Choose one"
    """First entry of the list, if a choice is required."""
    names: Callable[[Collection[UUID]], Mapping[UUID, str]] = lambda _: {}
    """Returns the names of several records, in one query."""
    gone: str = "One that is there no more"
    """Name for a record that no longer exists."""
    codes: Callable[[Collection[UUID]], Mapping[UUID, str]] = lambda _: {}
    """Returns the codes of several records, in one query."""
    of_code: Callable[[str], UUID | None] = lambda _: None
    """Returns the record that the folder knows by a code; None if there is none."""

    def input(self) -> forms.Field:
        """Return a searchable list."""
        return forms.TypedChoiceField(coerce=UUID, empty_value=None, widget=SearchedSelect, **self._said())

    def offer(self, box: Any, by: Standing, needs: Permission, now: Any) -> None:
        """Offer the records that the person sees, and the one that the record has."""
        choices = [("", self.first if self.required else self.none), *self.choices(by)]
        known = id_written(now)  # None in a draft that no browser wrote
        if known and str(known) not in {str(key) for key, _ in flatten_choices(choices)}:
            choices.append((str(known), self.spoken(known)))
        box.choices = choices

    def require(self, by: Standing, needs: Permission, value: UUID | None) -> None:
        """Raise HubError if it is required and missing."""
        if self.required and value is None:
            raise HubError("Nothing is chosen.", mend="Choose one.")

    def spoken(self, value: UUID | None) -> str:
        """Return the other record's name."""
        return self.speaker((value,))(value)

    def cell(self, value: UUID | None) -> str:
        """Return the other record's code."""
        return self.writer((value,))(value)

    def speaker(self, values: Iterable[UUID | None]) -> Callable[[UUID | None], str]:
        """Return a function that gives the name of each of the other records."""
        ids = {one for one in values if one}
        found = self.names(ids) if ids else {}
        return lambda value: found.get(value, self.gone) if value else ""

    def writer(self, values: Iterable[UUID | None]) -> Callable[[UUID | None], str]:
        """Return a function that gives the code of each of the other records."""
        ids = {one for one in values if one}
        found = self.codes(ids) if ids else {}
        return lambda value: found.get(value, "") if value else ""

    def read(self, written: str) -> UUID | None:
        """Return the record with the code in a cell. Raise HubError if there is none."""
        code = written.strip()
        found = self.of_code(code) if code else None
        if code and found is None:
            raise HubError(f"There is none with the code {code}.", mend="Give the code of one that there is.")
        return found


@dataclass(frozen=True, eq=False, kw_only=True)
class Year(Field[int]):
    """The number of a year of the programme."""

    choices: Callable[[], Iterable[tuple[str, str]]]
    says: Callable[[int], str] = "Year {}".format
    first: str = "Choose a year"
    """First entry of the list."""

    def input(self) -> forms.Field:
        """Return a list of years."""
        return forms.TypedChoiceField(coerce=int, empty_value=None, **self._said())

    def offer(self, box: Any, by: Standing, needs: Permission, now: Any) -> None:
        """Offer the years of the programme."""
        box.choices = [("", self.first), *self.choices()]

    def require(self, by: Standing, needs: Permission, value: int) -> None:
        """Raise HubError if it is required and missing."""
        if self.required and not value:
            raise HubError("No year is given.", mend="Write its number, such as 1.")

    def read(self, written: str) -> int:
        """Return the number in a cell. Raise HubError if it is not the number of a programme year."""
        number = cells.number(written)
        if number is None or number != int(number) or not 0 < number < _NO_YEAR:
            raise HubError(f"{written.strip()} is no year of the programme.", mend="Write its number, such as 1.")
        return int(number)
