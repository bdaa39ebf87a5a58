"""Years and sites in a real browser: from nothing to a first year, by keyboard as well, on a small telephone."""

import pytest
from playwright.sync_api import Page, expect
from sample.people import person

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.programme.models import Site, Year

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


def test_a_manager_says_which_years_and_sites_there_are(page: Page, check, enter) -> None:
    enter(person((PROGRAMME_MANAGER, ALL_SITES)), path="/programme/")
    check()
    page.get_by_role("link", name="Add the next year").click()
    check()
    for group, day, month, year in (("First day", "1", "9", "2025"), ("Last day", "31", "8", "2025")):
        date = page.get_by_role("group", name=group)
        for label, value in (("Day", day), ("Month", month), ("Year", year)):
            date.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Add year").click()
    expect(page.get_by_text("Year 1 would end before it begins.").first).to_be_visible()
    check()
    page.get_by_role("group", name="Last day").get_by_label("Year", exact=True).fill("2026")
    page.get_by_role("button", name="Add year").press("Enter")
    expect(page.get_by_role("heading", name="Year 1", exact=True)).to_be_visible()
    check()
    page.goto("/programme/sites/add/")
    page.get_by_label("Name", exact=True).fill("Greater Manchester")
    page.get_by_label("Short name").fill("manchester")
    page.get_by_label("A city or area").press("Space")
    page.get_by_role("button", name="Add site").press("Enter")
    expect(page.get_by_role("heading", name="Greater Manchester")).to_be_visible()
    check()
    assert (Year.objects.count(), Site.objects.get().code) == (1, "manchester")
