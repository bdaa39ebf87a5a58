"""The pages of outcomes and definitions, as they are asked for and sent."""

import re

import pytest
from django.urls import reverse
from sample.outcomes import SAFER, changed, definition, outcome, reworded
from sample.people import logged_in, person, standing
from sample.places import site, year

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.outcomes.models import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return person((PROGRAMME_MANAGER, ALL_SITES))


def test_an_outcome_is_added_and_stands_on_the_page_with_its_sites_by_name(manager):
    site(standing(manager))
    browser = logged_in(manager)
    assert "No outcome is recorded yet." in browser.get(reverse("outcomes:framework")).content.decode()
    given = SAFER | {"sites": ["manchester"], "better": "", "element": ""}
    added = browser.post(reverse("outcomes:add_outcome"), given)
    assert added.headers["Location"] == reverse("outcomes:outcome", args=[Outcome.objects.get().pk])
    told = browser.get(reverse("outcomes:framework")).content.decode()
    for words in ("Children and young people", "Young people are safer", "Year 2", "Greater Manchester"):
        assert words in told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"title": ""}, "Fill in: outcome."),
        ({"due_year": "soon"}, "Enter a whole number."),
        ({"due_year": "7"}, "Say who will look at it then"),
        ({"element": "pathways"}, "Only an outcome of the system"),
        ({"sites": ["leeds"]}, "leeds"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(manager, given, told):
    for first, last in (("2025-09-01", "2026-08-31"), ("2026-09-01", "2027-08-31")):
        year(standing(manager), first, last)
    answer = logged_in(manager).post(reverse("outcomes:add_outcome"), SAFER | {"definition": "Kept words"} | given)
    page = answer.content.decode()
    assert (answer.status_code, Outcome.objects.count()) == (422, 0)
    assert page.count(told) >= 2  # at the head of the page, and at the field
    assert "Kept words" in page


def test_the_page_of_a_change_names_the_record_whatever_is_typed(manager):
    one = outcome(standing(manager), due_year=1)
    browser, address = logged_in(manager), reverse("outcomes:change_outcome", args=[one.pk])
    begun = browser.get(address)
    wrong = browser.post(address, {"opened": begun.context["form"]["opened"].value(), "title": ""})
    assert (begun.status_code, wrong.status_code) == (200, 422)
    for page in (begun, wrong):
        assert f"Change the outcome: {one.title} – Tideturn</title>" in page.content.decode()


def test_what_was_changed_since_it_was_looked_at_is_not_removed(manager):
    one = outcome(standing(manager))
    browser, address = logged_in(manager), reverse("outcomes:remove_outcome", args=[one.pk])
    page = browser.get(address).content.decode()
    assert "Remove the outcome?" in page
    assert 'name="version" value="1.0"' in page
    changed(standing(manager), one, title="Young people feel safer")
    answer = browser.post(address, {"version": "1"}, follow=True)
    assert "Nothing was removed: somebody changed the outcome meanwhile." in answer.content.decode()
    answer = browser.post(address, {"version": "2"}, follow=True)
    assert "The outcome is removed." in answer.content.decode()
    assert not Outcome.objects.exists()


def test_a_glossary_is_told_to_each_in_their_words(manager):
    definition(standing(manager))
    browser = logged_in(person((CASEWORKER, "london")))
    for asked, here, words in (
        ("", "staff", "Altering what holds"),
        ("?for=partners", "partners", "Changing how services"),
        ("?for=young-people", "young-people", "grown-ups"),
        ("?for=nobody", "staff", "Altering what holds"),
    ):
        told = browser.get(reverse("outcomes:words") + asked).content.decode()
        assert words in told
        assert re.findall(r'href="\?for=([a-z-]+)" aria-current="page"', told) == [here]
        assert "Add definition" not in told


def test_a_definition_shows_how_it_was_worded_before(manager):
    one = definition(standing(manager))
    browser = logged_in(manager)
    address = reverse("outcomes:definition", args=[one.pk])
    assert "This is its first wording." in browser.get(address).content.decode()
    reworded(standing(manager), one, for_staff="Otherwise")
    told = browser.get(address).content.decode()
    for words in ("Otherwise", "Wording 1", "Altering what holds a problem in place.", "Agreed at the start."):
        assert words in told
    page = browser.get(reverse("outcomes:change_definition", args=[one.pk])).content.decode()
    assert "Otherwise" in page
    assert "Partners took it" not in page  # a reason is that of its own wording


def test_who_only_reads_is_offered_nothing_to_change(manager):
    one, meant = outcome(standing(manager)), definition(standing(manager))
    browser = logged_in(person((CASEWORKER, "london")))
    for page in (
        reverse("outcomes:framework"),
        reverse("outcomes:outcome", args=[one.pk]),
        reverse("outcomes:definition", args=[meant.pk]),
    ):
        told = browser.get(page).content.decode()
        for offer in ("Add outcome", "Change outcome", "Remove outcome", "Reword definition"):
            assert offer not in told


@pytest.mark.parametrize("better", ["", "up", "down"])
def test_a_form_that_is_sent_as_it_came_changes_nothing(manager, better):
    one = outcome(standing(manager), better=better)
    browser, address = logged_in(manager), reverse("outcomes:change_outcome", args=[one.pk])
    page = browser.get(address).content.decode()
    (sealed,) = re.findall(r'name="opened" value="([^"]+)"', page)
    (ticked,) = re.findall(r'name="better" value="(\w*)"[^>]*checked', page)
    assert ticked == better
    answer = browser.post(address, SAFER | {"opened": sealed, "better": ticked})
    assert (answer.status_code, Outcome.objects.get().version) == (302, 1)
