"""The causal map as drawn: from left to right, no words that meet or are cut off, and all told without colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.methods.causal_map import causal_map
from tideturn.report.charts import svg, theme
from tideturn.report.charts.causal_map import Box, Causes, Line, layered, told_weight
from tideturn.report.charts.draw import draw
from tideturn.report.charts.whole_map import whole_map

Read = Callable[[str], Any]

LONG = "Policies, cultures and practice respond to exploitation, outside the family too, wherever it may take place"
STEP = Causes(
    ((Box("a", "Training"), Box("b", LONG)), (Box("c", "People are sure"), Box("d", "People ask"))),
    (
        Line("a", "c", 4, "4"),
        Line("a", "d", 0, "0"),
        Line("b", "d", 12, "12"),
        Line("b", "c", 3, "3", lacking=True),
    ),
)
LABELS = st.one_of(
    st.text(max_size=80),
    st.text("abcdefghiWM-/&<", min_size=40, max_size=120),
    st.lists(st.text("aeimstW’", min_size=1, max_size=14), max_size=30).map(" ".join),
)


@st.composite
def charts(draw_from: st.DrawFn) -> Causes:
    labels = draw_from(st.lists(LABELS, min_size=1, max_size=9))
    boxes = [Box(str(i), label, foreign=draw_from(st.booleans())) for i, label in enumerate(labels)]
    ends = st.sampled_from([box.key for box in boxes])
    weights = st.integers(0, 6) | st.integers(0, 10**9)
    flags = st.booleans()
    drawn = draw_from(st.lists(st.tuples(ends, ends, weights, flags, flags), max_size=14))
    lines = [
        Line(a, b, weight, told_weight(weight), lacking and weight > 0, hinders and weight > 0)
        for a, b, weight, lacking, hinders in drawn
        if a != b
    ]
    chart = layered(boxes, lines)
    return Causes(chart.columns, chart.lines, draw_from(st.booleans()))


@given(charts())
@settings(max_examples=60, deadline=None)
def test_no_words_meet_and_none_are_cut_off(drawn: Read, chart: Causes) -> None:
    drawing = drawn(draw(chart))
    whole = "".join("".join(drawing.said).split())
    for box in (box for column in chart.columns for box in column):
        assert "".join(svg.clean(box.label).split()) in whole


@pytest.mark.parametrize("wide", [False, True])
def test_a_step_goes_from_left_to_right_within_the_width_of_other_charts(drawn: Read, wide: bool) -> None:
    drawing = drawn(draw(Causes(STEP.columns, STEP.lines, wide)))
    assert drawing.width == (600 if wide else theme.WIDTH)
    places = {box.words: box.left for box in drawing.texts}
    assert places["Training"] < places["4"] < places["People are sure"]
    # Numbers stand only on links that people spoke of.
    assert {"4", "12", "3"} <= set(drawing.said)
    assert "0" not in drawing.said


def test_what_nobody_mentions_is_dashed_and_what_the_theory_lacks_is_double(drawn: Read) -> None:
    drawing = drawn(draw(STEP))
    strokes = [path for path in drawing.of("path") if path["fill"] == "none"]
    dashed = [path for path in strokes if "stroke-dasharray" in path]
    # One link and its sign in the legend; thickness grows with how many say so, up to a limit.
    assert len(dashed) == 2
    widths = {path["stroke"]: float(path.get("stroke-width", 1)) for path in strokes if "C" in path["d"]}
    assert len([path for path in strokes if path["stroke"] == theme.PAPER]) == 2
    spoken = [float(p.get("stroke-width", 1)) for p in strokes if p["stroke"] == theme.TIDE and p["d"][:3] != "M0 "]
    assert sorted(spoken) == [5.0, 9.0]
    assert widths[theme.CONTESTED] > widths[theme.PAPER]
    assert drawing.said[:3] == [
        "People say that it helps; the number says how many",
        "A link of the theory that was not said to help",
        "Double: not in the theory",
    ]


def test_what_gets_in_the_way_is_told_without_colour_by_its_dashes_a_bar_and_a_minus(drawn: Read) -> None:
    lines = (Line("a", "c", 2, "2", hinders=True), Line("b", "d", 3, "3", lacking=True, hinders=True))
    drawing = drawn(draw(Causes(STEP.columns, lines)))
    assert drawing.said[0] == "People say it gets in the way (−2: two people)"
    assert {"−2", "−3"} <= set(drawing.said)
    strokes = [path for path in drawing.of("path") if path["fill"] == "none"]
    broken = [path for path in strokes if path["stroke"] == theme.ADVERSE]
    # Two links and two signs in the legend: broken in longer dashes than those of what nobody mentions.
    assert [path.get("stroke-dasharray") for path in broken] == ["10 4"] * 3
    # Each ends in a bar, and none in the head of an arrow but that of the legend's double.
    heads = [path for path in drawing.of("path") if path["fill"] != "none"]
    bars = [rect for rect in drawing.of("rect") if rect.get("fill") == theme.ADVERSE]
    assert (len(heads), len(bars)) == (1, 3)


def test_a_level_link_is_a_straight_line_which_every_renderer_draws(drawn: Read) -> None:
    chart = Causes(((Box("a", "Training"),), (Box("b", "People are sure"),)), (Line("a", "b", 1, "1"),))
    (level,) = [path["d"] for path in drawn(draw(chart)).of("path") if path["fill"] == "none"][1:]
    assert "C" not in level


def test_a_part_that_is_none_of_the_theorys_has_a_dotted_edge(drawn: Read) -> None:
    drawing = drawn(draw(Causes(((Box("x", "luck", foreign=True),), (Box("y", "Safety"),)), (Line("x", "y", 3, "3"),))))
    edges = [rect.get("stroke-dasharray") for rect in drawing.of("rect") if "stroke" in rect]
    assert edges == ["2 3", None]


def test_columns_follow_the_longest_chain_and_a_ring_makes_none_longer() -> None:
    boxes = [Box(key, key) for key in "abcd"]
    lines = [Line("a", "b", 1, "1"), Line("b", "c", 1, "1"), Line("a", "c", 1, "1"), Line("c", "a", 1, "1")]
    chart = layered(boxes, lines)
    assert [[box.key for box in column] for column in chart.columns] == [["a", "d"], ["b"], ["c"]]
    assert layered([], []).columns == ()


def test_a_link_that_passes_a_column_runs_behind_no_box(drawn: Read) -> None:
    boxes = [Box(key, LONG) for key in "abc"]
    lines = [Line("a", "b", 1, "1"), Line("b", "c", 1, "1"), Line("a", "c", 2, "2")]
    drawing = drawn(draw(layered(boxes, lines)))
    (passing,) = (path["d"] for path in drawing.of("path") if "L" in path["d"] and "C" in path["d"])
    # Where it runs straight, it runs between the boxes of the middle column.
    straight = float(passing.split("L")[1].split("C")[0].split()[1])
    middle = [rect for rect in drawing.of("rect") if "stroke" in rect and 240 < float(rect["x"]) < 241]
    assert len(middle) == 1
    top, height = float(middle[0]["y"]), float(middle[0]["height"])
    assert straight < top or straight > top + height


def test_a_whole_map_shows_the_theory_and_what_it_lacks_and_without_one_the_most_said(drawn: Read) -> None:
    claims = pl.DataFrame(
        [(f"i{i}", a, b) for a, b, many in (("days", "sure", 2), ("luck", "sure", 3)) for i in range(many)],
        schema=["interview_id", "from_factor", "to_factor"],
        orient="row",
    )
    factors = pl.DataFrame({"factor": ["days", "sure"], "node_id": ["n", "m"]})
    links = pl.DataFrame({"link_id": ["l", "k"], "from_node": ["n", "m"], "to_node": ["m", "z"]})
    theory = whole_map(causal_map(claims, factors=factors, links=links), {"n": "Training days", "m": "People are sure"})
    assert {box.label: box.foreign for column in theory.columns for box in column} == {
        "Training days": False,
        "luck": True,
        "People are sure": False,
        "z": False,
    }
    assert [(line.weight, line.lacking) for line in theory.lines] == [(2, False), (0, False), (3, True)]
    alone = whole_map(causal_map(claims), {})
    assert [(line.weight, line.lacking) for line in alone.lines] == [(3, False), (2, False)]
    churn = pl.DataFrame(
        [(f"i{i}", start, "sure", "hinders") for i in range(3) for start in ("days", "churn")],
        schema=["interview_id", "from_factor", "to_factor", "effect"],
        orient="row",
    )
    signed = whole_map(causal_map(pl.concat([claims, churn], how="diagonal"), factors=factors, links=links), {})
    # The theory's own link is drawn with what speaks against it, and proposed to nobody twice.
    assert [(line.start, line.weight, line.lacking, line.hinders) for line in signed.lines] == [
        ("node n", 2, False, False),
        ("node n", 3, False, True),
        ("node m", 0, False, False),
        ("factor churn", 3, True, True),
        ("factor luck", 3, True, False),
    ]
    assert not any(box.foreign for column in alone.columns for box in column)
    drawn(draw(theory))
