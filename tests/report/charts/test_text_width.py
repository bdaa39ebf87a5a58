"""How wide words are: the font file's own widths, and lines that hold to a width."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tideturn.report.charts.text_width import advance_widths, text_width, wrapped_to

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def test_the_width_of_a_line_is_that_of_its_letters() -> None:
    widths = advance_widths(400)
    assert text_width("A b", 10) == pytest.approx(10 * (widths["A"] + widths[" "] + widths["b"] + 0.08))
    assert text_width("", 10) == 0
    assert text_width("i", 13) < text_width("m", 13) < text_width("m", 13, 600)


def test_the_typeface_holds_what_english_is_written_with() -> None:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:!?%&()/-–—‘’“”…·£éŵ"
    assert [letter for letter in letters if letter not in advance_widths(400)] in ([], ["ŵ"])
    assert set(advance_widths(400)) == set(advance_widths(600))


def test_figures_are_taken_for_equally_wide() -> None:
    assert len({advance_widths(600)[figure] for figure in "0123456789"}) == 1


@pytest.mark.parametrize(("letter", "ems"), [("漢", 1.3), ("😀", 1.3), ("Ж", 1.0), ("\u0301", 0.0), ("\u200d", 0.0)])
def test_a_letter_that_the_typeface_lacks_is_given_room(letter: str, ems: float) -> None:
    assert text_width(f"a{letter}", 1) - text_width("a", 1) == pytest.approx(ems)


@given(WORDS, st.floats(30, 300))
@example("/Ā\u05f5", 30.0)
def test_lines_hold_to_their_width_and_lose_nothing(text: str, width: float) -> None:
    lines = wrapped_to(text, width, 13)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 13) <= width + 1e-9 for line in lines)


def test_lines_are_broken_at_spaces_where_they_can_be() -> None:
    assert wrapped_to("I can see the signs", 60, 13) == ("I can see", "the signs")
    assert wrapped_to(f"I {'W' * 9} I", 60, 13) == ("I", "WWWW", "WWWW", "W I")
    assert wrapped_to("one-two-three/four", 60, 13) == ("one-two-", "three/", "four")
    assert wrapped_to(" \n ", 60, 13) == ("",)
