"""Words as a real browser sets them: no wider than they were measured to be, and none upon another."""

from __future__ import annotations

from base64 import b64encode
from itertools import starmap
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import tideturn.report
from tideturn.dataset.verdict import Verdict
from tideturn.report.charts import svg, theme
from tideturn.report.charts.board import Area, Cell, Row, VerdictBoard, board_pages
from tideturn.report.charts.coders_agree import CodeAlpha, CodersAgree
from tideturn.report.charts.delivered import Delivered, Piece
from tideturn.report.charts.draw import draw
from tideturn.report.charts.pathway_map import Panel, PathwayMap, Step, Taken, Way
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.charts.stages import of_changes
from tideturn.report.charts.text_width import text_width
from tideturn.report.charts.timeliness import Place, Timeliness
from tideturn.report.charts.waits import Curve, Reaching
from tideturn.report.charts.waits import Point as Came
from tideturn.report.charts.xmr import Mark, Point, Xmr

pytestmark = pytest.mark.browser
LONG = "WAVA To-gether: practitioners’ 1,111 “affirmations” of what they know, AWAY from Tyne & Wear, fflits ofﬁcially"
LINES = (
    *(LONG, LONG.upper(), "0123456789", "1111111111", "July to September 2019", "13 of 17 people (76%; 53% to 90%)"),
    # The words of our own pages that kerning widens most.
    *(
        "chart",
        "strict",
        "priority",
        "drift.",
        "try",
        "risk",
        "u-chart;",
        "charts",
        "don’t",
        "AVA",
        "code of priorities",
    ),
)
STEPS = (Step(LONG), Step("A" * 40, "added"), Step("Worker", "optional"), Step("Plan", "designed"))
PANEL = Panel(
    LONG,
    tuple(Taken("1,234 of 5,678", "1,212 without it, 317 out of order", 0.4, step != STEPS[2]) for step in STEPS),
    tuple(Way(start, end, 10 ** (start + end), 1e5, start > end) for start in range(4) for end in range(4)),
    100,
)
CHARTS = (
    Stacked(
        (Bar(LONG, (13, 3, 1)), Bar(LONG * 3, (30, 4, 4)), Bar("A" * 90, (0, 0, 0))), (LONG, "Neither", "Disagree")
    ),
    *(
        Stacked((Bar("Staff", (9, 9, 2), LONG, (Bar("Before Year 1", (1, 2, 3)),)),), ("Agree", "–", "No"), wide=wide)
        for wide in (False, True)
    ),
    *(
        Xmr(
            tuple(Point(f"September {2000 + i}", i * 1e5, i > 20, i == 25) for i in range(30)),
            *(5e5, 4.9e5, 5.1e5),
            tuple(starmap(Mark, ((3, "A"), (3, "B"), (27, "W"), (27, "M"), (28, "G"), (29, "O"), (29, "Q")))),
            wide,
        )
        for wide in (False, True)
    ),
    Delivered((Piece(LONG, 20, 18, LONG), Piece("Advice", 10, 40, "40 of 10 (400%)"))),
    of_changes({"discussed": 123456, "piloted": 7, "reversed": 2}),
    Timeliness((Place(LONG, 120, 30, 20), Place("Birmingham", 1, 1, 1))),
    CodersAgree((CodeAlpha(LONG, 0.5, -0.1, 0.9), CodeAlpha("Undefined", None)), 0.67),
    PathwayMap(STEPS, (PANEL, PANEL)),
    PathwayMap(STEPS, (PANEL, PANEL), wide=True, notes=(LONG * 2,)),
    PathwayMap(STEPS, (PANEL,), wide=True),
    Reaching((Curve(LONG, LONG, tuple(Came(at * 1e5, at / 9) for at in range(1, 9)), (2e5,), 5e5),), 9e5),
)
BOARD = VerdictBoard(
    LONG, (LONG, "Whole programme"), (Area(LONG, (Row(LONG, (Cell(Verdict.MIXED, LONG), None)),)),), LONG
)

LOADED = """async () => {
  const face = weight => document.fonts.load(`${weight} 13px "Atkinson Hyperlegible Next"`)
  return (await Promise.all([400, 600].map(face))).map(found => found.length)
}"""
AMISS = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect()
  const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim())
  // A box as the browser gives it holds the whole line's height; letters reach from 0.7 em above to 0.24 em below.
  const boxes = texts.map(t => {
    const r = t.getBoundingClientRect(), ctm = t.getScreenCTM(), size = parseFloat(getComputedStyle(t).fontSize) * ctm.d
    const base = t.getStartPositionOfChar(0).y * ctm.d + ctm.f
    return {left: r.left, right: r.right, top: base - 0.7 * size, bottom: base + 0.24 * size, text: t.textContent}
  })
  const out = boxes.filter(b => b.left < frame.left - 0.5 || b.right > frame.right + 0.5
    || b.top < frame.top - 0.5 || b.bottom > frame.bottom + 0.5)
  const met = boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => a.left < b.right - 0.1 && b.left < a.right - 0.1
    && a.top < b.bottom - 0.1 && b.top < a.bottom - 0.1))
  return [...out, ...met].map(b => b.text)
})"""


def page_of(drawings: list[str]) -> str:
    fonts = Path(tideturn.report.__file__).parent / "fonts" / "web"
    faces = "".join(
        f'@font-face{{font-family:"Atkinson Hyperlegible Next";font-weight:{weight};src:url(data:font/woff2;base64,'
        + b64encode((fonts / f"atkinson-hyperlegible-next-latin-{weight}-normal.woff2").read_bytes()).decode()
        + ")}"
        for weight in (400, 600)
    )
    # The report's page sets figures in columns, which its drawings inherit.
    look = "body{margin:8px;font-variant-numeric:tabular-nums lining-nums}svg{display:block;width:100%;max-width:70rem}"
    return f"<!doctype html><meta charset=utf-8><style>{faces}{look}</style>{''.join(drawings)}"


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_page()


@pytest.mark.parametrize("bold", [False, True], ids=["plain", "bold"])
def test_a_line_is_no_wider_than_it_was_measured(page: Page, bold: bool) -> None:
    drawn = svg.picture(4000, 300, [svg.text(0, 20 * i + 20, line, bold=bold) for i, line in enumerate(LINES)])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.set_content(page_of([drawn]))
    assert page.evaluate(LOADED) == [1, 1]
    found = page.evaluate("[...document.querySelectorAll('text')].map(t => t.getComputedTextLength())")
    measured = [text_width(line, theme.TEXT, 600 if bold else 400) for line in LINES]
    for line, real, thought in zip(LINES, found, measured, strict=True):
        assert 0.75 * thought <= real <= thought, line


@pytest.mark.parametrize("width", [320, 1280])
def test_no_words_meet_or_are_cut_off_in_a_browser(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(page_of([*(draw(chart) for chart in CHARTS), *board_pages(BOARD)]))
    assert page.evaluate(LOADED) == [1, 1]
    assert page.locator("svg").count() == len(CHARTS) + 1
    assert page.evaluate(AMISS) == []
