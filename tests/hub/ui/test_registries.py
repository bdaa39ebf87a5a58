"""Each entry of the navigation and of the first steps is registered once, and leads to a page that exists."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import resolve, reverse
from sample.people import administering, logged_in, person

from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, CASEWORKER, FUNDER, GOVERNANCE_LEAD, ROLES
from tideturn.hub.accounts.models import User
from tideturn.hub.ui import first_use, navigation
from tideturn.hub.ui.navigation import ENTRIES, Link, Navigation, Section
from tideturn.hub.ui.shell import Shell


def shown(user: User, path: str = "/") -> Navigation:
    request = RequestFactory().get(path)
    request.user, request.resolver_match = user, resolve(path)
    return Navigation(request)


def labels(links: tuple[Link, ...]) -> set[str]:
    return {link.label for link in links}


@pytest.fixture
def _registries(monkeypatch) -> None:
    """What a test says is forgotten after it."""
    monkeypatch.setattr(navigation, "ENTRIES", [*ENTRIES])
    monkeypatch.setattr(first_use, "FIRST_USE", {**first_use.FIRST_USE})


def test_every_entry_leads_to_a_page() -> None:
    for entry in ENTRIES:
        assert reverse(entry.url_name)
    for steps in (one.steps for one in first_use.FIRST_USE.values()):
        assert all(reverse(step.url_name) for step in steps if step.url_name)


def test_every_role_is_told_what_to_do_first() -> None:
    assert set(first_use.FIRST_USE) == set(ROLES)
    assert all(one.steps for one in first_use.FIRST_USE.values())


@pytest.mark.django_db
def test_each_is_shown_what_they_may_open() -> None:
    assert "Audit" not in labels(shown(person((FUNDER, ALL_SITES)), "/access/audit/").within)
    reads = shown(person((GOVERNANCE_LEAD, ALL_SITES)), "/access/audit/")
    assert ("Access", "page") not in [(link.label, link.current) for link in reads.sections]
    assert ("Access", "true") in [(link.label, link.current) for link in reads.sections]
    assert {"Audit", "Staff sessions", "Break-glass"} <= labels(reads.within)
    assert [link.label for link in reads.within if link.current] == ["Audit"]


@pytest.mark.django_db
def test_a_section_with_one_page_is_called_by_it() -> None:
    caseworker = shown(person((CASEWORKER, "london")), "/access/break-glass/")
    assert ("Break-glass", "page") in [(link.label, link.current) for link in caseworker.sections]
    assert caseworker.within == ()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_nothing_in_the_navigation_is_a_page_that_is_not_there(role: str) -> None:
    user = person((ROLES[role], "london" if role in ("caseworker", "team_manager") else ALL_SITES))
    client = logged_in(user)
    places = shown(user)
    for link in (*places.sections, *places.account):
        assert client.get(link.url).status_code == 200, link
        within = shown(user, link.url).within
        assert all(client.get(one.url).status_code == 200 for one in within)


@pytest.mark.django_db
def test_an_administrator_is_shown_people_within_a_staff_session_alone() -> None:
    user = person((ADMINISTRATOR, ALL_SITES))
    assert "People" not in labels(shown(user, "/people/").within)
    administering(user)
    assert {"People", "Who may grant which role"} <= labels(shown(user, "/people/").within)


@pytest.mark.django_db
def test_a_page_beneath_an_entry_is_in_its_section() -> None:
    user = person((ADMINISTRATOR, ALL_SITES))
    administering(user)
    assert [link.label for link in shown(user, "/people/invite/").sections if link.current] == ["Access"]
    assert {"Your account", "How you log in", "What you may do"} <= labels(shown(user, "/account/").account)
    assert labels(shown(user, "/account/").within) == set()


def test_nobody_who_is_not_logged_in_is_shown_where_to_go() -> None:
    request = RequestFactory().get("/")
    request.user, request.resolver_match = AnonymousUser(), resolve("/")
    assert Shell(request).navigation is None


def test_which_hub_this_is_stands_on_every_page(client, settings) -> None:
    assert b"environment" not in client.get("/account/log-in/").content
    settings.TIDETURN_BANNER = "For trying out. Everybody here is made up."
    assert "For trying out. Everybody here is made up." in client.get("/account/log-in/").content.decode()


@pytest.mark.usefixtures("_registries")
def test_what_was_said_already_is_not_said_again() -> None:
    with pytest.raises(ValueError, match="in the navigation already"):
        navigation.goes_to("Again", "home", Section.START)
    with pytest.raises(ValueError, match="said already"):
        first_use.begins("caseworker", "Another lede.")
    with pytest.raises(ValueError, match="nobody said"):
        first_use.then("gardener", first_use.Step("Dig", "Nothing grows otherwise."))


@pytest.mark.usefixtures("_registries")
def test_a_room_adds_to_what_comes_first_in_its_place() -> None:
    before = [step.title for step in first_use.FIRST_USE["funder"].steps]
    for title, place in (("Plan the year", 60), ("Say which years there are", 10), ("Open your cases", 0)):
        first_use.then("funder", first_use.Step(title, "It comes in its place.", place=place))
    titles = [step.title for step in first_use.FIRST_USE["funder"].steps]
    assert titles == [*before, "Open your cases", "Say which years there are", "Plan the year"]


def test_how_much_there_is_already_is_told_in_words() -> None:
    assert [first_use.counted(many, "site") for many in (0, 1, 1200)] == ["", "1 site", "1,200 sites"]
    assert first_use.counted(2, "criterion", "criteria") == "2 criteria"
