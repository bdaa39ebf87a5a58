"""Set up your programme, in a real browser: its manager goes from step to step, and sees what is there."""

import pytest
from playwright.sync_api import Page, expect
from sample.people import person

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]
STEPS = (
    "Say which years and sites the programme has",
    "Import what you have already",
    "Say what the programme hopes to change",
    "Draw the theory of change",
    "Say what each place is like",
    "Add your partners",
    "Plan the year",
)


def day(page: Page, group: str, written: str) -> None:
    date = page.get_by_role("group", name=group)
    for label, value in zip(("Year", "Month", "Day"), written.split("-"), strict=True):
        date.get_by_label(label, exact=True).fill(value)


def test_a_manager_comes_to_a_first_year(page: Page, check, enter) -> None:
    enter(person((PROGRAMME_MANAGER, ALL_SITES)))
    told = [step.inner_text() for step in page.locator("ol.steps strong").all()]
    assert [step for step in told if step in STEPS] == list(STEPS)
    assert not page.get_by_text("Done so far").count()
    check()
    page.get_by_role("link", name=STEPS[0]).click()
    page.get_by_role("link", name="Add the next year").click()
    day(page, "First day", "2025-09-01")
    day(page, "Last day", "2026-08-31")
    page.get_by_role("button", name="Add year").click()
    page.goto("/programme/sites/add/")
    page.get_by_label("Name", exact=True).fill("Greater Manchester")
    page.get_by_label("Short name").fill("manchester")
    page.get_by_label("A city or area").check()
    page.get_by_role("button", name="Add site").click()
    page.goto("/")
    expect(page.get_by_text("Done so far: 1 year and 1 site.")).to_be_visible()
    page.get_by_role("link", name=STEPS[2]).click()
    page.get_by_role("link", name="Add outcome").click()
    page.get_by_label("Outcome", exact=True).fill("Young people are safer")
    page.get_by_label("Children and young people").check()
    page.get_by_label("Due in year").fill("1")
    page.get_by_role("button", name="Add outcome").click()
    expect(page.get_by_role("heading", name="Young people are safer")).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name=STEPS[3]).click()
    page.get_by_role("button", name="Start from the template").click()
    page.get_by_role("link", name="Publish this version").click()
    page.get_by_label("Why did the theory change?").fill("The first that we agreed on")
    page.get_by_role("button", name="Publish version").click()
    expect(page.get_by_role("heading", name="Theory of change, version 1")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("Done so far: 1 outcome.")).to_be_visible()
    expect(page.get_by_text("Done so far: 1 version.")).to_be_visible()
    check()
