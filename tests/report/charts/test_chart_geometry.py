"""No words of any chart meet each other or are cut off, whatever the labels and the numbers are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tideturn.dataset.verdict import BY_RULE
from tideturn.report.charts.board import Area, Cell, Row, VerdictBoard, board_pages
from tideturn.report.charts.coders_agree import CodeAlpha, CodersAgree
from tideturn.report.charts.delivered import Delivered, Piece
from tideturn.report.charts.draw import Chart, draw
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.charts.stages import Stage, Stages
from tideturn.report.charts.strip import Strip
from tideturn.report.charts.timeliness import Place, Timeliness
from tideturn.report.charts.xmr import Mark, Point, Xmr

Read = Callable[[str], Any]

COUNTS = st.integers(0, 40) | st.integers(0, 10**12)
VALUES = st.floats(-1e3, 1e3) | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, 1.0, 1e300])
LABELS = st.one_of(
    st.text(max_size=80),
    st.text("abcdefghiWM-/&<", min_size=40, max_size=120),
    st.lists(st.text("aeimstW’", min_size=1, max_size=14), max_size=30).map(" ".join),
)
PARTS = st.tuples(COUNTS, COUNTS, COUNTS)
EARLIER = st.lists(st.builds(Bar, LABELS, PARTS), max_size=2).map(tuple)
BARS = st.builds(Bar, LABELS, PARTS, st.just("") | LABELS, EARLIER)
POINTS = st.builds(Point, LABELS, st.floats() | VALUES, st.booleans(), st.booleans())
SHARES = st.floats(0, 1)
ALPHAS = st.none() | st.floats(-1, 1)
CHARTS: st.SearchStrategy[Chart] = st.one_of(
    st.builds(Stacked, st.lists(BARS, max_size=8).map(tuple), st.tuples(LABELS, LABELS, LABELS), st.booleans()),
    st.lists(POINTS, max_size=40).flatmap(
        lambda points: st.builds(
            Xmr,
            st.just(tuple(points)),
            *(VALUES, VALUES, VALUES),
            # Letters stand in the order of what happened, as many as a report has.
            st.lists(st.integers(0, max(len(points) - 1, 0)), max_size=7 if points else 0).map(
                lambda places: tuple(
                    Mark(place, letter) for place, letter in zip(sorted(places), "WABMCDE", strict=False)
                )
            ),
            st.booleans(),
        )
    ),
    st.builds(Strip, SHARES, SHARES, SHARES),
    st.builds(
        Delivered,
        st.lists(st.builds(Piece, LABELS, VALUES, st.none() | VALUES, LABELS), max_size=8).map(tuple),
        st.booleans(),
    ),
    st.builds(
        Stages,
        st.lists(st.builds(Stage, LABELS, st.integers(0, 10**18), st.booleans()), max_size=8).map(tuple),
    ),
    st.builds(
        Timeliness,
        st.lists(st.builds(Place, LABELS, COUNTS, COUNTS, COUNTS), max_size=8).map(tuple),
    ),
    st.builds(
        CodersAgree, st.lists(st.builds(CodeAlpha, LABELS, ALPHAS, ALPHAS, ALPHAS), max_size=8).map(tuple), SHARES
    ),
)
CELLS = st.none() | st.builds(Cell, st.sampled_from(BY_RULE), LABELS)


FIRST = Point("", 0.0, in_year=False, signal=False)


@given(CHARTS)
@example(Xmr((FIRST, FIRST, FIRST), 0.0, 0.0, 801.0, tuple(Mark(0, letter) for letter in "WABMCDE")))
@example(Xmr((FIRST,) * 40 + (replace(FIRST, value=80001.0),), 0.0, 0.0, 0.0, (Mark(0, "W"), Mark(0, "A"))))
@settings(max_examples=100, deadline=None)
def test_no_words_meet_and_none_are_cut_off(drawn: Read, chart: Chart) -> None:
    drawn(draw(chart))


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_no_words_of_the_board_meet_and_none_are_cut_off(drawn: Read, data: st.DataObject) -> None:
    places = data.draw(st.integers(1, 7))
    rows = st.builds(Row, LABELS, st.lists(CELLS, min_size=places, max_size=places).map(tuple))
    areas = st.builds(Area, LABELS, st.lists(rows, max_size=6).map(tuple))
    names = st.lists(LABELS, min_size=places, max_size=places).map(tuple)
    board = data.draw(st.builds(VerdictBoard, LABELS, names, st.lists(areas, max_size=4).map(tuple), LABELS))
    for page in board_pages(board):
        drawn(page)


@pytest.mark.parametrize("count", range(1, 41))
def test_a_series_of_any_length_names_its_first_period(drawn: Read, count: int) -> None:
    points = tuple(Point(f"Sep {1980 + i}", float(i), i > count / 2, False) for i in range(count))
    drawing = drawn(draw(Xmr(points, 5, 1, 9)))
    named = [words for words in drawing.said if words.startswith("Sep")]
    assert named[0] == "Sep 1980"
    assert 1 <= len(named) <= 4


@given(CHARTS)
@settings(max_examples=30, deadline=None)
def test_the_same_chart_is_drawn_alike_every_time(chart: Chart) -> None:
    assert draw.__wrapped__(chart) == draw.__wrapped__(chart)
