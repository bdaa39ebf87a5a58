"""The kit's parts: numbers as they are written, words that cannot become markup, strokes that stay in their box."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tideturn.report.renderers as renderers
from tideturn.report.charts import svg, theme
from tideturn.report.charts.xmr import apart


@pytest.mark.parametrize(
    ("value", "told"), [(0, "0"), (-0.001, "0"), (1.5, "1.5"), (10.0, "10"), (3.14159, "3.14"), (-2.5, "-2.5")]
)
def test_lengths_are_always_written_the_same_way(value: float, told: str) -> None:
    assert svg.units(value) == told


def test_words_cannot_become_markup() -> None:
    drawn = svg.named(svg.picture(10, 10, [svg.text(0, 0, "</text><script>")]), '"><x>', "]]>", anchor='a" b')
    assert "<script" not in drawn
    assert "<x>" not in drawn
    assert "&lt;/text&gt;&lt;script&gt;" in drawn


def test_a_label_that_looks_like_a_colour_is_left_alone() -> None:
    drawn = theme.in_colours(svg.text(0, 0, 'fill="var(--ink)" and var(--nothing)'))
    assert 'fill="#14252b"' in drawn
    assert "var(--ink)" in drawn.partition(">")[2]
    with pytest.raises(KeyError):
        theme.in_colours(svg.text(0, 0, "", fill="var(--nothing)"))


def test_colours_on_paper_are_those_of_the_page() -> None:
    style = (Path(renderers.__file__).parent / "report.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", style.split("@media")[0]))
    long = {name: f"#{''.join(c * 2 for c in hue[1:])}" if len(hue) == 4 else hue for name, hue in light.items()}
    assert long["paper"] != "#ffffff"
    assert dict(theme.ON_PAPER) == {name: long[name] for name in theme.ON_PAPER} | {"paper": "#ffffff"}


@given(st.floats(0, 300), st.floats(0, 60))
def test_slanting_strokes_stay_within_their_box(width: float, height: float) -> None:
    drawn = svg.hatch(10, 20, width, height, stroke=theme.INK)
    for x, y in re.findall(r"[ML](\S+?) ([\d.]+)", drawn):
        assert 10 - 0.01 <= float(x) <= 10 + width + 0.01
        assert 20 - 0.01 <= float(y) <= 20 + height + 0.01


@given(st.lists(st.floats(20, 180), max_size=4))
def test_labels_are_moved_apart_and_stay_in_order(places: list[float]) -> None:
    moved = apart(sorted(places), 17, low=20, high=180)
    assert all(later - before >= 17 - 1e-6 for before, later in pairwise(moved))
    assert all(20 <= place <= 180 for place in moved)


def test_labels_that_are_apart_are_not_moved() -> None:
    assert apart([30, 60, 100], 17, low=20, high=180) == [30, 60, 100]
