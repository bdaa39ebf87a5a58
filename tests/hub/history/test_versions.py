"""The hub keeps what a record said before, sealed for its own place. Today's rule of the record opens it."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CASCADE
from sample.history import changed, history_read, kept, said, unopened
from sample.models import Child
from sample.partners import changed as contact_changed
from sample.partners import contact, organisation, remove_contact, renamed
from sample.people import child, person, standing
from sample.policy import RESTRICTED

from tideturn.hub.access.restriction import services as restriction
from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER, SAFEGUARDING_LEAD, TEAM_MANAGER
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError
from tideturn.hub.common.errors import KeysError
from tideturn.hub.common.record_ids import record_id
from tideturn.hub.crypto.disclosure import UndisclosedError, opening
from tideturn.hub.forms.writing import change
from tideturn.hub.history.models import Version, Versioned
from tideturn.hub.history.reading import versions_of
from tideturn.hub.history.snapshots import snapshots, values_of
from tideturn.hub.local_context.models import Baseline
from tideturn.hub.organisations.models import Contact, Organisation
from tideturn.hub.organisations.pages import RELATED
from tideturn.hub.organisations.resource import ORGANISATION
from tideturn.hub.resources.reading import history

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WORDS = ("Quillonby", "Thistlewick", "Marrowgate")


@pytest.fixture
def worker():
    return standing(person((CASEWORKER, "london")))


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def rows() -> str:
    """Return the whole table, as the owner of the database reads it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM history_version")
        return repr(cursor.fetchall())


def test_each_write_makes_one_version_which_says_who_when_where_and_of_what(manager):
    police = organisation(manager)
    one = contact(manager, police, "Desk sergeant")
    contact_changed(manager, one, name="Inspector")
    contact_changed(manager, one)  # nothing differs
    remove_contact(by=manager, pk=one.pk, expected=2)
    versions = kept(one.pk)
    assert [(row.number, row.change) for row in versions] == [(1, "added"), (2, "changed"), (3, "removed")]
    assert [said(row, Contact)["name"] for row in versions] == ["Desk sergeant", "Inspector", "Inspector"]
    assert [said(row, Contact)["version"] for row in versions] == [1, 2, 2]
    assert {(row.kind, row.parent, row.site, row.by_id) for row in versions} == {
        ("organisations.Contact", police.pk, "london", manager.user)
    }
    assert versions[0].at < versions[1].at < versions[2].at
    assert [(row.parent, row.site) for row in kept(police.pk)] == [(None, "london")]


def test_nothing_that_a_record_said_stands_in_the_table_in_clear(worker, manager):
    of = child(name=f"{WORDS[0]} A")
    changed(worker, of.pk, f"{WORDS[0]} B", f"Told that {WORDS[1]}")
    police = organisation(manager, WORDS[2])
    renamed(manager, contact(manager, police, WORDS[0]).organisation, f"{WORDS[2]} B")
    assert Version.objects.count() == 4
    assert not [word for word in WORDS if word.lower() in rows().lower()]


def test_versions_are_opened_within_a_disclosure_of_their_record_alone(worker):
    one, other = child(), child()
    for each in (one, other):
        changed(worker, each.pk, WORDS[0])
    with pytest.raises(UndisclosedError, match=r"sample\.Child\.said"):
        versions_of(one)
    with opening([record_id(one)]):
        assert [past.values["name"] for past in versions_of(one)] == [WORDS[0]]
        with pytest.raises(UndisclosedError):
            versions_of(one, other)


def test_a_history_is_told_to_the_audit_as_the_record_is(worker):
    one = child()
    changed(worker, one.pk, WORDS[0])
    assert history_read(worker, one.pk)[0][1]["Name"] == WORDS[0]
    event = Event.objects.get(action="sample.read_child")
    assert (event.record, event.site) == (one.pk, "london")
    assert event.subjects == [str(one.pk)]


