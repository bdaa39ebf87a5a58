"""Build the tables of grants, authorities and audit events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.urls import reverse

from tideturn.hub.access.event_words import EventLine
from tideturn.hub.access.models import Authority, Grant
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.ui.tables import Cell, Column, Page, Press, Sorting, Table

_WHO: Final = (Column("Who", "who"), Column("Role", "role"), Column("Where", "where"))
GRANTS: Final = (*_WHO, Column("Days", "days"), Column("Withdraw", pressed=True))
AUTHORITIES: Final = (*_WHO, Column("Withdraw", pressed=True))
EVENTS: Final = (
    Column("When", "when"),
    Column("Who"),
    Column("What"),
    Column("Why"),
    Column("About"),
    Column("Site"),
)
_OWN: Final = Cell("Your own")


def grants(page: Page[Grant], by: Standing, asked: Mapping[str, str], sorting: Sorting) -> Table:
    """Return a table of the roles that the person manages, each with a button to withdraw it."""
    return Table.of(
        page,
        lambda one: _grant(one, by),
        name="grants",
        title="Roles that are held",
        columns=GRANTS,
        asked=asked,
        sorting=sorting,
        nothing="Nobody holds such a role that you may grant.",
    )


def authorities(page: Page[Authority], by: Standing, asked: Mapping[str, str], sorting: Sorting) -> Table:
    """Return a table of who may grant which role, each with a button to withdraw it."""
    return Table.of(
        page,
        lambda one: _authority(one, by),
        name="authorities",
        title="Who may grant which role",
        columns=AUTHORITIES,
        asked=asked,
        sorting=sorting,
        nothing="Nobody may grant such a role.",
    )


def events(page: Page[EventLine], asked: Mapping[str, str], sorting: Sorting) -> Table:
    """Return a table of audit events. Each person in the column “About” links to all events about them."""
    return Table.of(
        page,
        _event,
        name="events",
        title="Events",
        columns=EVENTS,
        asked=asked,
        sorting=sorting,
        total=None,  # its heading says how many
    )


def _grant(one: Grant, by: Standing) -> tuple[Cell, ...]:
    until = f" until {clock.spoken_day(one.ends_on)}" if one.ends_on else ""
    withdraw = Press(
        "Withdraw", reverse("access:withdraw_grant", args=[one.pk]), f"the role of {one.of.title} from {one.user.name}"
    )
    return (
        Cell(one.user.name, note=f"Covering for {one.covering.name}" if one.covering else ""),
        Cell(one.of.title),
        Cell(one.where),
        Cell(f"From {clock.spoken_day(one.starts_on)}{until}"),
        _OWN if one.user_id == by.user else Cell(press=withdraw),
    )


def _authority(one: Authority, by: Standing) -> tuple[Cell, ...]:
    about = f"from {one.holder.name} the authority over the role of {one.of.title}"
    withdraw = Press("Withdraw", reverse("access:withdraw_authority", args=[one.pk]), about)
    return (
        Cell(one.holder.name, note="Once a lead has confirmed it" if one.waits else ""),
        Cell(one.of.title),
        Cell(one.where),
        _OWN if one.holder_id == by.user else Cell(press=withdraw),
    )


def _event(one: EventLine) -> tuple[Cell, ...]:
    about = tuple(Cell(id_, f"?about={id_}") for id_ in one.about) or (Cell(one.record),)
    what = f"{one.what}: {one.to}" if one.to else one.what
    return (Cell(one.at), Cell(one.who), Cell(what), Cell(one.why), Cell(parts=about), Cell(one.site))
