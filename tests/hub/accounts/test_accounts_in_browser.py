"""Accounts in a real browser: each factor, an invitation, a recovery, a lock-out; accessible, narrow, scriptless."""

import re
from collections.abc import Iterator

import browsing
import pytest
from browsing import look_over, narrow
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.policy import RULES
from tideturn.hub.accounts.services.invitations import first_administrator_link
from tideturn.hub.audit.models import Event

from .conftest import PASSWORD
from .test_factors import code

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]
GOOD = "slow rivers turn twice"


@pytest.fixture(autouse=True)
def _served(committed, live_server, settings) -> None:
    settings.TIDETURN_URL = live_server.url


@pytest.fixture
def context(browser: Browser, live_server) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=live_server.url, viewport={"width": 320, "height": 640})
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which nothing is refused by what the header says that a page may load and run."""
    made = context.new_page()
    refused: list[str] = []
    made.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    yield made
    assert refused == []


def log_in(page: Page, user: User, password: str = PASSWORD) -> None:
    page.goto("/account/log-in/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()


def confirm(page: Page) -> None:
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def set_up_app(page: Page) -> tuple[str, list[str]]:
    page.get_by_role("link", name="Set up an app").click()
    if "Is it you?" in page.title():
        confirm(page)
    secret = page.locator("ol code").inner_text()
    page.get_by_label("Code that the app shows").fill(code(secret))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    return secret, page.locator(".codes li").all_inner_texts()


def log_out(page: Page) -> None:
    browsing.log_out(page)
    expect(page.get_by_role("heading", name="Log in", exact=True)).to_be_visible()


def own(page: Page) -> None:
    """One is in; and on to one's own account."""
    expect(page.get_by_role("heading", name=re.compile("You hold no role yet|Your account"))).to_be_visible()
    page.goto("/account/")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def walk(page: Page, check) -> None:
    """From the terminal's link to an account with an app and recovery codes, each of which then logs in."""
    page.goto(first_administrator_link())
    page.get_by_role("button", name="Open the account").click()
    expect(page).to_have_title(re.compile("^Error: "))
    check(page)
    page.get_by_label("Your e-mail address").fill("first@example.org")
    page.get_by_label("Your name").fill("First Person")
    page.get_by_label("Password", exact=True).fill(GOOD)
    page.get_by_label("Password again").fill(GOOD)
    page.get_by_role("button", name="Open the account").click()
    expect(page.get_by_role("heading", name="How you log in")).to_be_visible()
    check(page)
    page.goto("/account/")
    expect(page.get_by_role("heading", name="How you log in")).to_be_visible()
    secret, codes = set_up_app(page)
    check(page)
    page.get_by_role("link", name="Go on to your account").click()
    own(page)
    user = User.objects.get()
    for given in (code(secret, 1), codes[0]):
        log_out(page)
        log_in(page, user, GOOD)
        expect(page.get_by_role("heading", name="Second step")).to_be_visible()
        page.get_by_label("Code").fill(given)
        page.get_by_role("button", name="Log in", exact=True).click()
        own(page)
    told = Event.objects.filter(action="accounts.log_in").order_by("at").values_list("details__factors", flat=True)
    assert list(told)[1:] == [["password", "totp"], ["password", "recovery_codes"]]


def test_the_first_administrator_opens_an_account_and_logs_in_by_app_and_by_recovery_code(page: Page) -> None:
    walk(page, look_over)


def test_the_same_without_script(browser: Browser, live_server) -> None:
    with narrow(browser, live_server.url, script=False) as context:
        walk(context.new_page(), lambda page: None)


