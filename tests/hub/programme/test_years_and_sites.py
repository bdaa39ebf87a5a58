"""Years and sites: what is written, refused, shown and told to the audit, and what sites are called elsewhere."""

import itertools
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample import places
from sample.people import person, standing
from sample.places import moved, site, year

from tideturn.hub.access.models import Grant
from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, FUNDER, PROGRAMME_MANAGER, ROLES, TEAM_MANAGER
from tideturn.hub.access.site_names import site_name
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common.answering import answering
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.organisations import access as of_organisations
from tideturn.hub.programme import access
from tideturn.hub.programme.api import site_choices
from tideturn.hub.programme.models import Site, Year

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def test_a_site_is_known_by_its_code_and_read_by_its_name(manager):
    one = site(manager)
    assert site_name("manchester") == "Greater Manchester"
    assert Grant(role=CASEWORKER.code, site="manchester").where == "Greater Manchester"
    places.change_site(by=manager, pk=one.pk, expected=1, name="Manchester and Salford", kind="local")
    assert (site_name("manchester"), Site.objects.get().code) == ("Manchester and Salford", "manchester")


def test_a_site_without_a_record_is_read_by_its_code_in_words():
    assert (site_name("west-midlands"), site_name(ALL_SITES)) == ("West midlands", "All sites")


def test_names_are_looked_up_once_while_a_page_is_made(manager):
    site(manager)
    with answering(), CaptureQueriesContext(connection) as asked:
        assert {site_name("manchester") for _ in range(9)} == {"Greater Manchester"}
    assert len(asked) == 1


def test_what_the_audit_is_told_is_which_site_and_which_fields(manager):
    one = site(manager)
    places.change_site(by=manager, pk=one.pk, expected=1, name="Manchester", kind="local")
    places.change_site(by=manager, pk=one.pk, expected=2, name="Manchester", kind="local")
    added, changed = Event.objects.filter(action__startswith="programme.").order_by("at")
    assert (added.action, added.record, added.site) == ("programme.add_site", one.pk, "manchester")
    assert (changed.action, changed.details) == ("programme.change_site", {"fields": ["name"]})


@pytest.mark.parametrize(
    ("code", "name", "told"),
    [("manchester", "Elsewhere", "the short name manchester"), ("elsewhere", "Greater Manchester", "a site called")],
)
def test_no_two_sites_have_one_code_or_name(manager, code, name, told):
    site(manager)
    with pytest.raises(HubError, match=told):
        site(manager, code, name)
    other = site(manager, "london", "London")
    with pytest.raises(HubError, match="a site called"):
        places.change_site(by=manager, pk=other.pk, expected=1, name="Greater Manchester", kind="local")


def test_two_who_change_one_site_are_both_heard(manager):
    one = site(manager)
    places.change_site(by=manager, pk=one.pk, expected=1, name="Manchester", kind="local")
    with pytest.raises(EditsMeetError):
        places.change_site(by=manager, pk=one.pk, expected=1, name="Salford", kind="local")


def test_years_come_one_after_the_other(manager):
    first, second = year(manager), year(manager, "2026-09-01", "2027-08-31")
    assert [first.number, second.number] == [1, 2]
    with pytest.raises(HubError, match=r"Year 2 goes until 31 August 2027\.") as refused:
        year(manager, "2027-08-31", "2028-08-31")
    assert "Write 1 September 2027 as the first day" in refused.value.mend
    with pytest.raises(HubError, match=r"Year 2 begins on 1 September 2026\.") as refused:
        moved(manager, first, "2025-09-01", "2026-09-01")
    assert "Write 31 August 2026 as the last day" in refused.value.mend
    with pytest.raises(HubError, match="Year 3 would end before it begins"):
        year(manager, "2027-09-01", "2027-09-01")
    assert moved(manager, first, "2025-10-01", "2026-08-30").version == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 30), st.integers(-5, 30)), max_size=12))
def test_no_two_years_ever_overlap(manager, attempts):
    """However they are added and moved about, whatever of that was refused."""
    Year.objects.all().delete()
    day = date(2026, 1, 1)
    for which, first, last in attempts:
        days = [str(day + timedelta(days=some)) for some in (first, last)]
        there = Year.objects.filter(number=which).first()
        try:
            if there is None:
                year(manager, *days)
            else:
                moved(manager, there, *days)
        except HubError:
            continue
    kept = list(Year.objects.order_by("number"))
    assert [one.number for one in kept] == list(range(1, len(kept) + 1))
    assert all(one.starts_on < one.ends_on for one in kept)
    assert all(before.ends_on < after.starts_on for before, after in itertools.pairwise(kept))


def test_whoever_works_in_the_programme_reads_and_its_manager_writes(manager):
    one, other = site(manager), year(manager)
    for role in ROLES.values():
        by = standing(person((role, "london" if role in (CASEWORKER, TEAM_MANAGER) else ALL_SITES)))
        if role.code in ("funder", "administrator"):
            with pytest.raises(NotVisibleError):
                places.sites_seen(by)
            with pytest.raises(NotVisibleError):
                places.year_read(by, other.pk)
        else:
            assert [found["name"] for found in places.sites_seen(by)] == ["Greater Manchester"]
            assert places.year_read(by, other.pk)["number"] == 1
        if role is not PROGRAMME_MANAGER:
            with pytest.raises((RefusedError, NotVisibleError)):
                places.change_site(by=by, pk=one.pk, expected=1, name="Taken over", kind="local")
            with pytest.raises(RefusedError):
                places.add_year(by=by, starts_on=date(2030, 1, 1), ends_on=date(2030, 12, 31))
    assert Site.objects.get().name == "Greater Manchester"


def test_a_history_tells_what_was_changed(manager):
    one = year(manager)
    moved(manager, one, "2025-10-01", "2026-08-31")
    latest, first = places.year_read(manager, one.pk).changes
    assert (latest.what, first.what) == ("The year changed", "The year added")
    (field,) = latest.fields
    assert (field.label, field.before, field.after) == ("First day", "1 September 2025", "1 October 2025")


def test_the_year_of_today_is_told(manager):
    today = date.today()
    year(manager, str(today - timedelta(days=400)), str(today - timedelta(days=1)))
    year(manager, str(today), str(today + timedelta(days=1)))
    assert [one["now"] for one in places.years_seen(manager)] == [False, True]


def test_a_form_offers_every_site_that_somebody_may_use_by_name(manager):
    site(manager)
    site(manager, "london", "London")
    lead = standing(person((ROLES["systems_lead"], "manchester")))
    hers = [(ALL_SITES, "All sites"), ("manchester", "Greater Manchester")]
    assert site_choices(lead, of_organisations.WRITE) == hers
    assert site_choices(manager, of_organisations.WRITE) == [*hers, ("london", "London")]


def test_a_funder_is_not_told_that_there_are_sites():
    assert FUNDER not in access.READ.roles
