"""The table of accounts, and its filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.urls import reverse

from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.queries import ENDED, IN_USE
from tideturn.hub.common import clock
from tideturn.hub.ui.forms import PlainForm, Undrafted
from tideturn.hub.ui.tables import Cell, Column, Page, Sorting, Table

COLUMNS: Final = (
    Column("Name", "name"),
    Column("E-mail address", "email"),
    Column("Second factor"),
    Column("Account", "account"),
)
_STATES: Final = (("", "All accounts"), (IN_USE, "In use"), (ENDED, "Ended"))


class PeopleForm(PlainForm):
    """Filter of the list of accounts."""

    undrafted: ClassVar = Undrafted.SEARCH
    text = forms.CharField(label="Name or e-mail address", max_length=200, required=False)
    state = forms.ChoiceField(label="Account", choices=_STATES, required=False)


def listed(page: Page[User], asked: Mapping[str, str], sorting: Sorting) -> Table:
    """Return the table of a page of accounts."""
    return Table.of(
        page,
        _row,
        name="people",
        title="People",
        columns=COLUMNS,
        asked=asked,
        sorting=sorting,
        nothing="Nobody was found.",
    )


def _row(one: Any) -> tuple[Cell, ...]:
    goes_on = f"Until {clock.spoken_day(one.ends_on)}" if one.ends_on else "Goes on"
    return (
        Cell(one.name, reverse("accounts_person", args=[one.pk])),
        Cell(one.email),
        Cell("Yes" if one.has_factor else "No"),
        Cell(goes_on if one.in_force(clock.today()) else "Ended"),
    )
