"""How the plan was adapted, as tables of a page: the targets that were changed, and where what was done departs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeVar

from django.http import QueryDict

from tideturn.hub.access.site_names import site_name
from tideturn.hub.common.clock import spoken_day
from tideturn.hub.plan.shown import AdaptationShown, TargetShown
from tideturn.hub.ui.tables import Cell, Column, Page, Table, addresses, cut, page_asked

_ADAPTED: Final = (Column("Part of the work"), Column("Where and when"), Column("Change"), Column("Why"))
_DEPARTED: Final = (
    Column("Part of the work"),
    Column("Where"),
    Column("Delivered of planned"),
    Column("Departure"),
    Column("Why"),
)
_PAGE: Final = 50
_CHANGES: Final = "page"
_DEPARTURES: Final = "departures"
T = TypeVar("T")


def adapted_listed(
    entries: Sequence[tuple[TargetShown, AdaptationShown]], given: QueryDict, asked: Mapping[str, str]
) -> Table:
    """A page of the targets that were changed, the latest change first."""
    page = _page(entries, given, _CHANGES)
    return Table.of(
        page,
        partial(_adapted, addresses("plan:target")),
        name="adapted",
        title="Targets that were changed",
        columns=_ADAPTED,
        asked=_with_other(asked, given, _DEPARTURES),
        paged_by=_CHANGES,
        nothing="No target was changed.",
    )


def departed_listed(entries: Sequence[TargetShown], given: QueryDict, asked: Mapping[str, str]) -> Table:
    """A page of the departures from the plan, the latest year first."""
    page = _page(entries, given, _DEPARTURES)
    return Table.of(
        page,
        partial(_departed, addresses("plan:target")),
        name="departed",
        title="Departures from the plan",
        columns=_DEPARTED,
        asked=_with_other(asked, given, _CHANGES),
        paged_by=_DEPARTURES,
        nothing="No departure is recorded.",
    )


def _page(entries: Sequence[T], given: QueryDict, paged_by: str) -> Page[T]:
    number, pages, rows = cut(len(entries), page_asked(given, paged_by), _PAGE)
    return Page(tuple(entries[rows]), number, pages, len(entries))


def _with_other(asked: Mapping[str, str], given: QueryDict, other: str) -> dict[str, str]:
    """What the links of one table keep: also at which page the other is."""
    number = page_asked(given, other)
    return {**asked, other: str(number) if number > 1 else ""}


def _adapted(address: Any, entry: tuple[TargetShown, AdaptationShown]) -> tuple[Cell, ...]:
    of, one = entry
    because = Cell(one.because.short, one.because.address) if one.because else None
    return (
        Cell(of.component, address(of.id)),
        Cell(f"{site_name(of.site)}, {_whole(f'Year {of.year}')}", note=_whole(spoken_day(one.on))),
        Cell(one.told),
        Cell(parts=(Cell(one.reason, note="Because of what was learnt:"), because)) if because else Cell(one.reason),
    )


def _whole(told: str) -> str:
    """In one line, however narrow the column is on paper."""
    return told.replace(" ", "\N{NO-BREAK SPACE}")


def _departed(address: Any, one: TargetShown) -> tuple[Cell, ...]:
    return (
        Cell(one.component, address(one.id)),
        Cell(f"{site_name(one.site)}, Year {one.year}"),
        Cell(one.told),
        Cell(one.departed),
        Cell(one.reason or "No reason is recorded"),
    )
