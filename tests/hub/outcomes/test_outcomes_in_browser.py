"""Outcomes and definitions in a real browser: from nothing to a framework and a glossary, by keyboard as well."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from sample.outcomes import definition, reworded
from sample.people import person, standing
from sample.places import site, year

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.outcomes.models import Definition, Outcome

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


@pytest.fixture
def manager():
    return person((PROGRAMME_MANAGER, ALL_SITES))


def test_a_manager_says_what_the_programme_hopes_to_change(manager, page: Page, check, enter) -> None:
    site(standing(manager))
    year(standing(manager))
    enter(manager, path=reverse("outcomes:framework"))
    check()
    page.get_by_role("link", name="Add outcome").click()
    check()
    page.get_by_label("Outcome", exact=True).fill("Young people are safer")
    page.get_by_label("Children and young people").press("Space")
    page.get_by_label("Due in year").fill("2")
    page.get_by_label("Greater Manchester").press("Space")
    page.get_by_role("button", name="Add outcome").press("Enter")
    expect(page.get_by_text("Say who will look at it then").first).to_be_visible()
    check()
    page.get_by_label("Who will look then").fill("The charity’s research team")
    page.get_by_role("button", name="Add outcome").press("Enter")
    expect(page.get_by_role("heading", name="Young people are safer")).to_be_visible()
    check()
    one = Outcome.objects.get()
    assert (one.due_year, one.sites, one.looked_at_by) == (2, ["manchester"], "The charity’s research team")
    page.get_by_role("link", name="Remove outcome").click()
    check()
    page.get_by_role("link", name="Keep it").click()
    expect(page.get_by_role("heading", name="Young people are safer")).to_be_visible()
    page.get_by_role("link", name="Remove outcome").click()
    page.get_by_role("button", name="Remove it").press("Enter")
    expect(page.get_by_text("The outcome is removed.")).to_be_visible()
    assert not Outcome.objects.exists()


def test_a_term_is_worded_anew_and_told_to_each_in_their_words(manager, page: Page, check, enter) -> None:
    one = definition(standing(manager))
    reworded(standing(manager), one, for_staff="Altering rules and habits")
    enter(manager, path=reverse("outcomes:definition", args=[one.pk]))
    check()
    page.get_by_role("link", name="Reword definition").click()
    check()
    expect(page.get_by_label("Why it is worded so")).to_have_value("")
    page.get_by_label("In words for young people").fill("Making help better for you.")
    page.get_by_label("Why it is worded so").fill("Young people asked for it")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Making help better for you.")).to_be_visible()
    expect(page.get_by_text("Wording 2")).to_be_visible()
    check()
    page.goto(reverse("outcomes:words"))
    page.get_by_role("link", name="For young people").click()
    expect(page.get_by_text("Making help better for you.")).to_be_visible()
    check()
    assert Definition.objects.get().reason == "Young people asked for it"
