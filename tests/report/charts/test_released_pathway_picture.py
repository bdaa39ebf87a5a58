"""A pathway's map as a release draws it: the design whatever happened, what may be shown, and no trace of the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tideturn.report.charts import theme
from tideturn.report.charts.draw import draw
from tideturn.report.charts.durations import within_days
from tideturn.report.charts.pathway_groups import Group, Meant, Move, Took
from tideturn.report.charts.pathway_groups import drawn as picture_of
from tideturn.report.charts.pathway_map import Way
from tideturn.report.charts.pathway_marks import ADDED, DESIGNED, OPTIONAL

Read = Callable[[str], Any]
DAY = 86_400.0
MEANT = Meant(("Desk", "Look-up", "Worker"), frozenset({"Look-up"}))
SHOWN = (Move(None, "Desk", 40), Move("Desk", "Look-up", 30, DAY), Move("Desk", "Worker", 10, 3 * DAY))
TOOK = (Took("Desk", 40), Took("Look-up", None), Took("Worker", 38))


def released(*moves: Move, took: tuple[Took, ...] = TOOK) -> Group:
    return Group("", 40, moves, took, thinned=True)


def test_every_designed_way_is_drawn_and_those_without_a_number_say_nothing() -> None:
    picture = picture_of([released(*SHOWN)], MEANT).picture
    assert picture.panels[0].ways == (Way(0, 1, 30, DAY), Way(0, 2, 10, 3 * DAY), Way(1, 2, None))
    assert [step.kind for step in picture.steps] == [DESIGNED, OPTIONAL, DESIGNED]
    assert [one.number for one in picture.panels[0].taken] == ["40", "", "38"]
    assert all(one.there for one in picture.panels[0].taken)


def test_what_is_withheld_is_not_drawn_and_none_can_tell_it_from_what_nobody_did() -> None:
    plain = picture_of([released(*SHOWN)], MEANT)
    rare = picture_of([released(*SHOWN, Move("Worker", "Desk", None), Move("Look-up", "Call", None))], MEANT)
    assert rare == plain
    # Beside each other: an arrow of one side is neither dotted nor told on the other.
    other = picture_of([released(*SHOWN), released(SHOWN[0])], MEANT)
    assert other.picture.panels[1].ways == (Way(0, 1, None), Way(1, 2, None))


def test_with_nothing_to_show_the_design_is_all_that_is_drawn(drawn: Read) -> None:
    bare = Group("", None, (), tuple(Took(step, None) for step in MEANT.steps), thinned=True)
    drawing = drawn(draw(picture_of([bare], MEANT).picture))
    assert set(drawing.said) == {
        *("as designed: number not shown", "Desk", "Look-up (optional)", "Worker"),
    }


def test_children_days_and_what_the_design_lacks_are_told_in_the_legend(drawn: Read) -> None:
    more = (*SHOWN, Move("Worker", "Call", 12, 2 * DAY))
    picture = picture_of([released(*more, took=(*TOOK, Took("Call", 12)))], MEANT).picture
    assert [step.kind for step in picture.steps] == [DESIGNED, OPTIONAL, DESIGNED, ADDED]
    said = " ".join(drawn(draw(picture)).said)
    assert "as designed: cases, and days in which half went" in said
    assert "not in the design" in said
    assert "in 1 d" in said
    assert "in 3 d" in said
    assert not re.search(r"\d (h|min)\b", said)
    assert "40 start here" in said


def test_a_way_without_a_number_is_thin_and_hollow(drawn: Read) -> None:
    drawing = drawn(draw(picture_of([released()], MEANT).picture))
    heads = [one for one in drawing.of("path") if one.get("fill") == theme.PAPER]
    assert heads
    assert {one["stroke"] for one in heads} == {theme.QUIET}
    ways = [one for one in drawing.of("path") if one.get("fill") == "none"]
    assert len(ways) == len(heads)
    assert {float(one.get("stroke-width", 1)) for one in ways} == {1.0}


@pytest.mark.parametrize(
    ("seconds", "said"), [(None, ""), (1.0, "in 1 d"), (DAY, "in 1 d"), (DAY + 1, "in 2 d"), (2000 * DAY, "in 2,000 d")]
)
def test_a_wait_in_whole_days_counts_those_begun(seconds: float | None, said: str) -> None:
    assert within_days(seconds) == said
