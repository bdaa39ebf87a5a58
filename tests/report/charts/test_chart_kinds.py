"""What each chart says: where its marks stand, what is written beside them, and what is told without colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from tideturn.dataset.vocabulary import CHANGE_STAGE
from tideturn.report.charts import theme
from tideturn.report.charts.coders_agree import CodeAlpha, CodersAgree
from tideturn.report.charts.delivered import Delivered, Piece
from tideturn.report.charts.draw import Chart, draw, image
from tideturn.report.charts.stacked import Bar, Stacked
from tideturn.report.charts.stages import of_changes
from tideturn.report.charts.strip import Strip
from tideturn.report.charts.timeliness import Place, Timeliness
from tideturn.report.charts.xmr import Mark, Point, Xmr

Read = Callable[[str], Any]

LONG = "I can see the signs of exploitation sooner than I could before I was trained, and I know whom to ask for help"
ANSWERS = Stacked((Bar(LONG, (13, 3, 1)), Bar("Short", (0, 10, 0))), ("Agree", "Neither", "Disagree"))
SERIES = Xmr(
    tuple(Point(f"P{i}", float(10 + i % 3 + (12 if i == 17 else 0)), i >= 12, i == 17) for i in range(20)), 11, 6, 16
)
WORK = Delivered(
    (
        Piece("Training days", 20, 18, "18 of 20 (90%)"),
        Piece("Advice", 10, 40, "40 of 10 (400%)"),
        Piece("Posters", 0, 3, "3, none planned"),
        Piece("Visits", 12, None, "not recorded, of 12"),
    )
)
CHANGES = of_changes({"discussed": 14, "piloted": 7, "reversed": 2})
REFERRALS = Timeliness((Place("London", 12, 3, 2), Place("Birmingham", 1, 0, 0), Place("Wales", 0, 0, 0)))
CODERS = CodersAgree((CodeAlpha("Safer", 0.5, -0.1, 0.9), CodeAlpha("Sure", 0.8), CodeAlpha("Never", None)), 0.67)
EVERY = (ANSWERS, SERIES, Strip(0.5, 0.25, 0.75), WORK, CHANGES, REFERRALS, CODERS)


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: type(chart).__name__)
def test_colours_come_from_the_page_or_are_fixed_on_paper(chart: Chart) -> None:
    named = re.findall(r'(?:fill|stroke)="([^"]+)"', draw(chart))
    assert named
    assert all(colour == "none" or re.fullmatch(r"var\(--[a-z-]+\)", colour) for colour in named)
    fixed = re.findall(r'(?:fill|stroke)="([^"]+)"', theme.in_colours(draw(chart)))
    assert len(fixed) == len(named)
    assert all(colour == "none" or re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in fixed)


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: type(chart).__name__)
def test_a_file_by_itself_says_its_name_what_it_shows_and_its_size(chart: Chart) -> None:
    told = image(chart, "A & <b>", "What “it” shows").decode()
    assert told.startswith('<svg role="img" aria-labelledby="chart.title" aria-describedby="chart.told" width="320" ')
    assert '<title id="chart.title">A &amp; &lt;b&gt;</title><desc id="chart.told">What “it” shows</desc>' in told
    assert "var(" not in told


def test_a_long_label_is_wrapped_and_whole(drawn: Read) -> None:
    lines = [words for words in drawn(draw(ANSWERS)).said if words in LONG]
    assert len(lines) >= 2
    assert " ".join(lines) == LONG


def test_parts_of_a_bar_touch_and_fill_it(drawn: Read) -> None:
    drawing = drawn(draw(ANSWERS))
    bars = [r for r in drawing.of("rect") if float(r["height"]) == 22]
    first = sorted((float(r["x"]), float(r["width"]), r["fill"]) for r in bars if r["y"] == bars[0]["y"])
    assert [fill for *_, fill in first] == [theme.DISAGREE, theme.NEITHER, theme.AGREE]
    assert all(x + width == pytest.approx(after, abs=0.02) for (x, width, _), (after, *_) in pairwise(first))
    assert sum(first[-1][:2]) == pytest.approx(320, abs=0.02)
    # Half of the second bar stands before the middle; of the first 1 and half of 3, of 17, so that 14.5 stand after it.
    whole = 320 / (1 / 2 + 14.5 / 17)
    assert first[-1][1] == pytest.approx(whole * 13 / 17, abs=0.01)
    middle = first[1][0] + first[1][1] / 2
    (second,) = (r for r in bars if r["y"] != bars[0]["y"] and r["fill"] == theme.NEITHER)
    assert (float(second["x"]), float(second["width"])) == pytest.approx((0, whole), abs=0.02)
    assert middle == pytest.approx(whole / 2, abs=0.02)
    # One of 17 is too narrow for its number.
    assert [words for words in drawing.said if words.endswith("%")] == ["76%", "18%", "100%"]
    assert [words.split()[-1] for words in drawing.said if words.startswith("n\N{NO-BREAK SPACE}=")] == ["17", "10"]


def test_an_earlier_wave_is_on_the_same_scale_lower_paler_and_named(drawn: Read) -> None:
    earlier = Bar("In Year 1", (5, 10, 5))
    bars = (Bar("Staff", (10, 10, 0), "Asked", (earlier,)), Bar("Partners", (20, 0, 0), "Asked"))
    for wide in (False, True):
        drawing = drawn(draw(Stacked(bars, ("Agree", "Neither", "Disagree"), wide)))
        now = {r["fill"]: r for r in drawing.of("rect") if float(r["height"]) == 22 and float(r["width"]) > 11}
        then = {r["fill"]: r for r in drawing.of("rect") if float(r["height"]) == 14}
        assert set(then) == {theme.AGREED, theme.NEITHER_THEN, theme.DISAGREED}
        # Half of all neither agree nor disagree then and now: parts as wide, about the same middle.
        assert then[theme.NEITHER_THEN]["width"] == now[theme.NEITHER]["width"]
        assert then[theme.NEITHER_THEN]["x"] == now[theme.NEITHER]["x"]
        assert drawing.said.count("Asked") == 1
        said = [words.replace("\N{NO-BREAK SPACE}", " ") for words in drawing.said]
        assert {"In Year 1", "n = 20", "25%", "50%"} <= set(said)


def test_nobody_is_an_empty_box_and_not_a_bar(drawn: Read) -> None:
    drawing = drawn(draw(Stacked((Bar("Nobody", (0, 0, 0)),), ("Agree", "Neither", "Disagree"))))
    boxes = [r for r in drawing.of("rect") if float(r["width"]) > 300]
    assert [(box["fill"], box["stroke-dasharray"]) for box in boxes] == [("none", "3 3")]


def test_a_signal_is_told_by_shape_not_by_colour_alone(drawn: Read) -> None:
    drawing = drawn(draw(SERIES))
    assert len(drawing.of("circle")) == 19
    diamonds = [p for p in drawing.of("path") if p["fill"] == theme.CONTESTED]
    assert len(diamonds) == 1
    assert diamonds[0]["d"].count("L") == 3


def test_the_year_is_told_by_words_and_edges_and_the_limits_by_name(drawn: Read) -> None:
    drawing = drawn(draw(SERIES))
    assert {"the year", "average", "upper limit", "lower limit"} <= set(drawing.said)
    assert "lower limit" not in drawn(draw(Xmr(SERIES.points, 11, -2, 24))).said


def test_what_happened_is_a_letter_above_a_line_through_its_period(drawn: Read) -> None:
    for wide in (False, True):
        drawing = drawn(draw(replace(SERIES, marks=(Mark(3, "A"), Mark(3, "B"), Mark(15, "C")), wide=wide)))
        lines = [p["d"] for p in drawing.of("path") if p.get("stroke-dasharray") == "1 3"]
        dots = [c["cx"] for c in drawing.of("circle")]
        assert [line.split()[0] for line in lines] == [f"M{dots[at]}" for at in (3, 3, 15)]
        a, b, c = (next(box for box in drawing.texts if box.words == letter) for letter in "ABC")
        assert a.right <= b.left < c.left
        # Of two in one period each stands on its side of the line.
        assert (a.left + a.right + b.left + b.right) / 4 == pytest.approx(float(dots[3]), abs=1)


def test_higher_values_stand_higher(drawn: Read) -> None:
    points = tuple(Point(str(i), value, False, False) for i, value in enumerate((0.0, 5.0, 10.0)))
    dots = [(float(c["cx"]), float(c["cy"])) for c in drawn(draw(Xmr(points, 5, 0, 10))).of("circle")]
    assert [y for _, y in dots] == [195, 110, 25]
    assert dots[1][0] - dots[0][0] == pytest.approx(dots[2][0] - dots[1][0], abs=0.02)


def test_a_value_that_is_no_number_leaves_a_gap(drawn: Read) -> None:
    points = tuple(Point(str(i), float("nan") if i == 2 else 4.0, False, False) for i in range(5))
    drawing = drawn(draw(Xmr(points, 4, 1, 9)))
    assert len(drawing.of("circle")) == 4
    line = next(p for p in drawing.of("path") if p.get("stroke") == theme.TIDE)
    assert (line["d"].count("M"), line["d"].count("L")) == (2, 2)


def test_delivery_is_measured_by_its_own_plan(drawn: Read) -> None:
    drawing = drawn(draw(WORK))
    bars = [(float(r["width"]), r["fill"]) for r in drawing.of("rect")]
    # The axis ends at twice the plan, so that the plan is half of it: 18 of 20 is 0.9 of 160.
    assert bars[:2] == [(160, theme.NEITHER), (144, theme.TIDE)]
    assert bars[3] == (310, theme.TIDE)
    arrows = [p for p in drawing.of("path") if p["fill"] == theme.TIDE]
    assert len(arrows) == 1
    assert len([p for p in drawing.of("path") if p.get("stroke-dasharray")]) == 2
    assert [box.words for box in drawing.texts if box.bold] == [piece.told for piece in WORK.pieces]


def test_each_stage_of_the_vocabulary_has_its_count(drawn: Read) -> None:
    drawing = drawn(draw(CHANGES))
    names = [box.words for box in drawing.texts if not box.bold]
    assert [name.lower() for name in names] == list(CHANGE_STAGE.terms.values())
    assert [box.words for box in drawing.texts if box.bold] == ["14", "7", "0", "0", "0", "2"]
    bars = drawing.of("rect")
    assert float(bars[0]["width"]) == pytest.approx(2 * float(bars[1]["width"]), abs=0.02)
    assert (bars[2]["fill"], bars[2]["stroke"]) == (theme.PAPER, theme.CONTESTED)


def test_timeliness_counts_and_never_says_a_percentage(drawn: Read) -> None:
    drawing = drawn(draw(REFERRALS))
    assert drawing.said[3:] == [
        *("London: 17 referrals", "12", "3", "2"),
        *("Birmingham: 1 referral", "1", "Wales: 0 referrals"),
    ]
    assert drawing.said[:3] == ["Within target", "Late", "Not known"]
    hollow = [r for r in drawing.of("rect") if r.get("stroke") == theme.QUIET and "stroke-dasharray" not in r]
    assert len(hollow) == 2  # its swatch, and London's two


def test_a_strip_puts_the_share_where_it_belongs() -> None:
    svg = draw(Strip(0.5, 0.25, 0.75))
    assert 'cx="160"' in svg
    assert 'd="M85 14H235"' in svg


def test_what_cannot_be_written_is_left_out_and_stops_nothing(drawn: Read) -> None:
    odd = Stacked((Bar("Rings\x07 and \x1b[31mred\ufffe\ud800 <b>&", (13, 3, 1)),), ("Agree", "Neither", "Disagree"))
    assert "Rings and [31mred <b>&" in drawn(draw(odd)).said
    draw(odd).encode()


def test_a_code_below_the_mark_is_hollow_and_an_undefined_one_has_no_dot(drawn: Read) -> None:
    drawing = drawn(draw(CODERS))
    dots = [(circle["fill"], circle["cx"]) for circle in drawing.of("circle")]
    assert [fill for fill, _ in dots] == [theme.TIDE, theme.PAPER, theme.TIDE]
    assert dots[0][1] == dots[1][1] < dots[2][1]
    assert {"0.50", "0.80", "undefined", "0.67", "1", "0", "−0.25"} <= set(drawing.said)


def test_the_axis_of_agreement_begins_at_nothing_unless_a_range_goes_below(drawn: Read) -> None:
    drawing = drawn(draw(CodersAgree((CodeAlpha("Safer", 0.5, 0.2, 0.9),), 0.67)))
    assert drawing.said == ["Safer", "0.50", "1", "0.67", "0"]
