"""The report in a real browser: accessible in light and dark, whole at 320 pixels, by keyboard, and on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tideturn.evaluation.claims.model import FAIL, Check
from tideturn.evaluation.evaluate import evaluate
from tideturn.example import build_example
from tideturn.example.findings import with_findings
from tideturn.report import render_evidence, render_html

pytestmark = pytest.mark.browser
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is well is neither gathered nor sent, which takes longer than to look.
RULES = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The worked example's second year with its findings, one of them stopped, as a file."""
    dataset = with_findings(build_example()[0])
    evaluation = evaluate(dataset, year=2)
    stopped = Check("overclaim", evaluation.claims[0].claim_id, FAIL, "It says more.", "Say less.")
    path = tmp_path_factory.mktemp("report") / "report.html"
    told = replace(evaluation, checks=(*evaluation.checks, stopped))
    path.write_bytes(render_html(dataset, told))
    path.with_name("evidence.html").write_bytes(render_evidence(dataset, told))
    return path.as_uri()


@pytest.fixture(scope="module")
def behind(address: str) -> str:
    """The page of the evidence beside it."""
    return address.replace("report.html", "evidence.html")


def opened(browser: Browser, address: str, *, width: int = 1280, dark: bool = False) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    page.goto(address)
    return page


# Axe takes minutes over hundreds of pieces that are alike: an outcome of each verdict and a few rows of each list do.
ONE_OF_EACH = """() => {
  const seen = new Set()
  for (const outcome of document.querySelectorAll('.outcome:not(.annex *)')) {
    const verdict = outcome.querySelector('.verdict strong').textContent
    if (seen.has(verdict)) [outcome, document.getElementById(`${outcome.id}.more`)].forEach(half => half?.remove())
    seen.add(verdict)
  }
  const pieces = ':is(.pieces, .claims > details) > details:nth-of-type(n+4)'
  for (const many of [pieces, 'tbody > tr:nth-child(n+5)'])
    document.querySelectorAll(many).forEach(e => e.remove())
  document.querySelectorAll('.pieces:nth-of-type(n+4)').forEach(e => e.remove())
  document.querySelectorAll('details').forEach(d => d.open = true)
  return seen.size
}"""


