"""The page of the hub's health in a real browser, with everything wrong and with all well."""

from types import SimpleNamespace

import pytest
from browsing import come_in, look_over, narrow
from playwright.sync_api import Browser, expect
from sample.people import logged_in, person

from tideturn.hub.access.roles import ADMINISTRATOR
from tideturn.hub.health import of_the_hub
from tideturn.hub.health.report import look
from tideturn.hub.health.signs import Worker, give_sign

pytestmark = [pytest.mark.browser, pytest.mark.urls("sample.urls")]


def test_an_administrator_sees_what_is_wrong_and_that_it_was_mended(
    browser: Browser, transactional_db, live_server, settings, tmp_path, monkeypatch
) -> None:
    settings.TIDETURN_DATA = tmp_path
    settings.TIDETURN_ANCHORS = "/planted/" + "a-long-name-of-a-place/" * 6
    look()
    with narrow(browser, live_server.url) as context:
        come_in(context, logged_in(person((ADMINISTRATOR, "*"))).cookies["sessionid"].value, live_server.url)
        page = context.new_page()
        page.goto("/")
        page.get_by_role("link", name="Menu", exact=True).click()
        page.get_by_role("link", name="System status").click()
        expect(page.get_by_text("Action needed.")).to_be_visible()
        expect(page.get_by_role("heading", name="Problem: Workers").first).to_be_visible()
        expect(page.get_by_text("No copies of the hub are taken.")).to_be_visible()
        expect(page.get_by_role("heading", name="Warning: Audit")).to_be_visible()
        look_over(page)
        for each in Worker:
            give_sign(each)
        settings.TIDETURN_ANCHORS = ""
        monkeypatch.setattr("shutil.disk_usage", lambda place: SimpleNamespace(free=2**40))
        monkeypatch.setattr(of_the_hub, "concerns", lambda: ())
        look()
        page.reload()
        expect(page.get_by_text("All is well.")).to_be_visible()
        assert page.locator(".notice").count() == 0
        look_over(page)
