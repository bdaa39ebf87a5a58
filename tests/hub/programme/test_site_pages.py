"""The pages of years and sites, as they are asked for and sent."""

import pytest
from django.urls import reverse
from sample.people import logged_in, person, standing
from sample.places import site, year

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.programme.models import Programme, Site, Year

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return person((PROGRAMME_MANAGER, ALL_SITES))


def days(first: str, last: str) -> dict[str, str]:
    given = {}
    for name, day in (("starts_on", first), ("ends_on", last)):
        for part, value in zip(("year", "month", "day"), day.split("-"), strict=True):
            given[f"{name}_{part}"] = value
    return given


def test_years_and_sites_are_added_and_stand_on_the_page(manager):
    browser = logged_in(manager)
    told = browser.get(reverse("programme:programme")).content.decode()
    assert "No year is recorded yet." in told
    assert "No site is recorded yet." in told
    added = browser.post(reverse("programme:add_year"), days("2025-09-01", "2026-08-31"))
    assert added.headers["Location"] == reverse("programme:year", args=[Year.objects.get().pk])
    given = {"short_name": "manchester", "name": "Greater Manchester", "kind": "local"}
    added = browser.post(reverse("programme:add_site"), given)
    assert added.headers["Location"] == reverse("programme:site", args=[Site.objects.get().pk])
    told = browser.get(reverse("programme:programme")).content.decode()
    for words in ("Year 1", "1 September 2025", "31 August 2026", "Greater Manchester", "A city or area"):
        assert words in told


def test_the_programme_is_called_something_and_the_start_page_says_it(manager):
    browser = logged_in(manager)
    assert "Add its name" in browser.get(reverse("programme:programme")).content.decode()
    browser.post(reverse("programme:add_name"), {"name": "Safer Routes"})
    named = Programme.objects.get()
    for page in (reverse("home"), reverse("programme:programme"), reverse("programme:name", args=[named.pk])):
        assert "Safer Routes" in browser.get(page).content.decode()
    again = browser.post(reverse("programme:add_name"), {"name": "Another"})
    assert (again.status_code, Programme.objects.get().name) == (422, "Safer Routes")
    assert "The programme is called Safer Routes." in again.content.decode()
    assert "Safer Routes" not in logged_in(person()).get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"short_name": "Greater Manchester"}, "Use only small letters, digits and hyphens"),
        ({"short_name": "*"}, "Use only small letters, digits and hyphens"),
        ({"short_name": "london"}, "There is a site with the short name london."),
        ({"name": "London"}, "There is a site called London."),
        ({"kind": "abroad"}, "abroad"),
    ],
)
def test_what_cannot_be_is_told_at_the_form_and_nothing_is_lost(manager, given, told):
    site(standing(manager), "london", "London")
    whole = {"short_name": "leeds", "name": "Leeds & Bradford", "kind": "local"} | given
    answer = logged_in(manager).post(reverse("programme:add_site"), whole)
    page = answer.content.decode()
    assert (answer.status_code, Site.objects.count()) == (422, 1)
    assert told in page
    assert ("Leeds &amp; Bradford" in page) == ("name" not in given)


def test_a_year_of_which_the_last_day_cannot_be_reckoned_is_told(manager):
    given = days("9999-01-01", "9999-12-31") | dict.fromkeys(("ends_on_day", "ends_on_month", "ends_on_year"), "")
    answer = logged_in(manager).post(reverse("onboarding:year"), given)
    assert (answer.status_code, "There is no year after that one." in answer.content.decode()) == (422, True)


def test_a_year_that_overlaps_is_told_with_how_to_mend_it(manager):
    year(standing(manager))
    answer = logged_in(manager).post(reverse("programme:add_year"), days("2026-08-31", "2027-08-31"))
    assert answer.status_code == 422
    assert "Write 1 September 2026 as the first day, or a later one." in answer.content.decode()


def test_who_only_reads_is_offered_nothing_to_change(manager):
    one = site(standing(manager))
    browser = logged_in(person((CASEWORKER, "manchester")))
    for page in (reverse("programme:programme"), reverse("programme:site", args=[one.pk])):
        told = browser.get(page).content.decode()
        assert "Greater Manchester" in told
        assert "Add site" not in told
        assert ">Change<" not in told
