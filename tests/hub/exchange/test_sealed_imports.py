"""What an import keeps of rows lies sealed, also where it lay in clear before."""

import json

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from sample.folders import brings, brought_in, folder, problems, taken_back, zipped
from sample.partners import contact, organisation
from sample.people import person, standing
from sample.sheets import sheet_brought_in, sheet_looked_through, workbook

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.exchange.models import Import, Matching, Written
from tideturn.hub.exchange.purging import purge_folders
from tideturn.hub.exchange.services import sending
from tideturn.hub.exchange.spreadsheets.remembering import term_of
from tideturn.hub.exchange.terms import State
from tideturn.hub.kernel import clock

NAME, BEFORE, LEVEL = "Quillonby", "Thistlewick", "Marrowgate"
PLANTED = (NAME, BEFORE, LEVEL)
ROOM = ("programme_contact", "programme_historicalcontact", "search_")
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
    sending.leave(by=by, pk=again.pk)
    assert Import.objects.get(pk=again.pk).__dict__["answers"] is None


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_what_lay_in_clear_before_is_sealed():
    executor = MigrationExecutor(connection)
    executor.migrate([("exchange", "0002_spreadsheets")])
    before = executor.loader.project_state([("exchange", "0002_spreadsheets")]).apps
    by = before.get_model("accounts", "User").objects.get(pk=person((PROGRAMME_MANAGER, ALL_SITES)).pk)
    brought = [{"name": "learning", "title": LEVEL, "added": 1, "changed": 0, "same": 0, "left": 0}]
    sheet = {"sheet": "Points", "table": "learning", "survey": "", "words": {"about": {LEVEL: "work"}}}
    old = before.get_model("exchange", "Import").objects.create(
        name="points.xlsx", state="in", at=clock.now(), by=by, told=brought, sheet=sheet
    )
    one = {"of": old, "table": "learning", "version": 1}
    kept = before.get_model("exchange", "Written").objects
    kept.create(place=0, record=old.pk, key=f"{NAME} 1", before={"point": BEFORE}, **one)
    kept.create(place=1, record=old.pk, key=f"{NAME} 2", before=None, **one)
    answers = {"fills": {"source": BEFORE}, "order": "", "words": {"site": {NAME: "manchester"}}}
    columns = {"sheet": "Points", "table": "learning", "survey": "", "columns": {"0": "site"}}
    waits = before.get_model("exchange", "Import").objects.create(
        name="more.xlsx", state="ready", at=clock.now(), by=by, sheet=columns | answers
    )
    before.get_model("exchange", "Matching").objects.create(
        table="learning", headings="h", at=clock.now(), by=by, words=answers["words"]
    )
    assert in_clear() == {
        "exchange_import": list(PLANTED),
        "exchange_matching": [NAME],
        "exchange_written": [NAME, BEFORE],
    }
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("exchange"))
    assert in_clear() == {}
    found = Import.objects.get(pk=old.pk)
    assert (brings(found), found.sheet) == (brought, {"sheet": "Points", "table": "learning", "survey": ""})
    waiting = Import.objects.get(pk=waits.pk)
    assert waiting.sheet == columns
    assert json.loads(opened(waiting, "answers")) == answers
    assert term_of(Matching.objects.get().words, "site", NAME) == "manchester"
    said = [json.loads(opened(row, "said")) for row in Written.objects.order_by("place")]
    assert said == [[f"{NAME} 1", {"point": BEFORE}], [f"{NAME} 2", None]]
