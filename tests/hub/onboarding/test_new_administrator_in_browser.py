"""A new administrator, from the terminal's link to an empty hub to a first year; whom they invite does the rest."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from browsing import BOTH_WAYS
from playwright.sync_api import Browser, Page, expect

from tideturn.hub.accounts.services.invitations import first_administrator_link

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]
GOOD = "slow rivers turn twice"
FROM_EMPTY = "Set up your programme"


@pytest.fixture
def another(browser: Browser, live_server, scripted: bool):
    """A browser of somebody else's."""
    from browsing import NARROW

    made = []

    def opened() -> Page:
        context = browser.new_context(base_url=live_server.url, viewport=NARROW, java_script_enabled=scripted)
        context.set_default_timeout(30_000)
        made.append(context)
        return context.new_page()

    yield opened
    for context in made:
        context.close()


def open_account(page: Page, link: str, name: str, email: str = "") -> None:
    page.goto(link)
    if email:
        page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password", exact=True).fill(GOOD)
    page.get_by_label("Password again").fill(GOOD)
    page.get_by_role("button", name="Open the account").click()


def set_up_app(page: Page) -> None:
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("ol code").inner_text()
    page.get_by_label("Code that the app shows").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()


def row(page: Page, called: str) -> Callable[[str], object]:
    return page.get_by_role("group", name=called, exact=True).get_by_label


@BOTH_WAYS
def test_from_an_empty_hub_to_a_first_year(page: Page, check, another, settings, live_server) -> None:
    settings.TIDETURN_URL = live_server.url
    open_account(page, first_administrator_link(), "First Person", "first@example.org")
    set_up_app(page)
    page.goto("/")
    page.get_by_role("link", name=FROM_EMPTY).click()
    expect(page.get_by_text("To do (programme manager).").first).to_be_visible()
    expect(page.get_by_text("Done so far")).to_have_count(0)  # the administrator themselves are no lead
    check()
    page.get_by_role("link", name="Who sets this up with you").click()
    check()
    page.get_by_role("link", name="Begin a staff session").click()
    page.get_by_label("What you are going to do").fill("Invite those who begin")
    page.get_by_role("button", name="Begin the staff session").click()
    page.goto("/begin/first-people/")
    for called, name in (("Person 1", "Pat"), ("Person 2", "Gale")):
        row(page, called)("Name").fill(name)
        row(page, called)("E-mail address").fill(f"{name.lower()}@example.org")
    check()
    page.get_by_role("button", name="Invite them").click()
    expect(page.get_by_role("heading", name="Invited: 2 people")).to_be_visible()
    check()
    pat, gale = another(), another()
    links = page.locator(".given").all_inner_texts()
    for who, name, link in zip((pat, gale), ("Pat", "Gale"), links, strict=True):
        open_account(who, link, name)
        expect(who.get_by_role("heading", name="You hold no role yet")).to_be_visible()
    page.get_by_role("link", name="Back to who was invited").click()
    check()
    page.get_by_role("link", name=re.compile("Choose who can grant Programme manager")).click()
    page.get_by_label("Who may grant it").select_option(label="Gale (gale@example.org)")
    page.get_by_label("Role").select_option("programme_manager")
    page.get_by_role("button", name="Give the authority").click()
    page.goto("/begin/name/")
    expect(page.get_by_text("This is for the programme manager.")).to_be_visible()
    check()

    gale.goto("/begin/people/")
    gale.get_by_role("link", name="Grant the role to Pat").click()
    gale.get_by_role("button", name="Grant the role").click()
    expect(gale.get_by_text("The role is granted.")).to_be_visible()

    pat.goto("/")
    pat.get_by_role("link", name=FROM_EMPTY).click()
    pat.get_by_role("link", name="What the programme is called").click()
    pat.get_by_label("Name of the programme").fill("Safer Routes")
    pat.get_by_role("button", name="Save").click()
    days = pat.get_by_role("group", name="First day")
    for label, value in (("Day", "1"), ("Month", "9"), ("Year", "2025")):
        days.get_by_label(label, exact=True).fill(value)
    pat.get_by_role("button", name="Save").click()
    for called, name in (("Site 1", "Leeds"), ("Site 2", "Greater Manchester")):
        row(pat, called)("Name", exact=True).fill(name)
    pat.get_by_role("button", name="Add them").click()
    expect(pat.get_by_text("This is for the administrator.")).to_be_visible()
    pat.get_by_role("link", name=re.compile("Go on|Skip this for now")).click()
    pat.get_by_label("Young people’s mental and emotional health").uncheck()
    pat.get_by_role("button", name="Add these outcomes").click()
    expect(pat.get_by_role("heading", name="The theory of change")).to_be_visible()
    pat.get_by_role("button", name="Begin from this template").click()
    expect(pat.get_by_role("heading", name="The next version of the theory")).to_be_visible()
    pat.goto("/begin/next/")
    expect(pat.get_by_text("Your first year is set up: Year 1, from 1 September 2025")).to_be_visible()
    pat.goto("/")
    expect(pat.get_by_text("Done so far: 1 year and 2 sites.")).to_be_visible()
    expect(pat.get_by_text("Done so far: 17 outcomes.")).to_be_visible()
    expect(pat.get_by_text("Safer Routes")).to_be_visible()
    expect(pat.get_by_role("link", name=FROM_EMPTY)).to_have_count(0)
