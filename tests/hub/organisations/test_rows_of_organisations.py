"""Organisations, and how far each had come when, as rows of the programme folder; corrected and removed as well."""

from datetime import date

import pytest
from sample import partners as organisations
from sample.folder import add, change, goes_round, rows_of
from sample.history import removed
from sample.partners import contact, organisation
from sample.people import person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, EVALUATOR, PROGRAMME_MANAGER, SYSTEMS_LEAD
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.organisations import actions as merging
from tideturn.hub.organisations.models import Engagement, Organisation
from tideturn.hub.organisations.pairing import KIND
from tideturn.hub.search import names

pytestmark = pytest.mark.django_db
POLICE = {"organisation_id": "O1", "name": "Borough Police A", "sector": "police", "site": "manchester"}
STEP = {"organisation_id": "O1", "date": "2026-01-05", "stage": "interested", "seniority": "senior"}
STEP |= {"barrier": "No time", "next_step": "Ring them"}


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by)
    return by


def step(by, of: Organisation, on: str = "2026-01-05", stage: str = "interested") -> Engagement:
    return organisations.record_engagement(by=by, organisation=of.pk, on=date.fromisoformat(on), stage=stage)


def test_rows_go_in_and_out(manager):
    goes_round(manager, "organisations", POLICE, name="Borough Police", sector="voluntary")
    add(manager, "organisations", POLICE)
    goes_round(manager, "engagements", STEP, stage="acting", seniority="", barrier="", next_step="", date="2026-02-02")


@pytest.mark.parametrize(
    ("table", "cells", "told"),
    [
        ("organisations", POLICE | {"name": ""}, "name: nothing is written"),
        ("organisations", POLICE | {"sector": "x" * 61}, "sector: it has 61 characters"),
        ("organisations", POLICE | {"site": "leeds"}, "site: there is no site with the short name leeds"),
        ("organisations", POLICE | {"organisation_id": "x" * 81}, "longer than 80 characters"),
        ("engagements", STEP | {"organisation_id": "O9"}, "There is no organisation O9"),
        ("engagements", STEP | {"stage": "friends"}, "stage: friends is none of its terms"),
        ("engagements", STEP | {"stage": ""}, "stage: nothing is written"),
        ("engagements", STEP | {"seniority": "chief"}, "seniority: chief is none of its terms"),
        ("engagements", STEP | {"date": "2999-01-01"}, "date: the day is still to come"),
        ("engagements", STEP | {"barrier": "x" * 301}, "barrier: it has 301 characters"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_a_sentence(manager, table, cells, told):
    add(manager, "organisations", POLICE | {"organisation_id": "O1" if table == "engagements" else "O2"})
    with pytest.raises(HubError, match=told):
        add(manager, table, cells)
    assert (Organisation.objects.count(), Engagement.objects.count()) == (1, 0)


def test_an_organisation_of_all_sites_stands_at_the_national_one(manager):
    one = organisation(manager, site=ALL_SITES)
    assert rows_of(manager, "organisations")[one.pk].cells["site"] == ""
    site(manager, "national", "National team", "national")
    cells = rows_of(manager, "organisations")[one.pk].cells
    assert cells["site"] == "national"
    change(manager, "organisations", one.pk, {**cells, "name": "County Police"})
    one.refresh_from_db()
    assert (one.name, one.site) == ("County Police", ALL_SITES)
    change(manager, "organisations", one.pk, {**cells, "site": "manchester"})
    one.refresh_from_db()
    assert one.site == "manchester"


def test_two_that_were_merged_stand_as_the_folder_had_them(manager):
    first, second, third = (organisation(manager, f"Police {one}", site="manchester") for one in "ABC")
    for one in (first, second, third):
        step(manager, one)
    before = [row.cells for table in ("organisations", "engagements") for row in rows_of(manager, table).values()]
    merging.merge_organisations(by=manager, keep=second.pk, merge=first.pk)
    merging.merge_organisations(by=manager, keep=third.pk, merge=second.pk)
    after = [row.cells for table in ("organisations", "engagements") for row in rows_of(manager, table).values()]
    assert sorted(map(str, after)) == sorted(map(str, before))
    pk = add(manager, "engagements", STEP | {"organisation_id": first.code})
    assert Engagement.objects.get(pk=pk).organisation_id == third.pk


def test_what_was_recorded_of_a_day_is_corrected_and_the_latest_stands(manager):
    one = organisation(manager, site="manchester")
    first, last = step(manager, one), step(manager, one, "2026-02-02", "acting")
    said = {"on": date(2026, 3, 2), "stage": "committed", "seniority": "", "barrier": "", "next_step": "Meet again"}
    organisations.change_engagement(by=manager, pk=first.pk, expected=1, **said)
    one.refresh_from_db()
    assert (one.stage, one.next_step) == ("committed", "Meet again")
    with pytest.raises(EditsMeetError):
        organisations.change_engagement(by=manager, pk=first.pk, expected=1, **said | {"stage": "acting"})
    with pytest.raises(HubError, match="When: the day is still to come"):
        organisations.change_engagement(by=manager, pk=first.pk, expected=2, **said | {"on": date(2999, 1, 1)})
    organisations.remove_engagement(by=manager, pk=first.pk, expected=2)
    one.refresh_from_db()
    assert (one.stage, one.next_step) == ("acting", "")
    organisations.remove_engagement(by=manager, pk=last.pk, expected=1)
    one.refresh_from_db()
    assert one.stage == ""
    event = Event.objects.get(action="organisations.remove_engagement", record=last.pk)
    assert (event.site, event.details["organisation"]) == ("manchester", str(one.pk))


def test_an_organisation_goes_only_while_nothing_is_kept_of_it(manager):
    one = organisation(manager, site="manchester")
    somebody = contact(manager, one)
    with pytest.raises(HubError, match="1 contact"):
        organisations.remove_organisation(by=manager, pk=one.pk, expected=1)
    somebody.delete()
    assert list(names.found(KIND, one.name, most=5)) == [one.pk]
    organisations.remove_organisation(by=manager, pk=one.pk, expected=1)
    assert not names.found(KIND, one.name, most=5)
    assert removed(Organisation).get().record == one.pk


def test_the_evaluation_has_the_rows_and_nobody_else_who_may_not_write_everywhere(manager):
    one = organisation(manager, site="manchester")
    step(manager, one)
    evaluator = standing(person((EVALUATOR, ALL_SITES)))
    assert [len(rows_of(evaluator, table)) for table in ("organisations", "engagements")] == [1, 1]
    for role in (CASEWORKER, SYSTEMS_LEAD):
        assert rows_of(standing(person((role, "manchester"))), "organisations") == {}
    engaged = Engagement.objects.get()
    with pytest.raises(RefusedError):
        organisations.remove_engagement(by=evaluator, pk=engaged.pk, expected=1)
    with pytest.raises(NotVisibleError):
        organisations.remove_engagement(by=standing(person((SYSTEMS_LEAD, "leeds"))), pk=engaged.pk, expected=1)
