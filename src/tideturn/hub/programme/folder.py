"""The programme's name, its years and its sites as rows of the programme folder.

The name is the row of the sheet `programme` that says it (name, value); what else stands there no room keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import at_most, day_cell, required_day_in, term_in, words_in
from tideturn.hub.forms.folder_tables import Cells, FolderRow, FolderTable, folder_table
from tideturn.hub.programme import policy
from tideturn.hub.programme.models import Programme, Site, Year
from tideturn.hub.programme.services import programme, sites, years
from tideturn.hub.programme.terms import Kind

_NAME: Final = "name"
_LONGEST: Final = 200
"""Letters of what the programme is called."""


def fill_in() -> None:
    """Declare the tables."""
    folder_table(
        FolderTable(
            name="programme",
            key=("name",),
            columns=("name", "value"),
            after=(),
            rows=_programme,
            add=_name_programme,
            change=_rename_programme,
            remove=programme.take_name_back,
        )
    )
    folder_table(
        FolderTable(
            name="sites",
            key=("code",),
            columns=("code", "name", "kind"),
            after=(),
            rows=_sites,
            add=_add_site,
            change=_change_site,
            remove=sites.remove_site,
        )
    )
    folder_table(
        FolderTable(
            name="years",
            key=("number",),
            columns=("number", "start", "end"),
            after=(),
            rows=_years,
            add=_add_year,
            change=_change_year,
            remove=years.remove_year,
        )
    )


def _programme(by: Standing) -> Iterator[FolderRow]:
    for one in policy.PROGRAMMES.visible_to(by, Programme.objects.all()):
        yield FolderRow(one.pk, one.version, {"name": _NAME, "value": one.name})


def _name_programme(*, by: Standing, cells: Cells) -> Programme:
    return programme.name_programme(by=by, name=_called(cells))


def _rename_programme(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Programme:
    return programme.rename_programme(by=by, pk=pk, expected=expected, name=_called(cells))


def _called(cells: Cells) -> str:
    words_in(cells, "value")
    return at_most(_LONGEST, cells, "value")


def _sites(by: Standing) -> Iterator[FolderRow]:
    for one in policy.SITES.visible_to(by, Site.objects.order_by("code")):
        yield FolderRow(one.pk, one.version, {"code": one.code, "name": one.name, "kind": one.kind})


def _add_site(*, by: Standing, cells: Cells) -> Site:
    return sites.add_site(by=by, short_name=words_in(cells, "code"), name=_name(cells), kind=_kind(cells))


def _change_site(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Site:
    return sites.change_site(by=by, pk=pk, expected=expected, name=_name(cells), kind=_kind(cells))


def _name(cells: Cells) -> str:
    words_in(cells, "name")
    return at_most(120, cells, "name")


def _kind(cells: Cells) -> str:
    """A site of which the folder does not say it is a local one."""
    return term_in(cells, "kind", Kind.values) or Kind.LOCAL


def _years(by: Standing) -> Iterator[FolderRow]:
    for one in policy.YEARS.visible_to(by, Year.objects.order_by("number")):
        days = {"start": day_cell(one.starts_on), "end": day_cell(one.ends_on)}
        yield FolderRow(one.pk, one.version, {"number": str(one.number), **days})


def _add_year(*, by: Standing, cells: Cells) -> Year:
    last = Year.objects.order_by("number").last()
    following = last.number + 1 if last else 1
    if cells["number"].strip() != str(following):
        raise HubError(
            f"Year {cells['number']} cannot be added: the next one is Year {following}.",
            mend="Number the years from 1 on, and add them in their order.",
        )
    return years.add_year(by=by, starts_on=required_day_in(cells, "start"), ends_on=required_day_in(cells, "end"))


def _change_year(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Year:
    days = {"starts_on": required_day_in(cells, "start"), "ends_on": required_day_in(cells, "end")}
    return years.change_year(by=by, pk=pk, expected=expected, **days)
