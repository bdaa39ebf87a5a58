"""Organisations as tables: on a page, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final
from uuid import UUID

from tideturn.hub.access.site_names import site_name
from tideturn.hub.organisations.queries import Asked
from tideturn.hub.organisations.shown import OrganisationLine
from tideturn.hub.organisations.terms import Stage
from tideturn.hub.ui.tables import Cell, Column, Page, Sorting, Table, addresses

COLUMNS: Final = (
    Column("Name", "name"),
    Column("Sector", "sector"),
    Column("Site", "site"),
    Column("Stage", "stage"),
    Column("Next step"),
    Column("Ask first"),
)
SAVED: Final = ("organisation_id", "name", "sector", "site", "stage", "next_step", "contact")
"""The columns of a file, named as the programme folder names them where it has them."""
_STAGES: Final = dict(Stage.choices)


def listed(page: Page[OrganisationLine], asked: Mapping[str, str], sorting: Sorting) -> Table:
    """A page of them."""
    return Table.of(
        page,
        partial(_row, addresses("organisations:organisation")),
        name="organisations",
        title="Organisations",
        columns=COLUMNS,
        asked=asked,
        sorting=sorting,
        nothing="No organisation was found.",
    )


def asked_of(narrowed: Mapping[str, str], sorting: Sorting) -> Asked:
    """What a query is asked, of what a page was."""
    return Asked(**narrowed, sort=sorting.key, downwards=sorting.backwards)


def saved(line: OrganisationLine) -> tuple[str, ...]:
    """A line of a file."""
    return (line.code, line.name, line.sector, line.site, line.stage, line.next_step, line.contact)


def _row(address: Callable[[UUID], str], line: OrganisationLine) -> tuple[Cell, ...]:
    return (
        Cell(line.name, address(line.id)),
        Cell(line.sector.capitalize()),
        Cell(site_name(line.site)),
        Cell(str(_STAGES.get(line.stage, ""))),
        Cell(line.next_step),
        Cell(line.contact),
    )
