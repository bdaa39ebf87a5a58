"""The learning log as a table on a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final
from uuid import UUID

from tideturn.hub.access.site_names import site_name
from tideturn.hub.common import clock
from tideturn.hub.learning.shown import PointLine
from tideturn.hub.ui.tables import Cell, Column, Page, Sorting, Table, addresses

COLUMNS: Final = (
    Column("What was learnt"),
    Column("Noted on", "on"),
    Column("Site", "site"),
    Column("About", "about"),
    Column("Used", "used"),
)


def listed(page: Page[PointLine], asked: Mapping[str, str], sorting: Sorting) -> Table:
    """A page of it."""
    return Table.of(
        page,
        partial(_row, addresses("learning:point")),
        name="learning",
        title="Learning log",
        columns=COLUMNS,
        asked=asked,
        sorting=sorting,
        nothing="No learning point was found.",
    )


def _row(address: Callable[[UUID], str], line: PointLine) -> tuple[Cell, ...]:
    return (
        Cell(line.short, address(line.id), note=f"May hold too: {line.holds_too}" if line.holds_too else ""),
        Cell(clock.spoken_day(line.on)),
        Cell(site_name(line.site)),
        Cell(line.about_told),
        Cell(line.used_told),
    )
