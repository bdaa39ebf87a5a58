"""Charts: specifications that hold to Vega-Lite's own schema, and drawings that a page can hold."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise

import jsonschema
import pytest
from altair.vegalite.v6.schema.core import load_schema

from tideturn.report.charts.draw import draw
from tideturn.report.charts.stacked import Bar, stacked
from tideturn.report.charts.strip import share_strip
from tideturn.report.charts.theme import Spec
from tideturn.report.charts.xmr import Point, xmr_chart

LONG = "I can see the signs of exploitation sooner than I could before I was trained, and I know whom to ask for help"
BARS = stacked((Bar(LONG, (13, 3, 1)), Bar("Short", (0, 10, 0))), ("Agree", "Neither", "Disagree"))
SERIES = xmr_chart(
    tuple(Point(f"P{i}", float(10 + i % 3 + (12 if i == 17 else 0)), i >= 12, i == 17) for i in range(20)), 11, 6, 16
)


@pytest.mark.parametrize("spec", [BARS, SERIES], ids=["stacked", "xmr"])
def test_a_specification_holds_to_the_schema(spec: Spec) -> None:
    jsonschema.Draft7Validator(load_schema()).validate(spec)


@pytest.mark.parametrize("spec", [BARS, SERIES], ids=["stacked", "xmr"])
def test_a_drawing_repeats_no_id_and_takes_its_colours_from_the_page(spec: Spec) -> None:
    svg = draw(spec)
    assert " id=" not in svg
    assert "var(--tide)" in svg or "var(--agree)" in svg
    assert re.findall(r'(?:fill|stroke)="#[0-9a-fA-F]{3,6}"', svg) == []
    assert svg == draw(dict(spec))


def test_what_cannot_be_drawn_is_left_out_and_stops_nothing() -> None:
    odd = stacked((Bar("Rings\x07 and \x1b[31mred\ufffe", (13, 3, 1)),), ("Agree", "Neither", "Disagree"))
    plain = stacked((Bar("Rings and [31mred", (13, 3, 1)),), ("Agree", "Neither", "Disagree"))
    script = "import json, sys; from tideturn.report.charts.draw import draw; print(draw(json.load(sys.stdin)))"
    # Apart, since the engine would end the whole process.
    drawn = subprocess.run([sys.executable, "-c", script], input=json.dumps(odd).encode(), capture_output=True)
    assert drawn.returncode == 0, drawn.stderr
    assert drawn.stdout.decode().strip() == draw(plain).strip()


def test_a_long_label_is_wrapped_within_the_drawing() -> None:
    svg = draw(BARS)
    lines = [line for line in re.findall(r">([^<>]+)</text>", svg) if line and line in LONG]
    assert len(lines) >= 2
    assert " ".join(lines) == LONG


def test_parts_of_a_bar_touch_and_fill_it() -> None:
    pieces = [
        piece
        for piece in BARS["layer"][1]["data"]["values"]
        if piece["y"] == BARS["layer"][1]["data"]["values"][0]["y"]
    ]
    assert pieces[0]["x"] == 0
    assert pieces[-1]["x2"] == 1
    assert all(before["x2"] == after["x"] for before, after in pairwise(pieces))
    assert [piece["told"] for piece in pieces] == ["76%", "18%", ""]


def test_a_signal_is_told_by_shape_not_by_colour_alone() -> None:
    shapes = SERIES["layer"][-1]["encoding"]["shape"]["scale"]
    assert dict(zip(shapes["domain"], shapes["range"], strict=True)) == {"Point": "circle", "Signal": "diamond"}
    assert sum(value["signal"] == "Signal" for value in SERIES["layer"][-1]["data"]["values"]) == 1


def test_a_strip_puts_the_share_where_it_belongs() -> None:
    svg = share_strip(0.5, 0.25, 0.75)
    assert 'cx="160"' in svg
    assert 'd="M85 14H235"' in svg


def test_a_chart_that_would_fetch_its_data_is_refused() -> None:
    with pytest.raises(AssertionError, match="fetches nothing"):
        draw({"mark": "point", "data": {"url": "https://example.org/data.csv"}})