def test_what_the_database_deletes_with_another_is_known_to_what_deletes_that():
    """Use `remove_whole`, or remove each part first: the database itself makes no version."""
    of_versioned = (
        field for model in apps.get_models() if issubclass(model, Versioned) for field in model._meta.fields
    )
    assert {str(field) for field in of_versioned if field.is_relation and field.remote_field.on_delete is CASCADE} == {
        "learning.Share.point",
        "theory.WorkingLink.from_node",
        "theory.WorkingLink.to_node",
        "theory.WorkingLink.working",
        "theory.WorkingNode.working",
    }


def test_a_snapshot_opens_in_no_other_version(worker):
    one = child()
    changed(worker, one.pk, WORDS[0])
    changed(worker, one.pk, WORDS[1])
    first, second = kept(one.pk)
    Version.objects.filter(pk=second.pk).update(said=first.__dict__["said"])
    with pytest.raises(KeysError, match="does not open"):
        unopened(kept(one.pk)[1])


def test_what_is_sealed_in_a_record_is_in_its_snapshot_and_its_indexes_are_not(worker):
    one = child(name=WORDS[0])
    one = Child.objects.defer("note").get(pk=one.pk)  # still sealed, and not even fetched
    values = values_of(Child, snapshots(one)[0])
    assert (values["name"], values["note"]) == (WORDS[0], "A planted note")
    assert not {"name_index", "name_exact"} & values.keys()


def test_values_come_back_as_they_were_kept_and_numbers_as_the_column_has_them():
    one = Baseline(site="london", measure="Referrals", value=Decimal("12.5"), on=date(2026, 3, 2))
    one.added_by_id = one.pk
    values = values_of(Baseline, snapshots(one)[0])
    assert (values["value"], values["on"], values["added_by_id"]) == (Decimal("12.500000"), one.on, one.pk)
    assert '"value":"12.500000"' in snapshots(one)[0]
    assert values_of(Baseline, '{"measure":"Referrals","a_column_of_old":1}') == {"measure": "Referrals"}


def test_whoever_may_not_see_a_restricted_record_sees_no_version_of_it_however_old(worker):
    one = child()
    changed(worker, one.pk, WORDS[0])
    team = person((TEAM_MANAGER, "london"))
    lead = person((SAFEGUARDING_LEAD, "london"))
    restriction.restrict_record(
        by=standing(team), kind=RESTRICTED, pk=one.pk, to=[team, lead], reason="A colleague's own family"
    )
    with pytest.raises(NotVisibleError):
        history_read(worker, one.pk)
    assert history_read(standing(lead), one.pk)[0][1]["Name"] == WORDS[0]
    restriction.lift_restriction(by=standing(team), kind=RESTRICTED, pk=one.pk)
    assert history_read(worker, one.pk)[0][1]["Name"] == WORDS[0]


def test_a_record_that_moved_takes_its_versions_with_it(worker):
    one = child("london")
    changed(worker, one.pk, WORDS[0])
    there = standing(person((CASEWORKER, "manchester")))
    with pytest.raises(NotVisibleError):
        history_read(there, one.pk)
    found = Child.objects.get(pk=one.pk)
    change(worker, found, site="manchester")
    assert [row.site for row in kept(one.pk)] == ["london", "manchester"]  # where it was then
    assert history_read(there, one.pk)[1][1]["Name"] == WORDS[0]
    with pytest.raises(NotVisibleError):
        history_read(worker, one.pk)


def test_an_organisation_tells_of_its_contacts_also_those_that_came_to_it_and_went(manager):
    police, other = organisation(manager), organisation(manager, "Northgate Council")
    stays, goes = contact(manager, police, "Stays"), contact(manager, police, "Goes")
    remove_contact(by=manager, pk=goes.pk, expected=1)
    change(manager, Contact.objects.get(pk=stays.pk), organisation=other)

    def told(of: Organisation) -> list[str]:
        return [one.what for one in history(ORGANISATION, of.pk, by=manager, related=RELATED)]

    assert told(police) == ["Contact removed", "The organisation added"]
    assert told(other) == ["Contact Stays added", "The organisation added"]
