"""The hub in a real browser: Debian's Chromium, as narrow as a small telephone, and what each page must bear."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 900}
BOTH_WAYS = pytest.mark.parametrize("scripted", [True, False], ids=["with_script", "without_script"], indirect=True)
"""For a way that differs without scripts. That every page is whole without them, one crawl looks at for all."""


@contextmanager
def narrow(browser: Browser, url: str, *, script: bool = True) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=url, viewport=NARROW, java_script_enabled=script)
    context.set_default_timeout(30_000)
    yield context
    context.close()


def look_over(page: Page) -> None:
    """Axe finds nothing, on a small telephone and at a desk, nor a word too faint in the dark; nothing is too wide."""
    narrow_enough(page)
    _axe(page, {"type": "tag", "values": STANDARDS})
    page.emulate_media(color_scheme="dark")
    _axe(page, {"type": "rule", "values": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    size = page.viewport_size
    page.set_viewport_size(DESK)
    narrow_enough(page)
    _axe(page, {"type": "tag", "values": STANDARDS})
    if size is not None:
        page.set_viewport_size(size)


def narrow_enough(page: Page) -> None:
    page.wait_for_load_state()  # a click leads on as late as it likes
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def _axe(page: Page, rules: dict[str, object]) -> None:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    # What is well is neither gathered nor sent, which takes longer than to look.
    asked = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("asked => axe.run(asked).then(all => all.violations)", asked)
    told = [(one["id"], [it["target"] for it in one["nodes"]][:3], one["nodes"][0]["failureSummary"]) for one in found]
    assert not told, f"{page.url}: {told}"


def choose(page: Page, label: str, words: str, *, scripted: bool = True) -> None:
    """Choose the first entry with these words; with scripts in the box that one of them puts over the list."""
    field = page.get_by_role("combobox", name=label)
    if not scripted:
        field.select_option(label=words)
        return
    box = field.and_(page.locator("input"))  # the list itself bears the same name until the script has run
    box.fill(words)
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value(re.compile(re.escape(words)))


def log_out(page: Page) -> None:
    """By the menu, which a small telephone shows when it is asked for."""
    page.get_by_role("link", name="Menu", exact=True).click()
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Log out").click()


def come_in(context: BrowserContext, cookie: str, url: str) -> None:
    """As somebody who is logged in; the log-in itself is walked through by the tests of accounts."""
    context.clear_cookies()
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])
