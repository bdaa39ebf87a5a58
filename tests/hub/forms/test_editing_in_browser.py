"""Nothing typed is lost, in a real browser: time runs out, the browser dies, the line goes, two pages, two people."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from browsing import come_in, look_over, narrow_enough
from playwright.sync_api import BrowserContext, Page, expect
from sample.models import Child
from sample.people import child, logged_in, person

from tideturn.hub.access.roles import CASEWORKER
from tideturn.hub.accounts.models import Session, User
from tideturn.hub.common.record_ids import record_id
from tideturn.hub.crypto.disclosure import opening
from tideturn.hub.forms.models import Draft

from .filling_in import Filled

pytestmark = [pytest.mark.browser, pytest.mark.urls("sample.urls"), pytest.mark.usefixtures("committed")]
PASSWORD, SECRET = "three quiet herons", "JBSWY3DPEHPK3PXP"


@pytest.fixture
def worker(committed) -> User:
    return person((CASEWORKER, "london"))


@pytest.fixture
def kept(committed) -> Child:
    return child("london")


def at_form(context: BrowserContext, kept: Child) -> Page:
    page = context.new_page()
    page.goto(f"/sample/{kept.pk}/change")
    return page


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-draft-said]")).to_contain_text(words)


def note(kept: Child) -> str:
    with opening([record_id(kept)]):
        return Child.objects.get(pk=kept.pk).note


def test_the_browser_dies_and_what_was_typed_comes_back(contexts, worker, kept) -> None:
    context = contexts(worker)
    page = at_form(context, kept)
    look_over(page)
    page.get_by_label("Note").fill("Typed before the crash")
    said(page, "Saved as a draft at ")
    look_over(page)
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    context.close()

    page = at_form(contexts(worker), kept)
    expect(page.get_by_label("Note")).to_have_value("A planted note")
    expect(page.get_by_text("You began this on ")).to_be_visible()
    look_over(page)
    page.get_by_role("link", name="Go on with it").click()
    expect(page.get_by_label("Note")).to_have_value("Typed before the crash")
    look_over(page)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/sample/{kept.pk}/")
    assert note(kept) == "Typed before the crash"
    page.goto(f"/sample/{kept.pk}/change")
    expect(page.get_by_text("You began this on ")).to_have_count(0)


def test_it_is_said_to_be_saved_only_while_all_of_it_is(contexts, worker, kept) -> None:
    page = at_form(contexts(worker), kept)
    page.get_by_label("Note").fill("First")
    said(page, "Saved as a draft at ")
    page.get_by_label("Note").fill("First and second")
    assert page.locator("[data-draft-said]").inner_text() == "Saving what you type…"
    said(page, "Saved as a draft at ")
    page.goto("about:blank")
    page = at_form(contexts(worker), kept)
    page.get_by_role("link", name="Go on with it").click()
    expect(page.get_by_label("Note")).to_have_value("First and second")


def test_what_stands_in_a_page_that_is_closed_at_once_is_kept(contexts, worker, kept) -> None:
    page = at_form(contexts(worker), kept)
    page.get_by_label("Note").fill("Closed at once")
    page.goto("/account/")
    _soon(lambda: Draft.objects.filter(ended_at=None).exists())
    page.goto(f"/sample/{kept.pk}/change")
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text("The draft is thrown away.")).to_be_visible()
    expect(page.get_by_text("You began this on ")).to_have_count(0)


def test_the_connection_goes_and_comes_back(contexts, worker, kept) -> None:
    context = contexts(worker)
    page = at_form(context, kept)
    context.set_offline(True)
    page.get_by_label("Note").fill("Typed in the tunnel")
    said(page, "Not saved: no connection. What you typed is still here")
    look_over(page)
    page.get_by_role("button", name="Save").click()
    said(page, "Not sent: no connection. What you typed is still here.")
    expect(page.get_by_label("Note")).to_have_value("Typed in the tunnel", timeout=100)
    context.set_offline(False)
    said(page, "Saved as a draft at ")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/sample/{kept.pk}/")
    assert note(kept) == "Typed in the tunnel"


def test_two_pages_of_one_form_keep_both(contexts, worker, kept) -> None:
    context = contexts(worker)
    first, second = at_form(context, kept), at_form(context, kept)
    first.get_by_label("Note").fill("The first page")
    said(first, "Saved as a draft")
    second.get_by_label("Note").fill("The second page")
    said(second, "Saved as a draft")
    third = at_form(context, kept)
    expect(third.get_by_role("link", name="Go on with it")).to_have_count(2)
    third.get_by_role("link", name="Go on with it").first.click()
    expect(third.get_by_label("Note")).to_have_value("The second page")
    expect(third.get_by_role("link", name="Go on with it")).to_have_count(1)


def test_the_session_ends_while_one_types_and_goes_on_in_the_same_page(contexts, worker, kept, live_server) -> None:
    context = contexts(worker)
    page = at_form(context, kept)
    Session.objects.all().delete()
    page.get_by_label("Note").fill("After the pause")
    said(page, "Your session has ended. What you typed is kept.")
    assert f"next=/sample/{kept.pk}/change" in page.get_by_role("link", name="Log in").get_attribute("href")
    look_over(page)
    # In another tab; the log-in gives the browser a new session, and a new proof of it.
    cookies = [one for one in context.cookies() if one["name"] == "csrftoken"]
    come_in(context, logged_in(worker).cookies["sessionid"].value, live_server.url)
    context.add_cookies([one | {"value": "b" * 32} for one in cookies])
    page.get_by_label("Note").fill("After the pause, and on")
    said(page, "Saved as a draft at ")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/sample/{kept.pk}/")
    assert note(kept) == "After the pause, and on"
    assert not Draft.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_what_is_sent_after_the_session_has_ended_is_there_after_log_in(contexts, worker, kept, script) -> None:
    worker.set_password(PASSWORD)
    worker.save()
    context = contexts(worker, script=script)
    worker.authenticator_set.all().delete()
    TOTP.activate(worker, SECRET)
    page = at_form(context, kept)
    Session.objects.all().delete()
    page.get_by_label("Note").fill("Sent too late")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("E-mail").fill(worker.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    while time.time() % 30 > 24:  # a code that runs out while it is sent is refused
        page.wait_for_timeout(500)
    page.get_by_label("Code").fill(f"{hotp_value(SECRET, next(yield_hotp_counters_from_time())):06}")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"**/sample/{kept.pk}/change")
    expect(page.get_by_text("when your session had ended").first).to_be_visible()
    page.get_by_role("link", name="Go on with it").first.click()
    expect(page.get_by_label("Note")).to_have_value("Sent too late")
    assert note(kept) == "A planted note"


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_two_people_write_in_one_record(contexts, worker, kept, script) -> None:
    other = person((CASEWORKER, "london"))
    mine, theirs = at_form(contexts(worker, script=script), kept), at_form(contexts(other), kept)
    theirs.get_by_label("Note").fill("She is with her aunt")
    theirs.get_by_label("School").fill("Lake School")
    theirs.get_by_role("button", name="Save").click()
    theirs.wait_for_url(f"**/sample/{kept.pk}/")
    mine.get_by_label("Note").fill("She rang at noon")
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("heading", name="Two of you wrote in this")).to_be_visible()
    expect(mine.get_by_role("alert")).to_contain_text(f"{other.name} changed this while you wrote")
    for words in ("A planted note", "She is with her aunt", "Lake School"):
        expect(mine.get_by_role("definition").filter(has_text=words)).to_be_visible()
    if script:
        look_over(mine)
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("alert")).to_contain_text("Choose which to keep: Note.")
    mine.get_by_label("Both, joined").fill("She is with her aunt, and rang at noon")
    mine.get_by_label("Keep this text, which joins both").check()
    mine.get_by_role("button", name="Save").click()
    mine.wait_for_url(f"**/sample/{kept.pk}/")
    assert note(kept) == "She is with her aunt, and rang at noon"
    assert Child.objects.get().school == "Lake School"


def test_what_is_wrong_comes_back_filled_in_without_script(contexts, worker) -> None:
    page = contexts(worker, script=False).new_page()
    page.goto("/sample/begin")
    page.get_by_label("Name").fill("Somebody new")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Name")).to_have_value("Somebody new")


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_ones_drafts_are_found_from_the_menu_gone_on_with_and_thrown_away(contexts, worker, kept, script) -> None:
    for words in ("The first", "The second"):
        Filled(logged_in(worker), f"/sample/{kept.pk}/change").keep(note=words)
    page = contexts(worker, script=script).new_page()
    page.goto("/account/")
    page.get_by_role("link", name="Menu", exact=True).click()
    page.locator("details.account summary").click()
    page.get_by_role("link", name="Your drafts").click()
    expect(page.get_by_role("link", name="Change a record")).to_have_count(2)
    look_over(page) if script else narrow_enough(page)
    away = page.get_by_role("button", name="Throw away").first
    away.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The draft is thrown away.")).to_be_visible()
    link = page.get_by_role("link", name="Change a record")
    expect(link).to_have_count(1)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Note")).to_have_value("The first")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/sample/{kept.pk}/")
    page.goto("/drafts/")
    expect(page.get_by_text("No drafts.")).to_be_visible()
    look_over(page) if script else narrow_enough(page)


def _soon(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)
