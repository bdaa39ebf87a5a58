"""What an import keeps of rows lies sealed, also where it lay in clear before."""

import pytest
from django.db import connection
from sample.folders import brought_in, folder, problems, taken_back, zipped
from sample.partners import contact, organisation
from sample.people import person, standing
from sample.sheets import sheet_brought_in, sheet_looked_through, workbook

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.import_export import actions
from tideturn.hub.import_export.models import Import, State, Written
from tideturn.hub.import_export.purging import purge_folders

NAME, BEFORE, LEVEL = "Quillonby", "Thistlewick", "Marrowgate"
PLANTED = (NAME, BEFORE, LEVEL)
ROOM = ("organisations_contact", "search_")
"""How the tables begin where contacts stand themselves, in clear, so that they are found."""


def in_clear() -> dict[str, list[str]]:
    """By table beside the room's own, which of the planted words stand in it."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(ROOM):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows = repr(cursor.fetchall()).lower()
                planted = [word for word in PLANTED if word.lower() in rows]
                found |= {table: planted} if planted else {}
    return found


def opened(row, name: str) -> str:
    """What a sealed field says, without a disclosure."""
    return row._meta.get_field(name).opened(row, row.__dict__[name])


@pytest.mark.django_db
def test_no_row_of_an_import_stands_in_clear_beside_its_room():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    police = organisation(by)
    contact(by, police, f"{NAME} A", job_title=BEFORE)
    rows = [["Organisation", "Name", "Job title"], [police.code, f"{NAME} A", LEVEL], [police.code, f"{NAME} B", LEVEL]]
    one = sheet_brought_in(by, workbook(rows), "contacts")
    assert (in_clear(), Written.objects.count()) == ({}, 2)
    refused = [["Organisation", "Name", "Left"], [police.code, NAME, LEVEL], [f"{BEFORE} Ltd", f"{NAME} C", None]]
    assert sheet_looked_through(by, workbook(refused), "contacts").state == State.REFUSED
    assert in_clear() == {}
    taken_back(by, one)
    assert in_clear() == {}
    purge_folders()
    assert not Written.objects.exists()  # it cannot be taken back any more


@pytest.mark.django_db
def test_nothing_that_is_said_of_a_sheet_stands_in_clear_while_it_is_matched():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    brought_in(by, zipped(folder()))
    rows = [["Ref", "Date", "Site", "Point"], ["L1", "2025-10-01", NAME, "Herons nest"]]
    said = {"columns": {"Ref": "learning_id"}, "words": {"site": {NAME: "manchester"}}, "source": BEFORE}
    one = sheet_looked_through(by, workbook(rows), "learning", **said)
    assert (one.state, problems(by, one)) == (State.READY, [])
    assert in_clear() == {}
    again = sheet_looked_through(by, workbook(rows), "learning", source=BEFORE)
    assert again.state == State.READY  # what was meant by the word is remembered
    actions.leave(by=by, pk=again.pk)
    assert Import.objects.get(pk=again.pk).__dict__["answers"] is None
