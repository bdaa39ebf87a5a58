"""The report's page in a real browser: wide tables that are cards on a phone, contents that follow."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tideturn.dataset.verdict import Verdict
from tideturn.report.blocks import DataTable, Report, Section, Span, VerdictMark
from tideturn.report.renderers.html import page as page_of

pytestmark = pytest.mark.browser


def cell(text: str) -> tuple[Span, ...]:
    return (Span(text),)


WIDE = DataTable(
    "What it cost",
    ("Where", "Salaries", "Accommodation and running costs", "Why nothing else was counted"),
    ((cell("Greater Manchester"), cell("197,100"), cell("19,850"), cell("Nobody recorded it: accountability.")),),
    frozenset({1, 2}),
)
JUDGED = DataTable("Verdicts", ("Place", "Verdict"), ((cell("London"), VerdictMark(Verdict.HOLDS, "Holds", "low")),))
NARROW = DataTable("Two", ("A", "B"), ((cell("a"), cell("b")),))


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Page:
    """A page of three tables in sections as high as a screen."""
    sections = (Section(f"s{n}", f"Section {n}", 2, (table,)) for n, table in enumerate((WIDE, JUDGED, NARROW)))
    place = tmp_path / "report.html"
    place.write_bytes(page_of(Report("Programme", "Title", "Kicker", "Status", (), tuple(sections))))
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(place.as_uri())
    page.add_style_tag(content="main > section { min-height: 100vh }")
    return page


def test_a_row_is_a_card_that_says_each_column_and_still_a_row_of_a_table(opened: Page) -> None:
    row = opened.get_by_role("table", name="What it cost").get_by_role("row").nth(1)
    cells = row.get_by_role("cell")
    assert row.get_by_role("rowheader").inner_text() == "Greater Manchester"
    said = cells.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content.split(' / ')[0])")
    assert said == ['"Salaries"', '"Accommodation and running costs"', '"Why nothing else was counted"']
    tops = [row.get_by_role(role).first.bounding_box() for role in ("rowheader", "cell")]
    assert tops[0] is not None
    assert tops[1] is not None
    assert tops[0]["y"] < tops[1]["y"]
    assert opened.locator("table.cards").count() == 2  # one that fits a phone stays as it is
    assert opened.get_by_role("columnheader").count() == 8


def test_the_contents_mark_where_the_reader_is(opened: Page) -> None:
    opened.set_viewport_size({"width": 1400, "height": 640})
    for at in (1, 0, 2):
        opened.evaluate("id => document.querySelector(id).scrollIntoView()", f"#s{at}")
        opened.wait_for_function("id => document.querySelector('nav li a:target-current')?.hash == id", arg=f"#s{at}")
    assert opened.locator("nav li a").first.is_visible()
    assert not opened.locator(".back").is_visible()


def test_on_a_phone_a_link_to_the_contents_goes_with_the_reader(opened: Page) -> None:
    opened.evaluate("document.querySelector('#s2').scrollIntoView()")
    assert not opened.evaluate("document.querySelector('#contents').getBoundingClientRect().bottom > 0")
    opened.locator(".back").click()
    opened.wait_for_function("document.querySelector('#contents').getBoundingClientRect().top >= 0")
