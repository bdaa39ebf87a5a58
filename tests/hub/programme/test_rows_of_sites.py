"""Years and sites as rows of the programme folder, what may be removed of them, and what stands on a site's page."""

import pytest
from django.apps import apps
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample import places as sites
from sample.folder import add, change, goes_round
from sample.history import removed
from sample.people import hold, logged_in, person, standing
from sample.places import site, year

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, SITE_KIND
from tideturn.hub.access.models import Authority, Grant
from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER, TEAM_MANAGER
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.history.models import Version
from tideturn.hub.programme import kept
from tideturn.hub.programme.kept import Section, section
from tideturn.hub.programme.models import Kind, Site, Year
from tideturn.hub.programme.resource import ALL_OF_THEM

pytestmark = pytest.mark.django_db
LEEDS = {"code": "leeds", "name": "Leeds", "kind": "local"}


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def test_the_terms_are_the_folders():
    assert tuple(Kind.values) == SITE_KIND.codes
    assert ALL_OF_THEM == PROGRAMME_SCOPE


def test_rows_go_in_and_out(manager):
    goes_round(manager, "sites", LEEDS, name="Leeds and Bradford", kind="national")
    goes_round(manager, "programme", {"name": "name", "value": "Safer Routes"}, value="Safer Roads")
    goes_round(manager, "years", {"number": "1", "start": "2025-09-01", "end": "2026-08-31"}, start="2025-10-01")


def test_a_site_of_which_nothing_is_said_is_a_local_one(manager):
    add(manager, "sites", LEEDS | {"kind": ""})
    assert Site.objects.get().kind == Kind.LOCAL


