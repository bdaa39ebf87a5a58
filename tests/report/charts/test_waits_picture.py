"""The picture of waits: steps that rise, the band about them, those not seen to come, and an axis that can be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.methods.pathways.incidence import CLOSED, OPEN, REACHED, incidence
from tideturn.report.charts import theme
from tideturn.report.charts.draw import draw
from tideturn.report.charts.waits import Curve, Point, Reaching, of_incidences

Read = Callable[[str], Any]
DAY = 86400.0
UNTIL = date(2026, 6, 30)


def found(seconds: list[float], ended: list[int]) -> Any:
    return incidence(np.array(seconds, dtype=np.float64), np.array(ended, dtype=np.int64))


TEN = found([DAY * at for at in range(1, 11)], [REACHED] * 5 + [OPEN, REACHED, CLOSED, OPEN, REACHED])


def test_what_is_said_of_a_group_and_when_half_had_come() -> None:
    chart = of_incidences({"All": TEN}, UNTIL)
    (curve,) = chart.curves
    assert (
        curve.told == "7 of 10 cases reached it and 1 ended without it; 2 were not seen to do either by 30 June 2026."
    )
    # Five of ten, none of them lost before: half by the fifth day.
    assert curve.median == 5 * DAY
    assert [point.share for point in curve.points[:5]] == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5])
    assert curve.watched == pytest.approx([6 * DAY, 9 * DAY], rel=0.01)
    assert chart.until == 10 * DAY


def test_the_line_rises_in_steps_within_its_band(drawn: Read) -> None:
    drawing = drawn(draw(of_incidences({"All": TEN}, UNTIL)))
    assert {"All", "100%", "50%", "0%", "0", "2 d", "10 d", "half by 5 d"} <= set(drawing.said)
    (line,) = [p for p in drawing.of("path") if p.get("stroke") == theme.TIDE]
    corners = [tuple(map(float, pair.split())) for pair in re.split("[ML]", line["d"])[1:]]
    assert all(x <= to_x and y >= to_y for (x, y), (to_x, to_y) in pairwise(corners))
    assert corners[0] == (38, 96)
    assert corners[-1][0] == theme.WIDTH - 12
    (band,) = [p for p in drawing.of("path") if p["fill"] == theme.NEITHER]
    heights = [float(part.split()[1].rstrip("Z")) for part in re.split("[ML]", band["d"])[1:]]
    assert 0 <= min(heights) < max(heights) <= 96


def test_of_few_cases_there_are_numbers_and_no_line(drawn: Read) -> None:
    chart = of_incidences({"Few": found([DAY] * 9, [REACHED] * 9)}, UNTIL)
    assert chart.curves[0].points == ()
    drawing = drawn(draw(chart))
    assert drawing.said == ["Few", "9 of 9 cases reached it. Too few for a line."]


def test_one_late_case_does_not_press_the_others_flat() -> None:
    chart = of_incidences({"All": found([3600.0 * at for at in range(1, 100)] + [3650 * DAY], [REACHED] * 100)}, UNTIL)
    assert chart.until == pytest.approx(95 * 3600 * 1.1)
    assert chart.curves[0].told == "100 of 100 cases reached it. 1 reached it later than is drawn."


def test_nobody_came_nobody_was_watched_and_all_came_at_once(drawn: Read) -> None:
    nobody = of_incidences({"Nobody came": found([DAY * 3] * 20, [OPEN] * 20)}, UNTIL)
    assert nobody.curves[0].told == "0 of 20 cases reached it; 20 were not seen to do so by 30 June 2026."
    assert drawn(draw(nobody))
    assert drawn(draw(of_incidences({"Nobody": found([], [])}, UNTIL))).said[0] == "Nobody"
    assert drawn(draw(of_incidences({"At once": found([0.0] * 20, [REACHED] * 20)}, UNTIL))).said[0] == "At once"
    assert drawn(draw(Reaching((), 0.0))).said == []


def test_a_hundred_thousand_cases_make_no_more_points_than_can_be_drawn() -> None:
    times = np.random.default_rng(1).exponential(DAY, 100_000)
    chart = of_incidences({"Many": incidence(times, np.ones(100_000, dtype=np.int64))}, UNTIL)
    assert 300 < len(chart.curves[0].points) <= 401
    assert len(draw(chart)) < 60_000


@given(
    st.lists(st.tuples(st.floats(0, 1e9), st.sampled_from([OPEN, REACHED, CLOSED])), max_size=40),
    st.text(max_size=90),
)
@settings(max_examples=60, deadline=None)
def test_no_words_meet_or_are_cut(drawn: Read, cases: list[tuple[float, int]], title: str) -> None:
    group = found([seconds for seconds, _ in cases], [how for _, how in cases])
    drawn(draw(of_incidences({title: group, "After": TEN}, UNTIL)))


def test_a_release_can_give_days_and_hide_whoever_waits(drawn: Read) -> None:
    points = tuple(Point(at * DAY, at / 10, at / 12, at / 9) for at in range(1, 8))
    drawing = drawn(draw(Reaching((Curve("After", "c of 20 cases reached it.", points),), 8 * DAY)))
    assert "c of 20 cases reached it." in drawing.said
    assert not any("half" in words for words in drawing.said)
