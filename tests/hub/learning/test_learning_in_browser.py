"""The learning log in a real browser: written down, shared, used and read elsewhere, by keyboard, on a telephone."""

import pytest
from playwright.sync_api import Page, expect
from sample.learning import learnt
from sample.people import person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.learning.models import LearningPoint, Share

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    for code, name in (("london", "London"), ("manchester", "Greater Manchester")):
        site(by, code, name)
    return by


def test_a_caseworker_writes_down_what_was_learnt_and_what_became_of_it(page: Page, check, enter, manager) -> None:
    enter(person((CASEWORKER, "london")), path="/learning/")
    check()
    page.get_by_role("link", name="Write down what was learnt").click()
    check()
    page.get_by_role("button", name="Add learning point").press("Enter")
    expect(page.get_by_text("Answer the question: What was learnt?").first).to_be_visible()
    check()
    page.get_by_label("What was learnt?").fill("Calm in custody is read as guilt.")
    page.get_by_label("The problem").press("Space")
    page.get_by_label("Greater Manchester").press("Space")
    page.get_by_role("button", name="Add learning point").press("Enter")
    expect(page.get_by_role("heading", name="Learning point", exact=True)).to_be_visible()
    check()
    page.get_by_role("link", name="Record who it was shared with").click()
    check()
    page.get_by_label("A partner organisation").press("Space")
    page.locator("[name=whom]").fill("Tidewater Police")
    page.get_by_role("button", name="Record sharing").press("Enter")
    expect(page.get_by_role("heading", name="Tidewater Police")).to_be_visible()
    check()
    page.get_by_role("link", name="Say whether it was used").click()
    check()
    page.get_by_label("Yes", exact=True).press("Space")
    page.get_by_label("How was it used?").fill("Custody training says so now.")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Custody training says so now.").first).to_be_visible()
    one = LearningPoint.objects.get()
    assert (one.site, one.about, one.transferable_to, one.used) == ("london", "problem", "manchester", "yes")
    assert Share.objects.get().whom == "Tidewater Police"
    page.get_by_role("link", name="Remove", exact=True).click()
    check()
    page.get_by_role("link", name="Keep it").click()
    expect(page.get_by_role("heading", name="Learning point", exact=True)).to_be_visible()


def test_a_colleague_elsewhere_reads_the_digest_and_asks_for_it(page: Page, check, enter, manager) -> None:
    learnt(manager, "manchester", "Partners must own a priority first.", transferable_to=("London",))
    learnt(manager, "manchester")
    enter(person((CASEWORKER, "london")), path="/learning/digest/")
    expect(page.get_by_role("heading", name="May apply where you work")).to_be_visible()
    expect(page.get_by_role("link", name="Partners must own a priority first.")).to_be_visible()
    check()
    page.get_by_role("button", name="Tell me once a week").press("Enter")
    expect(page.get_by_role("button", name="Stop telling me once a week")).to_be_visible()
    check()
    page.emulate_media(media="print")
    expect(page.get_by_text("Partners must own a priority first.")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