@pytest.mark.parametrize(
    ("table", "cells", "told"),
    [
        ("sites", LEEDS | {"kind": "abroad"}, r"kind: abroad is none of its terms\. Write one of: local, national\."),
        ("sites", LEEDS | {"code": "Leeds City"}, "“Leeds City” cannot be a site’s short name"),
        ("sites", LEEDS | {"code": "programme"}, "means all sites together"),
        ("sites", LEEDS | {"code": ""}, "code: nothing is written"),
        ("sites", LEEDS | {"name": "x" * 121}, r"name: it has 121 characters\. Shorten it to 120\."),
        ("sites", LEEDS | {"name": "a\0b"}, "name: it holds a character that cannot be read"),
        ("programme", {"name": "name", "value": " "}, "value: nothing is written"),
        ("programme", {"name": "name", "value": "x" * 201}, r"value: it has 201 characters\. Shorten it to 200\."),
        ("years", {"number": "2", "start": "2025-09-01", "end": "2026-08-31"}, r"the next one is Year 1"),
        ("years", {"number": "1", "start": "1 Sept", "end": "2026-08-31"}, "start: 1 Sept is not a date"),
        ("years", {"number": "1", "start": "", "end": "2026-08-31"}, "start: no day is given"),
        ("years", {"number": "1", "start": "2026-09-01", "end": "2026-08-31"}, "would end before it begins"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_a_sentence(manager, table, cells, told):
    with pytest.raises(HubError, match=told):
        add(manager, table, cells)
    assert (Site.objects.count(), Year.objects.count()) == (0, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    st.fixed_dictionaries({"code": st.text(max_size=50), "name": st.text(max_size=130), "kind": st.text(max_size=9)})
)
def test_whatever_a_row_holds_it_is_written_or_refused_in_a_sentence(manager, cells):
    try:
        pk = add(manager, "sites", cells)
    except HubError:
        return
    change(manager, "sites", pk, cells)
    Site.objects.get().delete()


def test_only_the_last_year_is_removed_and_nothing_of_which_something_is_kept(manager, monkeypatch):
    first, second = year(manager), year(manager, "2026-09-01", "2027-08-31")
    with pytest.raises(HubError, match="Another year follows Year 1") as refused:
        sites.remove_year(by=manager, pk=first.pk, expected=1)
    assert "Remove Year 2 first" in refused.value.mend
    with pytest.raises(EditsMeetError):
        sites.remove_year(by=manager, pk=second.pk, expected=2)
    monkeypatch.setitem(kept.OF_YEARS, "plans", lambda number: number == 2)
    with pytest.raises(HubError, match="because it has plans"):
        sites.remove_year(by=manager, pk=second.pk, expected=1)
    monkeypatch.delitem(kept.OF_YEARS, "plans")
    sites.remove_year(by=manager, pk=second.pk, expected=1)
    assert [one.number for one in Year.objects.all()] == [1]
    assert removed(Year).get().by_id == manager.user
    assert Event.objects.filter(action="programme.remove_year", record=second.pk).exists()


def test_a_site_goes_only_while_nobody_and_nothing_is_at_it(manager, monkeypatch):
    one = site(manager)
    monkeypatch.setitem(kept.AT_SITES, "children", lambda code: code == "manchester")
    with pytest.raises(HubError, match="because it has children"):
        sites.remove_site(by=manager, pk=one.pk, expected=1)
    monkeypatch.delitem(kept.AT_SITES, "children")
    hold(person(), CASEWORKER, "manchester")
    with pytest.raises(HubError, match="has, or had, a role at Greater Manchester"):
        sites.remove_site(by=manager, pk=one.pk, expected=1)
    other = site(manager, "leeds", "Leeds")
    with pytest.raises(RefusedError):
        sites.remove_site(by=standing(person((TEAM_MANAGER, "bradford"))), pk=other.pk, expected=1)
    sites.remove_site(by=manager, pk=other.pk, expected=1)
    assert [found.code for found in Site.objects.all()] == ["manchester"]


def test_every_room_that_keeps_something_at_a_site_says_so():
    """By the fields of its records: a site goes beneath none of them."""
    kept_at_sites = {
        model
        for model in apps.get_models()
        if issubclass(model, Record)
        and model.__module__.startswith("tideturn.hub.")
        and any(field.name == "site" for field in model._meta.get_fields())
    }
    below = {Grant, Authority, Version}
    named = {str(model._meta.verbose_name_plural) for model in kept_at_sites - below}
    # With which site a point was shared, and for which one a job asks for its permission: neither is at it.
    assert named - {"shares", "jobs"} <= kept.AT_SITES.keys()


def test_rooms_say_once_what_they_keep():
    kept_there = {}
    kept.keeps(kept_there, "posts", lambda code: True)
    with pytest.raises(ValueError, match="another app"):
        kept.keeps(kept_there, "posts", lambda code: False)


def test_removing_is_asked_about_first(manager):
    one, browser = site(manager), logged_in(person((PROGRAMME_MANAGER, ALL_SITES)))
    page = browser.get(reverse("programme:remove_site", args=[one.pk]))
    assert "Remove the site?" in page.content.decode()
    gone = browser.post(reverse("programme:remove_site", args=[one.pk]), {"version": "1"})
    assert (gone.headers["Location"], Site.objects.count()) == (reverse("programme:programme"), 0)
    last = year(manager)
    browser.post(reverse("programme:remove_year", args=[last.pk]), {"version": "1"})
    assert Year.objects.count() == 0


def test_what_the_rooms_above_have_stands_on_the_sites_page(manager, monkeypatch):
    def address(pk, code):
        return f"/{pk}/{code}/"

    monkeypatch.setattr(kept, "SECTIONS", [])
    one = site(manager)
    for place, (title, shown) in enumerate((("Second", True), ("Hidden", False), ("First", True))):
        section(Section(title, address, lambda by, code: f"About {code}", lambda by, s=shown: s, -place))
    with pytest.raises(ValueError, match="a section First already"):
        section(Section("First", address, lambda by, code: "", lambda by: True, 0))
    told = logged_in(person((CASEWORKER, "leeds"))).get(reverse("programme:site", args=[one.pk])).content.decode()
    assert told.index("First") < told.index("Second")
    assert "Hidden" not in told
    assert told.count("About manchester") == 2
    assert told.count(f'href="/{one.pk}/manchester/"') == 2
