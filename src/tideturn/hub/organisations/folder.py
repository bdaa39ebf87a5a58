"""Organisations, and how far each had come when, as rows of the programme folder. Nobody who works there is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import at_most, day_cell, required_day_in, required_term_in, term_in, words_in
from tideturn.hub.forms.folder_tables import Cells, FolderRow, FolderTable, folder_table
from tideturn.hub.organisations import policy
from tideturn.hub.organisations.models import Engagement, Merge, Organisation
from tideturn.hub.organisations.services import organisations as services
from tideturn.hub.organisations.terms import Seniority, Stage
from tideturn.hub.programme.api import national_site, require_known


def fill_in() -> None:
    """Declare the tables, once."""
    for table in TABLES:
        folder_table(table)


def _organisations(by: Standing) -> Iterator[FolderRow]:
    """Those that were merged into another as well: other tables of the folder go on naming them."""
    everywhere = national_site()
    for one in policy.IN_THE_FOLDER.visible_to(by, Organisation.objects.order_by("code")):
        site = everywhere if one.site == ALL_SITES else one.site
        cells = {"organisation_id": one.code, "name": one.name, "sector": one.sector, "site": site}
        yield FolderRow(one.pk, one.version, cells)


def _add_organisation(*, by: Standing, cells: Cells) -> Organisation:
    site = words_in(cells, "site")
    require_known(site)
    return services.add_organisation(by=by, code=words_in(cells, "organisation_id"), site=site, **_said(cells))


def _change_organisation(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Organisation:
    found, site = policy.READABLE.get_visible(by, pk), cells["site"].strip()
    if found.site == ALL_SITES and site == national_site():
        site = ALL_SITES
    else:
        require_known(site)
    return services.change_organisation(by=by, pk=pk, expected=expected, site=site, **_said(cells))


def _said(cells: Cells) -> dict[str, str]:
    for name in ("name", "sector"):
        words_in(cells, name)
    return {"name": at_most(200, cells, "name"), "sector": at_most(60, cells, "sector")}


def _engagements(by: Standing) -> Iterator[FolderRow]:
    came_with = _came_with()
    rows = Engagement.objects.select_related("organisation").order_by("on", "organisation__code", "pk")
    for one in policy.ENGAGEMENTS_IN_THE_FOLDER.visible_to(by, rows):
        cells = {
            "organisation_id": came_with.get(str(one.pk), one.organisation.code),
            "date": day_cell(one.on),
            "stage": one.stage,
            "seniority": one.seniority,
            "barrier": one.barrier,
            "next_step": one.next_step,
        }
        yield FolderRow(one.pk, one.version, cells)


def _came_with() -> dict[str, str]:
    """Of each engagement that moved where its organisation was merged, the code of that: the folder has it there."""
    came_with: dict[str, str] = {}
    for merge in Merge.objects.filter(undone_at=None).select_related("merged").order_by("at", "pk"):
        for pk in merge.moved.get("engagement", ()):
            came_with.setdefault(pk, merge.merged.code)
    return came_with


def _add_engagement(*, by: Standing, cells: Cells) -> Engagement:
    return services.record_engagement(by=by, organisation=_organisation(cells), **_happened(cells))


def _change_engagement(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Engagement:
    if policy.ENGAGEMENTS.get_visible(by, pk).organisation_id != _organisation(cells):
        raise HubError("organisation_id: it is of another organisation.", mend="Remove it there, and add it anew.")
    return services.change_engagement(by=by, pk=pk, expected=expected, **_happened(cells))


def _organisation(cells: Cells) -> UUID:
    """The organisation of that code, or the record that speaks for it. Raises HubError where there is none."""
    code = words_in(cells, "organisation_id")
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise HubError(f"There is no organisation {code}.", mend="Give the code of one that is in organisations.csv.")
    while found.merged_into is not None:
        found = found.merged_into
    return found.pk


def _happened(cells: Cells) -> dict[str, Any]:
    return {
        "on": required_day_in(cells, "date"),
        "stage": required_term_in(cells, "stage", Stage.values),
        "seniority": term_in(cells, "seniority", Seniority.values),
        "barrier": at_most(300, cells, "barrier"),
        "next_step": at_most(300, cells, "next_step"),
    }


TABLES: Final = (
    FolderTable(
        name="organisations",
        key=("organisation_id",),
        columns=("organisation_id", "name", "sector", "site"),
        after=("sites",),
        rows=_organisations,
        add=_add_organisation,
        change=_change_organisation,
        remove=services.remove_organisation,
    ),
    FolderTable(
        name="engagements",
        key=(),
        same_by=("organisation_id", "date", "stage"),  # one may come further twice on a day
        columns=("organisation_id", "date", "stage", "seniority", "barrier", "next_step"),
        after=("organisations",),
        rows=_engagements,
        add=_add_engagement,
        change=_change_engagement,
        remove=services.remove_engagement,
    ),
)