def test_somebody_is_invited_and_comes_in(page: Page, administrators) -> None:
    log_in(page, administrators[0])
    own(page)
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Invite somebody").click()
    confirm(page)
    page.get_by_label("Name").fill("Dan")
    page.get_by_label("E-mail address").fill("dan@example.org")
    page.get_by_role("button", name="Invite").click()
    look_over(page)
    link = page.locator(".given").inner_text()
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_text("Dan, dan@example.org")).to_be_visible()
    log_out(page)
    page.goto(link)
    expect(page.get_by_label("Your name")).to_have_value("Dan")
    page.get_by_label("Password", exact=True).fill(GOOD)
    page.get_by_label("Password again").fill(GOOD)
    page.get_by_role("button", name="Open the account").click()
    own(page)
    page.goto(link)
    expect(page.get_by_role("heading", name="This link leads nowhere")).to_be_visible()


def test_a_passkey_is_added_and_logs_in_alone_and_as_a_second_step(page: Page, context, ada: User) -> None:
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    made = tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": device | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    log_in(page, ada)
    own(page)
    page.get_by_role("link", name="How you log in").click()
    page.get_by_role("link", name="Add a passkey").click()
    confirm(page)
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_label("Log in with this passkey alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto("/account/factors/")
    expect(page.get_by_text("Work laptop, which logs in alone")).to_be_visible()

    log_out(page)
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": False})
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_text("The passkey did not work")).to_be_visible()
    look_over(page)
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": True})
    page.get_by_role("button", name="Log in with a passkey").click()
    own(page)

    log_out(page)
    log_in(page, ada)
    page.get_by_role("button", name="Use a passkey").click()
    own(page)
    told = Event.objects.filter(action="accounts.log_in").order_by("at").values_list("details__factors", flat=True)
    assert list(told) == [["password"], ["webauthn"], ["password", "webauthn"]]

    page.goto("/account/factors/")
    page.get_by_role("link", name="remove Work laptop").click()
    page.get_by_role("link", name="With a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Remove a passkey")).to_be_visible()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("Your passkey is removed.")).to_be_visible()
    assert not ada.authenticator_set.exists()


def test_one_is_locked_out_and_told_for_how_long_and_the_office_is_not(page: Page, ada: User, ben: User) -> None:
    for n in range(5):
        log_in(page, ada, f"wrong {n}")
    expect(page.get_by_role("heading", name="Too many failures")).to_be_visible()
    expect(page.get_by_text("for 15 minutes")).to_be_visible()
    look_over(page)
    log_in(page, ada)
    expect(page.get_by_role("heading", name="Too many failures")).to_be_visible()
    log_in(page, ben)
    own(page)


def test_two_let_a_third_in_again(page: Page, administrators, cleo: User) -> None:
    log_in(page, administrators[0])
    own(page)
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Cleo").click()
    confirm(page)
    page.get_by_role("button", name="Begin to let them in again").click()
    expect(page.get_by_text("Cleo: begun by Ada")).to_be_visible()
    look_over(page)
    expect(page.get_by_text("You began it, so that another person approves it.")).to_be_visible()
    log_out(page)
    log_in(page, administrators[1])
    own(page)
    page.get_by_role("link", name="Account recovery").click()
    confirm(page)
    page.get_by_role("button", name="Approve for Cleo").click()
    link = page.locator(".given").inner_text()
    log_out(page)
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(GOOD)
    page.get_by_label("Password again").fill(GOOD)
    page.get_by_role("button", name="Open the account").click()
    own(page)


def test_sessions_are_seen_and_ended(page: Page, browser: Browser, live_server, ada: User) -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    other = browser.new_context(base_url=live_server.url, user_agent=agent).new_page()
    log_in(other, ada)
    log_in(page, ada)
    own(page)
    page.get_by_role("listitem").filter(has_text="Firefox on Windows").get_by_role("button", name="End it").click()
    expect(page.get_by_text("The session is ended.")).to_be_visible()
    other.goto("/account/")
    expect(other.get_by_role("heading", name="Log in", exact=True)).to_be_visible()
    other.context.close()


def test_a_hint_until_there_is_a_second_administrator(page: Page, ada: User) -> None:
    RULES.administrators = lambda: [ada]
    log_in(page, ada)
    expect(page.get_by_text("You are the only administrator.")).to_be_visible()
    look_over(page)
