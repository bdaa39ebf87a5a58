"""A chart that is drawn twice: for a narrow page, and wide for paper and for a wide page."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from tideturn.report.blocks import DataTable, Figure, Report, Section, words
from tideturn.report.charts.network import Asked, NetworkPicture, Organisation
from tideturn.report.renderers.docx.word import docx
from tideturn.report.renderers.html import page
from tideturn.report.renderers.typst.content import content

BOTH = frozenset({0, 1, 2})
NARROW = NetworkPicture(
    tuple(Organisation(f"Organisation {at}", "health") for at in range(3)),
    (
        Asked("Wave 1", BOTH, frozenset(), frozenset({(0, 1)})),
        Asked("Wave 2", BOTH, frozenset({2}), frozenset({(0, 1), (0, 2)})),
    ),
)


@pytest.fixture(scope="module")
def report() -> Report:
    figure = Figure(
        anchor="chart-network",
        title="How organisations work together",
        sentence="A sentence.",
        description="Told in words.",
        chart=NARROW,
        table=DataTable("By organisation", ("Name",), ((words("Organisation 0"),),)),
        wide=replace(NARROW, beside=True),
    )
    return Report(
        programme="P", title="T", kicker="K", status="S", front=(), sections=(Section("s", "S", 2, (figure,)),)
    )


def test_the_page_holds_both_and_shows_the_one_that_fits(report: Report) -> None:
    html = page(report).decode()
    found = re.findall(r'<div class="(if-narrow|if-wide)"><svg[^>]* viewBox="0 0 ([\d.]+) ', html)
    assert found == [("if-narrow", "320"), ("if-wide", "672")]
    assert ".if-wide { display: none }" in html
    assert "@media (min-width: 52rem), print { .if-wide { display: block } .if-narrow { display: none } }" in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_paper_has_the_wide_one_alone_across_the_page(report: Report) -> None:
    (figure,) = [block for section in content(report)["sections"] for block in section["blocks"]]
    assert (figure["width"], 'viewBox="0 0 672 ' in figure["svg"]) == (165, True)
    drawn = Document(BytesIO(docx(report)))
    (width,) = [shape.width.pt for shape in drawn.inline_shapes]
    assert width == pytest.approx(468, abs=1)
