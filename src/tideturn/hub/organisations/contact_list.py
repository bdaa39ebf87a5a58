"""Who works at organisations, as a list that comes in from a spreadsheet. It never leaves in the programme folder."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tideturn.dataset.schema import Column, Kind, Table, Vocabulary
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import at_most, day_cell, day_in, folded, term_in, words_in
from tideturn.hub.forms.folder_tables import Cells, FolderRow
from tideturn.hub.forms.sheet_lists import Reads, SheetList, sheet_list
from tideturn.hub.organisations import policy
from tideturn.hub.organisations.models import Contact, Organisation
from tideturn.hub.organisations.services import organisations as services
from tideturn.hub.organisations.terms import Seniority

_YES: Final = "yes"
_LOST_ZERO: Final = re.compile(r"[1-9]\d{8,9}(?:\.0+)?")
"""A number of Great Britain of which a spreadsheet took the first figure away: it holds it as a number."""
_NO_TELEPHONE: Final = re.compile(r".*\d[eE][+-]?\d+")


def fill_in() -> None:
    """Declare the list, once."""
    sheet_list(CONTACTS)


def _rows(by: Standing) -> Iterator[FolderRow]:
    rows = Contact.objects.select_related("organisation").order_by("organisation__code", "name", "pk")
    for one in policy.CONTACTS.visible_to(by, rows):
        cells = {
            "organisation": one.organisation.code,
            "name": one.name,
            "job_title": one.job_title,
            "seniority": one.seniority,
            "email": one.email,
            "telephone": one.telephone,
            "main": _YES if one.is_main else "",
            "left": day_cell(one.left_on),
        }
        yield FolderRow(one.pk, one.version, cells)


def _reads(by: Standing) -> Reads:
    """Rows with the code of the organisation, however it is named: of those that somebody may see."""
    rows = policy.READABLE.visible_to(by, Organisation.objects.order_by("code"))
    every = {one.pk: one for one in rows}
    called: dict[str, dict[str, None]] = defaultdict(dict)
    codes = {}
    for one in every.values():
        speaks: Organisation | None = one
        while speaks is not None and speaks.merged_into_id is not None:
            speaks = every.get(speaks.merged_into_id)
        if speaks is not None:
            codes[one.code] = speaks.code
            called[folded(one.name)][speaks.code] = None

    def read(cells: Cells) -> Cells:
        said = words_in(cells, "organisation")
        found = [codes[said]] if said in codes else list(called.get(folded(said), ()))
        if not found:
            raise HubError(
                f"organisation: there is none called {said[:80]}.",
                mend="Write its name or its code as it stands under Organisations, or add it there first.",
            )
        if len(found) > 1:
            raise HubError(
                f"organisation: several are called {said[:80]}.",
                mend=f"Write the code of the one that is meant: {', '.join(found)}.",
            )
        return {
            **cells,
            "organisation": found[0],
            "email": cells["email"].strip().removeprefix("mailto:"),
            "main": _YES if cells["main"] == _YES else "",
        }

    return read


def _add(*, by: Standing, cells: Cells) -> Contact:
    of = Organisation.objects.get(code=cells["organisation"])
    return services.add_contact(by=by, organisation=of.pk, **_said(cells, of.pk, None))


def _change(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Contact:
    found = policy.CONTACTS.get_visible(by, pk)
    return services.change_contact(by=by, pk=pk, expected=expected, **_said(cells, found.organisation_id, pk))


def _said(cells: Cells, organisation: UUID, of: UUID | None) -> dict[str, Any]:
    words_in(cells, "name")
    left, is_main = day_in(cells, "left"), cells["main"] == _YES
    if left is not None and left > clock.today():
        raise HubError("left: that day is still to come.", mend="Leave it empty while they work there.")
    if is_main and left is not None:
        raise HubError("main: who has left is not asked first.", mend="Leave one of the two empty.")
    others = Contact.objects.filter(organisation=organisation, is_main=True)
    if is_main and any(one.pk != of for one in others):
        # A page has the new one stand in for the other; a sheet that went back could not set that right again.
        raise HubError(
            "main: somebody else there is asked first.", mend="Say no in their row, or change it on their page first."
        )
    return {
        "name": at_most(120, cells, "name"),
        "job_title": at_most(120, cells, "job_title"),
        "seniority": term_in(cells, "seniority", Seniority.values),
        "email": _email(cells),
        "telephone": _telephone(cells),
        "is_main": is_main,
        "left_on": left,
    }


def _email(cells: Cells) -> str:
    written = at_most(254, cells, "email")
    try:
        if written:
            validate_email(written)
    except ValidationError:
        raise HubError(
            "email: that is no e-mail address.", mend="Write one address, such as desk@example.org, and nothing else."
        ) from None
    return written


def _telephone(cells: Cells) -> str:
    written = at_most(40, cells, "telephone")
    if _LOST_ZERO.fullmatch(written) or _NO_TELEPHONE.fullmatch(written):
        raise HubError(
            "telephone: the spreadsheet holds it as a number, and its first 0 is lost.",
            mend="Have the column hold text, and write the number with its 0 or with +44.",
        )
    return written


CONTACTS: Final = SheetList.of(
    Table(
        "contacts",
        "Contacts of organisations",
        "Who works at an organisation, and how they are reached.",
        (
            Column("organisation", Kind.TEXT, "The organisation’s name, or its code.", required=True),
            Column("name", Kind.TEXT, "The person’s name.", required=True),
            Column("job_title", Kind.TEXT, "Their role, such as desk sergeant."),
            Column(
                "seniority",
                Kind.CHOICE,
                "At what level they work.",
                terms=Vocabulary("seniority", dict(Seniority.choices)),
            ),
            Column("email", Kind.TEXT, "Their e-mail address at work."),
            Column("telephone", Kind.TEXT, "Their telephone number at work."),
            Column("main", Kind.YES_NO, "Whether they are whom to ask first; one of an organisation at most."),
            Column("left", Kind.DATE, "The day they left; empty while they work there."),
        ),
        key=("organisation", "name"),
    ),
    same_by=("organisation", "name"),
    rows=_rows,
    add=_add,
    change=_change,
    remove=services.remove_contact,
    reads=_reads,
    late=lambda cells: cells["main"] == _YES,
    names_people=True,
)
