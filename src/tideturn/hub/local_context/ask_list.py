"""What partners are asked for before work begins, as a list that comes in from a spreadsheet; it stays in the hub."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tideturn.dataset.schema import Column, Kind, Table, Vocabulary
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import at_most, term_in, words_in
from tideturn.hub.forms.folder_tables import Cells, FolderRow
from tideturn.hub.forms.sheet_lists import SheetList, sheet_list
from tideturn.hub.local_context import policy
from tideturn.hub.local_context.models import DataAsk
from tideturn.hub.local_context.services import baselines as services
from tideturn.hub.local_context.terms import Asked


def fill_in() -> None:
    """Declare the list, once."""
    sheet_list(ASKS)


def _rows(by: Standing) -> Iterator[FolderRow]:
    for one in policy.ASKS.visible_to(by, DataAsk.objects.order_by("site", "place", "what")):
        cells = {"site": one.site, "what": one.what, "state": one.state, "note": one.note}
        yield FolderRow(one.pk, one.version, cells)


def _add(*, by: Standing, cells: Cells) -> DataAsk:
    words_in(cells, "what")
    said = _said(cells)
    with transaction.atomic():
        added = services.add_ask(by=by, site=words_in(cells, "site"), what=at_most(300, cells, "what"))
        return services.answer_ask(by=by, pk=added.pk, expected=added.version, **said)


def _change(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> DataAsk:
    found = policy.ASKS.get_visible(by, pk)
    if cells["what"].strip() != found.what:
        raise HubError(f"what: in the hub it is written “{found.what}”.", mend="Write it in the same way.")
    return services.answer_ask(by=by, pk=pk, expected=expected, **_said(cells))


def _said(cells: Cells) -> dict[str, Any]:
    return {
        "state": term_in(cells, "state", Asked.values) or Asked.TO_ASK,
        "note": at_most(2_000, cells, "note"),
    }


ASKS: Final = SheetList.of(
    Table(
        "data_asks",
        "What partners are asked for",
        "The data that partners at a site are asked for before work begins, and how far that has come.",
        (
            Column("site", Kind.CODE, "The site.", required=True, refers_to="sites.code"),
            Column("what", Kind.TEXT, "What is asked for.", required=True, free=True),
            Column("state", Kind.CHOICE, "How far it has come.", terms=Vocabulary("asked", dict(Asked.choices))),
            Column("note", Kind.TEXT, "What was answered, or by whom it is to be had.", free=True),
        ),
        key=("site", "what"),
    ),
    same_by=("site", "what"),
    rows=_rows,
    add=_add,
    change=_change,
    remove=services.remove_ask,
)
