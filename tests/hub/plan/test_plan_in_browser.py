"""The plan in a real browser: a target is told of and changed, a milestone held up, a priority consulted on."""

import pytest
from browsing import BOTH_WAYS
from playwright.sync_api import Page, expect
from sample.people import person, standing
from sample.places import site, year
from sample.plan import milestone, target

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.plan.models import Milestone, Priority, Target

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by, "london", "London")
    year(by)
    return by


def test_a_team_manager_says_what_was_delivered_and_what_held_a_milestone_up(page: Page, check, enter, manager) -> None:
    target(manager)
    milestone(manager)
    enter(person((TEAM_MANAGER, "london")), path="/plan/?year=1")
    check()
    page.get_by_role("link", name="training", exact=True).click()
    page.get_by_role("link", name="Say what was delivered").click()
    check()
    page.get_by_label("How many were delivered?").fill("32")
    page.get_by_label("Delivered in another way").press("Space")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Say whether it is an adaptation or drift.").first).to_be_visible()
    check()
    page.get_by_label("An adaptation: it is in keeping with the theory").press("Space")
    page.get_by_label("Why does it differ?").fill("Schools were shut.")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("32 of 40 sessions")).to_be_visible()
    check()
    page.goto(page.url.split("/plan/")[0] + "/plan/milestones/")
    check()
    page.get_by_role("link", name="Team in post").click()
    check()
    page.get_by_role("link", name="Say how it stands").click()
    page.get_by_label("What held it up?").fill("No manager yet.")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("No manager yet.").first).to_be_visible()
    assert (Target.objects.get().judged, Milestone.objects.get().cause_of_delay) == ("adaptation", "No manager yet.")


@BOTH_WAYS
def test_a_manager_changes_a_target_and_it_is_printed_with_what_it_was(page: Page, check, enter, manager) -> None:
    target(manager)
    enter(person((PROGRAMME_MANAGER, ALL_SITES)), path="/plan/?year=1")
    page.get_by_role("link", name="training", exact=True).click()
    page.get_by_role("link", name="Change the target").click()
    check()
    page.get_by_label("How many are planned now?").fill("30")
    page.get_by_label("Why is it changed?").fill("Schools were shut.")
    page.get_by_role("button", name="Change target").press("Enter")
    expect(page.get_by_role("heading", name="From 40 to 30 sessions")).to_be_visible()
    check()
    page.goto(page.url.split("/plan/")[0] + "/plan/?year=1")
    page.emulate_media(media="print")
    expect(page.get_by_text("From 40 to 30 sessions")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_a_systems_lead_drafts_a_priority_and_consults_on_it(page: Page, check, enter, manager) -> None:
    enter(person((SYSTEMS_LEAD, "london")), path="/plan/priorities/")
    check()
    page.get_by_role("link", name="Draft priority").click()
    check()
    page.get_by_label("Priority", exact=True).fill("Exclusion is a safeguarding question")
    page.get_by_label("Structures: policies, laws, roles and cultures").press("Space")
    page.get_by_role("button", name="Draft priority").press("Enter")
    page.get_by_role("link", name="Record who was consulted").click()
    check()
    page.locator("[name=with_whom]").fill("Northgate Council")
    page.get_by_label("What did they say?").fill("Ask heads first.")
    page.get_by_role("button", name="Record consultation").press("Enter")
    expect(page.get_by_text("Consulted: Northgate Council")).to_be_visible()
    check()
    assert Priority.objects.get().status == "consulted on"
