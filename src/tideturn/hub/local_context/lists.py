"""The adaptation log as a table: on a page, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from tideturn.hub.access.site_names import site_name
from tideturn.hub.common.clock import spoken_day
from tideturn.hub.local_context.shown import Adapted
from tideturn.hub.ui.tables import Cell, Column, Page, Sorting, Table, addresses, cut

COLUMNS: Final = (
    Column("From", "on"),
    Column("Site", "site"),
    Column("What it was"),
    Column("What it is since"),
    Column("Why"),
    Column("Because of"),
)
SAVED: Final = ("from", "site", "what", "before", "after", "reason", "learning_id", "learning")
LATEST: Final = Sorting("on", backwards=True)
_PAGE: Final = 50


def listed(entries: Sequence[Adapted], number: int, asked: Mapping[str, str], sorting: Sorting) -> Table:
    """A page of them."""
    number, pages, rows = cut(len(entries), number, _PAGE)
    page = Page(tuple(in_order(entries, sorting)[rows]), number, pages, len(entries))
    return Table.of(
        page,
        partial(_row, addresses("local_context:criterion")),
        name="adaptations",
        title="How criteria were adapted",
        columns=COLUMNS,
        asked=asked,
        sorting=sorting,
        nothing="No criterion is recorded yet.",
    )


def in_order(entries: Sequence[Adapted], sorting: Sorting) -> list[Adapted]:
    """By day or by site; what is alike in that, the latest first."""
    latest = sorted(entries, key=lambda one: one.on, reverse=True)
    if sorting.key == "site":
        return sorted(latest, key=lambda one: site_name(one.site), reverse=sorting.backwards)
    return latest if sorting.backwards else latest[::-1]


def saved(entry: Adapted) -> tuple[str, ...]:
    """A line of a file."""
    learnt = (entry.because.code, entry.because.short) if entry.because else ("", "")
    return (entry.on.isoformat(), entry.site, entry.what, entry.before, entry.after, entry.reason, *learnt)


def _row(address: Callable[[UUID], str], entry: Adapted) -> tuple[Cell, ...]:
    return (
        Cell(spoken_day(entry.on), address(entry.criterion), note=entry.what),
        Cell(site_name(entry.site)),
        Cell(entry.before),
        Cell(entry.after),
        Cell(entry.reason),
        Cell(entry.because.short, entry.because.address) if entry.because else Cell(),
    )
