"""Columns: they fill the page and no more, and hold their longest word while that can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.report.charts.text_width import text_width
from tideturn.report.renderers.columns import GAP, LANDSCAPE, PORTRAIT, fitted
from tideturn.report.renderers.letters import line

WORDS = st.lists(st.text("abcdefgWM", min_size=1, max_size=14), max_size=12).map(" ".join)
TABLES = st.integers(1, 9).flatmap(
    lambda wide: st.tuples(
        st.lists(WORDS, min_size=wide, max_size=wide),
        st.lists(st.lists(WORDS, min_size=wide, max_size=wide), max_size=5),
    )
)


@given(table=TABLES)
def test_columns_fill_a_page_and_cut_no_word(table):
    head, rows = table
    fit = fitted(head, rows)
    assert sum(fit.widths) == pytest.approx(LANDSCAPE if fit.landscape else PORTRAIT, abs=0.1)
    assert len(fit.parted) == len(rows)
    for position, width in enumerate(fit.widths):
        room = width - (GAP if position < len(head) - 1 else 0)
        for cell in (head[position], *(row[position] for row in rows)):
            assert all(text_width(word, fit.size) <= room + 0.01 for word in cell.split()), (cell, fit)


def test_a_table_that_fits_is_upright_and_in_the_largest_type():
    fit = fitted(("Name", "Number"), [("One", "1")])
    assert (fit.size, fit.landscape, fit.short) == (9.0, False, True)


def test_smaller_type_comes_before_a_page_on_its_side():
    words = tuple("incomprehensible" for _ in range(6))
    fit = fitted(words, [words])
    assert fit.size < 9
    assert not fit.landscape


def test_words_too_long_for_any_page_share_it():
    long = "x" * 300
    fit = fitted((long, "b"), [(long, "c")])
    assert fit.landscape
    assert sum(fit.widths) == pytest.approx(LANDSCAPE, abs=0.1)


def test_a_word_that_may_break_asks_for_no_more_than_its_pieces():
    fit = fitted(("Name", "Address"), [("One", line("x" * 300))])
    assert not fit.landscape


def test_a_row_of_very_many_lines_may_be_parted_and_makes_the_table_long():
    fit = fitted(("Name", "What"), [("One", "word " * 2000), ("Two", "word")])
    assert fit.parted == (True, False)
    assert not fit.short
