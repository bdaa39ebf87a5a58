"""Places in a real browser: a threshold is adapted and its log read, by keyboard as well, on a small telephone."""

import re

import pytest
from playwright.sync_api import Page, expect
from sample.at_places import AGED_10, AGED_14, YOUNGER, criterion, post
from sample.people import person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.local_context.models import Criterion, DataAsk

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


def fill_in(page: Page, group: str, day: str, month: str, year: str) -> None:
    date = page.get_by_role("group", name=group)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        date.get_by_label(label, exact=True).fill(value)


def test_a_manager_adapts_a_threshold_and_reads_the_log(page: Page, check, enter) -> None:
    user = person((PROGRAMME_MANAGER, ALL_SITES))
    site(standing(user))
    criterion(standing(user))
    enter(user, path="/places/")
    check()
    page.get_by_role("link", name="1 holds today.").click()
    check()
    page.get_by_role("link", name=AGED_14).first.click()
    check()
    page.get_by_role("link", name="Adapt criterion").press("Enter")
    check()
    page.get_by_label("Criterion").fill(AGED_10)
    fill_in(page, "From when?", "1", "1", "2026")
    page.get_by_label("Why it is changed").fill(YOUNGER)
    page.get_by_role("button", name="Adapt criterion").press("Enter")
    expect(page.get_by_text("The criterion that it replaces began on 5 January 2026.").first).to_be_visible()
    expect(page.get_by_label("Why it is changed")).to_have_value(YOUNGER)
    check()
    fill_in(page, "From when?", "1", "6", "2026")
    page.get_by_role("button", name="Adapt criterion").press("Enter")
    expect(page.get_by_text("It holds")).to_be_visible()
    check()
    page.goto("/places/adaptations/")
    expect(page.get_by_role("row").filter(has_text=YOUNGER)).to_contain_text(AGED_14)
    check()
    assert Criterion.objects.get(text=AGED_10).replaces.text == AGED_14


def test_a_manager_looks_at_posts_and_prepares_the_baseline(page: Page, check, enter) -> None:
    user = person((PROGRAMME_MANAGER, ALL_SITES))
    by, one = standing(user), site(standing(user))
    post(by, filled="2026-01-05", left="2026-02-02")
    enter(user, path=f"/places/{one.pk}/posts/")
    expect(page.get_by_text("Managers are best in post before staff.")).to_be_visible()
    check()
    page.get_by_role("link", name="Baseline", exact=True).click()
    page.get_by_role("button", name="Begin list").press("Enter")
    expect(page.get_by_text("Still to ask").first).to_be_visible()
    check()
    page.get_by_role("link", name=re.compile(r"^Change.*National Referral")).press("Enter")
    page.get_by_label("Agreed", exact=True).press("Space")
    page.get_by_label("Note").fill("The council counts it, and shares it each month.")
    check()
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    check()
    assert DataAsk.objects.filter(state="agreed").count() == 1
