"""Every page on which one changes how one logs in, in a real browser; and a log-in by keyboard alone."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import Locator, Page, expect

from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.services.recoveries import begin_recovery

from .conftest import PASSWORD
from .test_accounts_in_browser import GOOD, confirm, log_in, own, set_up_app
from .test_factors import code

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]
SECRET = "JBSWY3DPEHPK3PXP"
Check = Callable[[], None]


def wrong(page: Page, check: Check) -> None:
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    check()


def test_a_password_is_changed(page: Page, check: Check, ada: User) -> None:
    log_in(page, ada)
    page.goto("/account/password/")
    for old, new in (("not this one", GOOD), (PASSWORD, "passwordpassword"), (PASSWORD, GOOD)):
        page.get_by_label("The password that you have now").fill(old)
        page.get_by_label("New password", exact=True).fill(new)
        page.get_by_label("New password again").fill(new)
        page.get_by_role("button", name="Change the password").click()
        if (old, new) != (PASSWORD, GOOD):
            wrong(page, check)
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    check()


def test_a_first_password_is_chosen(page: Page, check: Check, enter, ada: User) -> None:
    ada.set_unusable_password()
    ada.save()
    enter(ada, "/account/password/first/")
    page.get_by_role("button", name="Choose it").click()
    wrong(page, check)
    page.get_by_label("Password", exact=True).fill(GOOD)
    page.get_by_label("Password again").fill(GOOD)
    page.get_by_role("button", name="Choose it").click()
    expect(page.get_by_role("heading", name="Choose a password")).to_have_count(0)
    ada.refresh_from_db()
    assert ada.check_password(GOOD)


def test_an_app_is_shown_again_its_codes_made_anew_and_it_is_removed(page: Page, check: Check, ada: User) -> None:
    log_in(page, ada)
    page.goto("/account/factors/")
    secret, _ = set_up_app(page)
    page.goto("/account/factors/codes/")
    expect(page.get_by_text("You have 10 of 10 codes left.")).to_be_visible()
    page.get_by_role("link", name="Make new codes").click()
    expect(page.get_by_role("heading", name="Make new recovery codes")).to_be_visible()
    page.get_by_role("button", name="Make new codes").click()
    expect(page.locator(".codes li")).to_have_count(10)
    check()
    page.goto("/account/confirm/")
    page.get_by_role("link", name="With a code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Go on").click()
    wrong(page, check)
    page.get_by_label("Code").fill(code(secret, 1))
    page.get_by_role("button", name="Go on").click()
    own(page)
    page.goto("/account/factors/app/remove/")
    page.get_by_role("button", name="Remove the app").click()
    expect(page.get_by_text("Your authenticator app is removed.")).to_be_visible()


def test_a_passkey_is_renamed_and_removed(page: Page, check: Check, ada: User) -> None:
    log_in(page, ada)
    own(page)
    key = Authenticator.objects.create(user=ada, type="webauthn", data={"name": "Laptop", "credential": {}})
    page.goto(f"/account/factors/passkeys/{key.pk}/")
    confirm(page)
    expect(page.get_by_role("heading", name="Rename a passkey")).to_be_visible()
    page.get_by_label("Name").fill("")
    page.get_by_role("button", name="Rename it").click()
    wrong(page, check)
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Rename it").click()
    expect(page.get_by_role("link", name="rename Work laptop")).to_be_visible()
    page.goto(f"/account/factors/passkeys/{key.pk}/remove/")
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("Your passkey is removed.")).to_be_visible()


def test_the_way_out_an_account_that_ended_and_what_was_not_done(
    page: Page, check: Check, administrators, cleo: User
) -> None:
    page.goto("/account/ended/")
    log_in(page, administrators[0])
    page.goto(f"/people/{cleo.pk}/")
    confirm(page)
    begin_recovery(by=administrators[1], user=cleo)
    page.get_by_role("button", name="Begin to let them in again").click()
    expect(page.get_by_role("heading", name="That was not done")).to_be_visible()
    check()
    page.goto("/account/log-out/")
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in", exact=True)).to_be_visible()


def tab_to(page: Page, wanted: Locator) -> None:
    """By the keyboard, as far as it takes; where one is must be seen."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            shown = wanted.evaluate("it => { const is = getComputedStyle(it); return [is.outlineStyle, is.boxShadow] }")
            assert shown != ["none", "none"]
            return
    pytest.fail(f"no way by the keyboard to {wanted}")


def test_one_logs_in_with_a_code_by_keyboard_alone(page: Page, check: Check, ada: User) -> None:
    TOTP.activate(ada, SECRET)
    page.goto("/account/log-in/")
    tab_to(page, page.get_by_role("link", name="Skip to the content"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type(ada.email)
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(PASSWORD)
    tab_to(page, page.get_by_role("button", name="Log in", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    tab_to(page, page.get_by_label("Code"))
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    wrong(page, check)
    tab_to(page, page.get_by_label("Code"))
    page.keyboard.press("Control+A")
    page.keyboard.type(code(SECRET))
    page.keyboard.press("Enter")
    own(page)
