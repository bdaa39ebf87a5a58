"""What leaves is of one moment: an edit by hand between the reads of two tables is in both of them or in none."""

import threading
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from real_database import a_real_database
from sample.folders import brought_in, folder, zipped
from sample.people import person, standing

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.common.moment import one_moment
from tideturn.hub.import_export import going_out, rooms
from tideturn.hub.organisations.models import Organisation
from tideturn.hub.programme.models import Site
from tideturn.hub.resources.tables import FOLDER_TABLES

pytestmark = pytest.mark.database

ROWS = "organisation_id,name,sector,site\nO1,Police,police,manchester\n"


@pytest.mark.django_db(transaction=True)
def test_an_edit_while_the_folder_is_read_tears_it_nowhere(tmp_path, monkeypatch):
    with a_real_database(tmp_path / "data", pool=0):
        by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
        brought_in(by, zipped(folder({"organisations.csv": ROWS})))
        tables, began = rooms.in_order(), []
        first = next(table for table in tables if table.name in ("sites", "organisations"))

        def edited() -> None:
            Site.objects.update(name="After")
            Organisation.objects.update(name="After", version=F("version") + 1)
            connection.close()

        def rows(read_by):
            yield from FOLDER_TABLES[first.name].rows(read_by)
            if not began:
                writer = threading.Thread(target=edited)
                began.append(writer)
                writer.start()
                writer.join(20)  # nobody who writes waits for what is read
                assert not writer.is_alive()

        stirred = replace(first)
        object.__setattr__(stirred, "rows", rows)
        in_between = [table if table is not first else stirred for table in tables]
        monkeypatch.setattr(rooms, "in_order", lambda: tuple(in_between))
        assert said(going_out.gathered(by)) == ("Greater Manchester", "Police")
        assert said(going_out.gathered(by)) == ("After", "After")


def said(one) -> tuple[str, str]:
    return one.programme.sites[0].name, one.sheets["organisations.csv"].frame["name"][0]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_within_and_all_can_be_written_after():
    with pytest.raises(DatabaseError, match=r"(?i)read-?only"), one_moment():
        Site.objects.update(name="After")
    assert Site.objects.update(name="After") == 0


@pytest.mark.django_db(transaction=True)
def test_it_is_no_part_of_another_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError), one_moment():
        pass
