"""Every page in a real browser, at a desk and on a small telephone: with axe, and without script."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from browsing import come_in, look_over, narrow, narrow_enough
from playwright.sync_api import Browser, Page, ViewportSize

from .rows import ASKS, FEW, Rows
from .walk import Visit, visits

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.urls("sample.urls"),
    pytest.mark.usefixtures("committed"),
]
BESIDE = (
    Visit("what is not there", "/nowhere/", "all_roles"),
    Visit("a link that is past", "/invitation/past/", "nobody"),
)
"""Pages that have no address of their own."""
PRESSED = ("button", ".button", ".doing", ".navigation", ".within", ".trail", ".back", ".pages", "[type=submit]")
"""What leads on, and does nothing on paper."""
SHEET: ViewportSize = {"width": 672, "height": 986}
"""A sheet of A4 within its margins, at 96 pixels an inch."""
PARTS = 2
"""The way is gone in so many parts, side by side: all of it takes minutes. Each part has rows of its own made first."""
EXAMPLES = ("style",)
"""Of these pages the forms are examples, and send nothing."""


@contextmanager
def walked(browser: Browser, url: str, *, part: int, wrong: list[str]) -> Iterator[Iterator[tuple[str, Page, Page]]]:
    """Visit each page of a part as somebody who may see it, with scripts and without. Add to `wrong` what is refused
    or fails.
    """
    rows = Rows()
    rows.fill(FEW)
    clients = {asks: rows.client(asks) for asks in ASKS}
    way = [visit for visit in visits(rows, clients) if visit.is_seen]
    with ExitStack() as open_browsers:

        def opened(asks: str, *, script: bool) -> Page:
            context = open_browsers.enter_context(narrow(browser, url, script=script))
            if asks != "nobody":
                come_in(context, clients[asks].cookies["sessionid"].value, url)
            page = context.new_page()
            page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
            page.on("pageerror", lambda error: wrong.append(str(error)))
            return page

        pages = {asks: (opened(asks, script=True), opened(asks, script=False)) for asks in clients}

        def walk() -> Iterator[tuple[str, Page, Page]]:
            for visit in (*way, *BESIDE)[part::PARTS]:
                both = pages[visit.asks]
                for page in both:
                    answer = page.goto(visit.address)
                    assert answer is not None
                    assert answer.status == (404 if visit in BESIDE else 200), visit
                yield visit.page, *both

        yield walk()


def wrong_on_paper(page: Page) -> list[str]:
    """What is wrong with a page on a sheet that is held upright."""
    size = page.viewport_size
    assert size is not None
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    wrong = [f"{one} is there" for one in PRESSED if page.locator(f"{one} >> visible=true").count()]
    if not page.locator("h1:visible").count():
        wrong.append("the heading is not there")
    if page.locator("details.account").count() and not page.locator(".printed:visible").count():
        wrong.append("it does not say who saw it, and when")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("it is cut at the edge")
    page.set_viewport_size(size)
    page.emulate_media(media="screen")
    return wrong


def wrong_without_script(name: str, page: Page) -> Iterator[str]:
    """What is wrong with a page that runs no scripts.

    Only a script can ask a browser for a passkey; without scripts the page says so.
    """
    headings = page.locator("h1:visible").all_inner_texts()
    if not headings or not headings[0].strip():
        yield "it has no heading"
    # This browser shows the text for people without scripts only if it started without them.
    says_so = "needs JavaScript" in " ".join(page.locator("main noscript").all_inner_texts())
    for form in page.locator("main form").all() if name not in EXAMPLES else ():
        buttons = "button:visible:not([type=button]):not([disabled])"
        # Those of a table's rows stand outside the one form that they send.
        if form.locator(buttons).count() or page.locator(f'{buttons}[form="{form.get_attribute("id")}"]').count():
            continue
        if not says_so or "passkey" not in form.inner_text():
            yield f"nothing sends {form.get_attribute('action') or 'its form'}"


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_bears_looking_at_and_is_whole_without_script_and_on_paper(
    browser: Browser, live_server, part: int
) -> None:
    """With scripts axe finds nothing. Without them it has its heading, each of its forms a button that sends it, and
    nothing on it is too wide. On paper there is the heading, who saw it and when, and nothing to press; and nothing is
    cut at the sheet's edge.
    """
    wrong: list[str] = []
    with walked(browser, live_server.url, part=part, wrong=wrong) as pages:
        for name, scripted, plain in pages:
            try:
                look_over(scripted)
                narrow_enough(plain)
            except AssertionError as found:
                wrong.append(f"{name}: {found}")
            wrong += [f"{name}, without script: {told}" for told in wrong_without_script(name, plain)]
            wrong += [f"{name}, printed: {told}" for told in wrong_on_paper(plain)]
    assert wrong == []