FEW_OUTCOMES = """() => {
  document.querySelectorAll('main > section > section:nth-of-type(n+3)').forEach(e => e.remove())
  document.querySelectorAll('.pieces > details:nth-of-type(n+6)').forEach(e => e.remove())
  document.querySelectorAll('details').forEach(d => d.open = true)
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, dark: bool) -> None:
    page = opened(browser, address, dark=dark)
    assert page.evaluate(ONE_OF_EACH) >= 6
    # In the dark only the colours differ.
    asked = {**RULES, "runOnly": {"type": "rule", "values": ["color-contrast"]}} if dark else RULES
    found = Axe().run(page, options=asked).response["violations"]
    told = [(v["id"], [node["target"] for node in v["nodes"]][:3], v["nodes"][0]["failureSummary"]) for v in found]
    assert told == []
    page.context.close()


def test_axe_finds_nothing_on_the_evidence(browser: Browser, behind: str) -> None:
    page = opened(browser, behind)
    page.evaluate(FEW_OUTCOMES)
    found = Axe().run(page, options=RULES).response["violations"]
    told = [(v["id"], [node["target"] for node in v["nodes"]][:3], v["nodes"][0]["failureSummary"]) for v in found]
    assert told == []
    page.context.close()


def test_the_evidence_fits_a_small_telephone(browser: Browser, behind: str) -> None:
    page = opened(browser, behind, width=320)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


def test_from_a_cell_of_the_board_what_it_rests_on_is_two_clicks_away(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    cell = page.locator("table.board tbody a.cell").first
    place = str(cell.get_attribute("href"))
    cell.click()
    assert page.url.endswith(place)
    page.locator(f"[id='{place.removeprefix('#')}'] a[href^='evidence.html#']").first.click()
    page.wait_for_url("**/evidence.html#*")
    at = page.url.partition("#")[2]
    assert page.locator(f"[id='{at}']").is_visible()
    page.context.close()


def test_the_page_is_not_endless_on_a_small_telephone(browser: Browser, address: str) -> None:
    """What is folded is the annex: a page of 80,000 pixels is one that nobody scrolls through."""
    page = opened(browser, address, width=320)
    assert page.evaluate("document.documentElement.scrollHeight") < 80_000
    page.context.close()


def test_nothing_scrolls_sideways_on_a_small_telephone(browser: Browser, address: str) -> None:
    page = opened(browser, address, width=390)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # Tables too: their rows are cards here, below heads that are only heard.
        wide = page.evaluate(
            """() => [...document.querySelectorAll('main *')]
            .filter(e => !e.closest('svg, :is(.cards, .board) > thead') && e.checkVisibility())
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => `${e.tagName}.${e.className} ${e.closest('.scroll')?.ariaLabel}`).slice(0, 5)"""
        )
        assert wide == []
    # A caption wraps where the box is narrower than its table, and stays where the table scrolls.
    cut = page.evaluate(
        """() => [...document.querySelectorAll('caption')].map(e => [e, e.closest('.scroll').clientWidth])
        .filter(([e, width]) => (e.firstElementChild ?? e).getBoundingClientRect().width > width + 1)
        .map(([e]) => e.textContent)"""
    )
    assert cut == []
    # What does scroll, scrolls by itself and can be reached by keyboard.
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every(e => e.tabIndex === 0 && e.ariaLabel)")
    page.context.close()


def test_a_verdict_is_reached_and_explained_by_keyboard_alone(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.locator("table.board a").first.focus()
    page.keyboard.press("Enter")
    target = page.evaluate("location.hash.slice(1)")
    assert page.evaluate(
        "id => { const r = document.getElementById(id).getBoundingClientRect(); return r.top < 900 }", target
    )
    page.locator("section.outcome summary").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('section.outcome details').open")
    page.context.close()


def test_the_annex_is_folded_and_a_link_or_a_key_opens_its_part(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    folds = page.locator(".annex > section > details")
    assert folds.count() > 5
    assert page.evaluate("[...document.querySelectorAll('.annex > section > details')].every(d => !d.open)")
    note = page.locator("main > section:not(.summary) sup a").first
    place = str(note.get_attribute("href")).removeprefix("#")
    told = page.locator(f"[id='{place}']")
    assert not told.is_visible()
    note.click()
    told.wait_for(state="visible")
    assert page.evaluate("[...document.querySelectorAll('.annex > section > details')].filter(d => d.open).length") == 1
    # By keyboard, and each part says what it is.
    first = folds.first.locator("> summary")
    first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('.annex > section > details').open")
    assert first.inner_text().strip()
    page.context.close()


def test_every_cell_of_the_board_names_its_verdict_in_words(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    cells = page.locator("table.board a").all_inner_texts()
    assert len(cells) > 20
    assert all(re.match(r"[A-Z][a-z]+", cell) for cell in cells)
    page.context.close()


def test_words_in_charts_are_not_cut_off(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.chart > svg')].flatMap(svg => {
          const box = svg.getBoundingClientRect()
          return [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).filter(t => {
            const r = t.getBoundingClientRect()
            return r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1
          }).map(t => t.textContent)
        })"""
    )
    assert cut == []
    page.context.close()


def test_nothing_is_asked_of_the_network(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.close()


def test_it_prints_on_paper_with_the_tables_behind_its_charts(browser: Browser, address: str, tmp_path: Path) -> None:
    page = opened(browser, address)
    paper = tmp_path / "report.pdf"
    page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
    assert 10 <= sheets <= 150
    page.emulate_media(media="print")
    # Of the annex whoever prints the page gets what they opened.
    page.evaluate("document.querySelector('.annex > section > details').open = true")
    printed = page.evaluate(
        "[...document.querySelectorAll('.annex > section > details')].map(d => d.lastElementChild.checkVisibility())"
    )
    assert printed == [True] + [False] * (len(printed) - 1)
    hidden = page.evaluate(
        "[...document.querySelectorAll('.behind table')].filter(t => t.getBoundingClientRect().height === 0).length"
    )
    assert hidden == 0
    page.context.close()
