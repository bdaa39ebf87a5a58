"""The board as a picture: every outcome once, in order, on pages that all have their heads."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tideturn.dataset.verdict import BY_RULE, Verdict
from tideturn.report.charts.board import Area, Cell, Row, VerdictBoard, board_pages
from tideturn.report.charts.verdict_glyphs import colour_of, glyph

Read = Callable[[str], Any]
PLACES = ("London", "Birmingham", "Greater Manchester", "North Yorkshire", "Wales", "National team", "Whole programme")


def board(outcomes: int, note: str = "low confidence, and 2 kinds of evidence") -> VerdictBoard:
    def cell(i: int, j: int) -> Cell | None:
        code = (i + j) % 10
        return Cell(BY_RULE[code], note) if code < 9 else None

    rows = tuple(Row(f"Outcome {i:02}.", tuple(cell(i, j) for j in range(len(PLACES)))) for i in range(outcomes))
    half = outcomes // 2
    return VerdictBoard(
        "Outcomes by place", PLACES, (Area("People", rows[:half]), Area("System", rows[half:])), "Draft"
    )


@pytest.mark.parametrize(("outcomes", "sheets"), [(0, 1), (1, 1), (8, 1), (20, 2), (60, 6)])
def test_every_outcome_stands_once_and_in_order(drawn: Read, outcomes: int, sheets: int) -> None:
    pages = [drawn(page) for page in board_pages(board(outcomes))]
    said = [words for page in pages for words in page.said if words.startswith("Outcome ") and words.endswith(".")]
    assert said == [f"Outcome {i:02}." for i in range(outcomes)]
    for number, page in enumerate(pages, start=1):
        assert (page.width, page.height) == (1111, 762)
        assert {"Outcomes by place", "London", "Whole programme", f"Page {number} of {len(pages)}"} <= set(page.said)
    assert len(pages) == sheets


def test_a_page_begins_with_the_heading_it_is_in_and_never_ends_with_one(drawn: Read) -> None:
    pages = [drawn(page) for page in board_pages(board(60))]
    for page in pages:
        headings = [box for box in page.texts if box.words in ("People", "System") or "(continued)" in box.words]
        rows = [box for box in page.texts if box.words.endswith(".") and box.words.startswith("Outcome")]
        assert headings[0].top < rows[0].top
        assert headings[-1].top < rows[-1].top
    assert "People (continued)" in pages[1].said


def test_a_cell_says_its_verdict_in_words_and_by_shape(drawn: Read) -> None:
    page = board_pages(board(9, note=""))[0]
    told = " ".join(box.words for box in drawn(page).texts if box.bold)
    assert all(word in told for word in (v.word for v in BY_RULE) if len(word) < 12)
    assert "does not apply" in drawn(page).said
    # Without its colour each verdict still has a shape of its own.
    shapes = {glyph(verdict, "#000000") for verdict in Verdict}
    assert len(shapes) == len(Verdict)
    assert all(re.search(r'<path d="M', shape) for shape in shapes)
    assert all(glyph(verdict, colour_of(verdict)) in page for verdict in BY_RULE)


def test_what_would_fill_the_wall_ends_in_an_ellipsis(drawn: Read) -> None:
    row = Row("word " * 2000, (Cell(Verdict.SUPPORTED, "note " * 500),))
    pages = board_pages(VerdictBoard("Board", ("London",), (Area("People", (row, row)),)))
    endless = [box for box in drawn(pages[0]).texts if box.words.endswith("…")]
    assert len(endless) == 4
