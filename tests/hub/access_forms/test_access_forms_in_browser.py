"""Nothing typed into the forms of access is lost, in a browser: it dies, the line goes, time runs out, two pages."""

import re
from collections.abc import Callable

import pytest
from browsing import come_in, look_over, narrow_enough
from playwright.sync_api import BrowserContext, Page, expect
from sample.people import administering, child, granter, logged_in, person

from tideturn.hub.access.models import Authority, BreakGlass, Grant
from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, CASEWORKER, SAFEGUARDING_LEAD, TEAM_MANAGER
from tideturn.hub.accounts.models import Session, User
from tideturn.hub.common import clock
from tideturn.hub.forms.models import Draft

pytestmark = [pytest.mark.browser, pytest.mark.urls("sample.urls"), pytest.mark.usefixtures("committed")]
WHY = "She rang and is in danger"
Contexts = Callable[..., BrowserContext]


@pytest.fixture
def worker(committed) -> User:
    person((SAFEGUARDING_LEAD, ALL_SITES))
    return person((CASEWORKER, "london"))


@pytest.fixture
def manager(committed) -> User:
    user = person()
    Authority.objects.create(holder=user, role="caseworker", site="london", given_by=granter(), given_at=clock.now())
    return user


def at(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-draft-said]")).to_contain_text(words)


def test_the_browser_dies_while_one_breaks_the_glass(contexts: Contexts, worker: User) -> None:
    there = child("bristol")
    context = contexts(worker)
    page = at(context, "/access/break-glass/")
    look_over(page)
    page.get_by_label("Its reference").fill(there.reference)
    page.get_by_label("Why you need it now").fill(WHY)
    said(page, "Saved as a draft at ")
    look_over(page)
    context.close()

    page = at(contexts(worker), "/access/break-glass/")
    expect(page.get_by_label("Why you need it now")).to_have_value("")
    look_over(page)
    go_on = page.get_by_role("link", name="Go on with it")
    go_on.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why you need it now")).to_have_value(WHY)
    expect(page.get_by_label("Its reference")).to_have_value(there.reference)
    look_over(page)
    page.get_by_role("button", name="Open it for three hours").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Break-glass is open until")).to_be_visible()
    assert BreakGlass.objects.get().record == there.pk
    assert not Draft.objects.filter(ended_at=None).exists()


def test_the_line_goes_and_two_pages_keep_both(contexts: Contexts, worker: User) -> None:
    context = contexts(worker)
    first, second = at(context, "/access/break-glass/"), at(context, "/access/break-glass/")
    context.set_offline(True)
    first.get_by_label("Why you need it now").fill("Typed in the tunnel")
    said(first, "Not saved: no connection.")
    context.set_offline(False)
    said(first, "Saved as a draft at ")
    second.get_by_label("Why you need it now").fill("On the second page")
    said(second, "Saved as a draft at ")
    third = at(context, "/access/break-glass/")
    expect(third.get_by_role("link", name="Go on with it")).to_have_count(2)


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_a_role_is_granted_after_the_session_had_ended(contexts: Contexts, manager: User, script, live_server) -> None:
    new, context = person(), contexts(manager, script=script)
    page = at(context, "/access/grants/new/")
    Session.objects.all().delete()
    page.get_by_label("Who").select_option(str(new.pk))
    page.get_by_label("Role").select_option("caseworker")
    page.get_by_label("Site").fill("london")
    for box, part in (("Day", "3"), ("Month", "November"), ("Year", "2990")):
        page.get_by_role("group", name="First day").get_by_label(box).fill(part)
    page.get_by_role("button", name="Grant the role").click()
    expect(page.get_by_role("heading", name="Log in", exact=True)).to_be_visible()
    assert not Grant.objects.filter(user=new).exists()
    come_in(context, logged_in(manager).cookies["sessionid"].value, live_server.url)
    page.goto("/access/grants/new/")
    expect(page.get_by_text("when your session had ended").first).to_be_visible()
    look_over(page) if script else narrow_enough(page)
    page.get_by_role("link", name="Go on with it").first.click()
    expect(page.get_by_label("Who")).to_have_value(str(new.pk))
    expect(page.get_by_role("group", name="First day").get_by_label("Month")).to_have_value("November")
    page.get_by_role("button", name="Grant the role").click()
    expect(page.get_by_text("The role is granted.")).to_be_visible()
    assert Grant.objects.get(user=new).starts_on.year == 2990


def test_what_is_wrong_comes_back_filled_in_without_script(contexts: Contexts, manager: User) -> None:
    page = at(contexts(manager, script=False), "/access/grants/new/")
    page.get_by_label("Site").fill("london")
    page.get_by_role("group", name="First day").get_by_label("Day").fill("31")
    page.get_by_role("group", name="First day").get_by_label("Month").fill("2")
    page.get_by_role("group", name="First day").get_by_label("Year").fill("2990")
    page.get_by_role("button", name="Grant the role").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("link", name="There is no 31 February 2990: that month has 28 days.")).to_be_visible()
    expect(page.get_by_label("Site")).to_have_value("london")
    expect(page.get_by_role("group", name="First day").get_by_label("Month")).to_have_value("2")
    narrow_enough(page)


def test_a_record_is_restricted_with_what_was_typed_before(contexts: Contexts) -> None:
    here, manager, other = child("london"), person((TEAM_MANAGER, "london")), person((CASEWORKER, "london"))
    address = f"/access/restricted/child/{here.pk}/"
    page = at(contexts(manager), address)
    page.get_by_label("Why it is restricted").fill("A colleague’s own family")
    page.get_by_label(other.name).check()
    said(page, "Saved as a draft at ")
    page = at(contexts(manager), address)
    look_over(page)
    page.get_by_role("link", name="Go on with it").click()
    expect(page.get_by_label("Why it is restricted")).to_have_value("A colleague’s own family")
    expect(page.get_by_label(other.name)).to_be_checked()
    page.get_by_role("button", name="Restrict the record").click()
    expect(page.get_by_role("heading", name="Restricted record")).to_be_visible()
    look_over(page)


def test_the_last_day_of_an_account_is_set_on_a_page_of_its_own(contexts: Contexts) -> None:
    administrator, other = person((ADMINISTRATOR, ALL_SITES)), person()
    context = contexts(administrator)
    administering(administrator)
    page = at(context, f"/people/{other.pk}/")
    look_over(page)
    page.get_by_role("link", name="Set the last day").click()
    look_over(page)
    page.get_by_label("Day", exact=True).fill("3 Nov 2990")
    said(page, "Saved as a draft at ")
    page.get_by_role("button", name="Set the last day").click()
    expect(page.get_by_text("The last day of the account is set.")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="3 November 2990")).to_be_visible()
    look_over(page)
