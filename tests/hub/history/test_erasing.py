"""An erasure reaches every version, and a rotation of keys seals every version again."""

from collections.abc import Iterator

import pytest
from django.db import connection
from sample.history import changed, history_read, kept, said, unopened
from sample.models import Child
from sample.partners import changed as contact_changed
from sample.partners import contact, organisation, remove_contact, remove_organisation
from sample.people import child, person, standing

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.common import erasure
from tideturn.hub.common.erasure import also_erases, erase_held_about
from tideturn.hub.common.errors import KeysError
from tideturn.hub.crypto.keys import Purpose, key_folder, ring
from tideturn.hub.crypto.rotation import rotate
from tideturn.hub.forms.writing import change, remove_version
from tideturn.hub.history.erasing import erase_fields, erase_versions
from tideturn.hub.history.models import Version
from tideturn.hub.organisations.models import Contact, Organisation

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def worker():
    return standing(person((CASEWORKER, "london")))


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.fixture
def another_key() -> Iterator[None]:
    yield
    key_folder().forget_all_but_current(Purpose.RECORDS)


def sealed_with() -> set[str]:
    """Return the key names in the table's raw text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT said FROM history_version")
        return {value.split(".")[1] for (value,) in cursor.fetchall()}


def test_a_record_is_erased_with_its_versions_and_those_of_what_belonged_to_it(manager):
    police, other = organisation(manager), organisation(manager, "Northgate Council")
    somebody = contact(manager, police)
    contact_changed(manager, somebody, name="Inspector")
    remove_contact(by=manager, pk=somebody.pk, expected=2)
    remove_organisation(by=manager, pk=police.pk, expected=1)
    assert erase_versions([police.pk]) == 5
    assert [one.record for one in Version.objects.all()] == [other.pk]


def test_a_field_is_erased_from_every_version_and_no_history_tells_that_it_said_something(worker):
    one = child()
    changed(worker, one.pk, "Somebody", "Told of a Thistlewick")
    changed(worker, one.pk, "Somebody else", "Told of a Thistlewick again")
    Child.objects.filter(pk=one.pk).update(note=None)
    before = [one.__dict__["said"].value for one in kept(one.pk)]
    assert erase_fields(one.pk, "note") == 2
    assert erase_fields(one.pk, "note", "a_column_of_none") == 0
    assert not [row for row in kept(one.pk) if "Thistlewick" in unopened(row)]
    assert not set(before) & {row.__dict__["said"].value for row in kept(one.pk)}
    assert history_read(worker, one.pk) == [
        ("The record changed", {"Name": "Somebody else"}),
        ("The record added", {"Name": "Somebody", "Site": "london"}),
    ]


def test_a_person_is_erased_from_the_versions_of_their_records_and_of_others_that_told_of_them(monkeypatch, manager):
    """Check the versions that the erasure itself makes, when it removes a record and empties a field of another."""
    monkeypatch.setattr(erasure, "_ERASES", [])
    police = organisation(manager)
    somebody, colleague = contact(manager, police, "Quillonby"), contact(manager, police, "A colleague")
    contact_changed(manager, somebody, job_title="Inspector")
    contact_changed(manager, colleague, job_title="Works for Quillonby")

    def erases(subject) -> int:
        remove_version(manager, Contact.objects.get(pk=subject), 2)
        change(manager, Contact.objects.get(pk=colleague.pk), job_title="")
        return 1 + erase_fields(colleague.pk, "job_title")

    also_erases(erases)
    assert erase_held_about(somebody.pk) == 1 + 1 + 3
    assert {row.record for row in Version.objects.all()} == {police.pk, colleague.pk}
    assert not [row for row in Version.objects.all() if "Quillonby" in unopened(row)]
    assert [said(row, Contact)["name"] for row in kept(colleague.pk)] == ["A colleague"] * 3
    assert Organisation.objects.get().pk == police.pk


@pytest.mark.usefixtures("another_key")
def test_keys_are_rotated_for_versions_as_for_all_that_they_seal(worker):
    one = child()
    for name in ("Quillonby", "Somebody else"):
        changed(worker, one.pk, name)
    older, told = ring(Purpose.RECORDS).current, history_read(worker, one.pk)
    assert sealed_with() == {older.id}
    key_folder().add(Purpose.RECORDS)
    done = rotate(Purpose.RECORDS)
    assert (done.unopened, sealed_with()) == ((), {done.key.id})
    key_folder().forget_all_but_current(Purpose.RECORDS)
    assert history_read(worker, one.pk) == told


@pytest.mark.usefixtures("another_key")
def test_a_version_whose_key_is_lost_is_told_and_erased_all_the_same(worker):
    one = child()
    changed(worker, one.pk, "Quillonby")
    key_folder().add(Purpose.RECORDS)
    key_folder().forget_all_but_current(Purpose.RECORDS)
    assert "history_version" in {one.place.table for one in rotate(Purpose.RECORDS).unopened}
    with pytest.raises(KeysError):
        unopened(kept(one.pk)[0])
    assert erase_held_about(one.pk) == 1
