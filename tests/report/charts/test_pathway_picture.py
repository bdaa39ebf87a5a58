"""The map of a pathway: no box, word or arrow upon another, the same places in every panel, and nothing cut off."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.methods.pathways import count, event_log
from tideturn.methods.pathways.conformance import conformance
from tideturn.methods.pathways.design import Design
from tideturn.methods.pathways.design import Step as Asked
from tideturn.methods.pathways.drawn_design import DrawnDesign
from tideturn.methods.pathways.process_model import Kind, Node, ProcessModel
from tideturn.report.charts import theme
from tideturn.report.charts.draw import draw, image
from tideturn.report.charts.pathway_groups import MOST_STEPS, Group, Meant, Move, Took, of_counts
from tideturn.report.charts.pathway_groups import drawn as picture_of
from tideturn.report.charts.pathway_layout import Room, columns, laid_out
from tideturn.report.charts.pathway_map import Panel, PathwayMap, Step, Taken, Way
from tideturn.report.charts.pathway_marks import ADDED, DESIGNED, OPTIONAL, PLAIN, told_count, written
from tideturn.report.charts.pathway_order import ordered

Read = Callable[[str], Any]
Rows = list[tuple[str, str, datetime]]
LONG = "Referral to the multi-agency safeguarding hub of the northern and eastern boroughs, Tyne & Wear"
ODD = ("إحالة إلى مركز الحماية", "הפניה לוועדה", "儿童保护会议", "Rings\x07 <b>&", "W" * 60, LONG)
TWENTY_FIVE = (*ODD[:5], LONG, *(f"Step {at} of a pathway as agreed" for at in range(19)))


def rows(steps: Sequence[str], cases: int, seed: int = 3, skip: float = 0.15) -> Rows:
    """Cases that mostly go from the first step to the last: some skip, swap, repeat, go back or do something else."""
    dice = random.Random(seed)
    found: Rows = []
    for case in range(cases):
        taken = [step for step in steps if dice.random() > skip] or list(steps[:1])
        for at in range(len(taken) - 1):
            if dice.random() < 0.06:
                taken[at], taken[at + 1] = taken[at + 1], taken[at]
        if dice.random() < 0.3:
            taken.insert(dice.randrange(len(taken) + 1), "Telephone call")
        if dice.random() < 0.5:
            at = dice.randrange(len(taken))
            taken.insert(at, taken[at])
        if dice.random() < 0.3:
            taken.append(dice.choice(steps))
        when = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=case)
        for step in taken:
            found.append((f"c{case}", step, when))
            when += timedelta(minutes=dice.randrange(1, 6000))
    return found


def group(found: Rows, title: str = "", design: Design | None = None) -> Group:
    log = event_log(pl.DataFrame(found, schema=["case", "activity", "time"], orient="row"))
    return of_counts(title, count(log), conformance(log, design).whole if design else None)


def boxes(drawing: Any) -> list[tuple[float, float, float, float]]:
    """The steps' boxes as written within their panel: rectangles with an edge that are no swatch of the legend."""
    edged = [
        tuple(float(one[name]) for name in ("x", "y", "width", "height"))
        for one in drawing.of("rect")
        if "stroke" in one and float(one["width"]) != 24
    ]
    return [one for one in edged if len(one) == 4]


@pytest.mark.parametrize("wide", [False, True], ids=["narrow", "wide"])
@pytest.mark.parametrize("panels", [1, 2, 3])
def test_twenty_five_steps_with_long_and_odd_names_stay_apart_and_whole(wide: bool, panels: int, drawn: Read) -> None:
    groups = [group(rows(TWENTY_FIVE, 200, seed), f"Panel {seed}") for seed in range(panels)]
    picture = replace(picture_of(groups).picture, wide=wide)
    drawing = drawn(draw(picture))
    assert drawing.width == (672 if wide else theme.WIDTH)
    assert len(picture.steps) >= 25
    assert {f"Panel {seed}" for seed in range(panels)} <= set(drawing.said)
    words = "".join(drawing.said).replace(" ", "")
    for name in (LONG, *ODD[:3]):
        assert words.count(name.replace(" ", "")) == panels


def test_twenty_five_steps_fit_upon_a_sheet_in_letters_that_can_be_read() -> None:
    steps = [f"Step {at} of a pathway as agreed" for at in range(25)]
    for groups in ([group(rows(steps, 200))], [group(rows(steps, 200)), group(rows(steps, 90, 4))]):
        svg = draw(replace(picture_of(groups).picture, wide=True))
        width, height = (float(part) for part in re.findall(r'viewBox="0 0 (\S+) (\S+)"', svg)[0])
        # 165 by 190 mm is what a page leaves; the smallest letters are 11 units, and 6 pt is 2.1 mm.
        assert 11 * min(165 / width, 190 / height) > 1.95


def test_the_same_step_stands_at_the_same_place_in_both_panels(drawn: Read) -> None:
    steps = [f"Step {at}" for at in range(12)]
    groups = [group(rows(steps, 80), "Before"), group(rows(steps, 30, 9, 0.02), "After")]
    drawing = drawn(draw(replace(picture_of(groups).picture, wide=True)))
    places = {box.words: [] for box in drawing.texts if box.words.startswith("Step ")}
    for box in drawing.texts:
        if box.words in places:
            places[box.words].append((box.left, box.top))
    assert len(places) == 12
    for one, other in places.values():
        assert other[0] - one[0] == pytest.approx(theme.WIDTH + 32)
        assert other[1] == one[1]
    # And so does every arrow: the tip of its head.
    edges = boxes(drawing)
    assert edges[: len(edges) // 2] == edges[len(edges) // 2 :]
    tips = [p["d"].split("L")[0] for p in drawing.of("path") if p["d"].endswith("Z") and not p["d"].startswith("M25 ")]
    assert len(tips) > 20
    assert sorted(tips[: len(tips) // 2]) == sorted(tips[len(tips) // 2 :])


WAYS = st.builds(
    Way,
    st.integers(0, 11),
    st.integers(0, 11),
    st.integers(0, 40) | st.integers(0, 10**12) | st.none(),
    st.none() | st.floats(0, 1e8),
    st.booleans(),
)
NAMES = st.text(max_size=60) | st.sampled_from(ODD)
TAKEN = st.builds(
    Taken,
    st.sampled_from(["", "7", "1,234 of 5,678"]),
    st.sampled_from(["", "12 without it", "1,212 without it, 317 out of order"]),
    st.none() | st.floats(0, 1),
    st.booleans(),
)


@st.composite
def pictures(draw_: st.DrawFn) -> PathwayMap:
    size = draw_(st.integers(0, 12))
    kinds = st.sampled_from([PLAIN, DESIGNED, OPTIONAL, ADDED])
    steps = tuple(Step(draw_(NAMES), draw_(kinds)) for _ in range(size))
    panels = []
    for _ in range(draw_(st.integers(0, 3))):
        ways = {
            (way.start, way.end): way
            for way in draw_(st.lists(WAYS, max_size=25))
            if way.start < size and way.end < size
        }
        taken = tuple(draw_(TAKEN) for _ in range(size))
        panels.append(Panel(draw_(NAMES), taken, tuple(ways.values()), draw_(st.integers(0, 100))))
    notes = tuple(draw_(st.lists(NAMES, max_size=2)))
    return PathwayMap(steps, tuple(panels), draw_(st.booleans()), notes, draw_(st.booleans()))


@given(pictures())
@settings(max_examples=60, deadline=None)
def test_no_words_meet_or_are_cut_whatever_the_steps_and_the_counts(drawn: Read, picture: PathwayMap) -> None:
    drawing = drawn(draw(picture))
    for one, other in combinations(boxes(drawing)[: len(picture.steps)], 2):
        assert one[1] + one[3] <= other[1] + 0.02 or other[1] + other[3] <= one[1] + 0.02


PAIRS = st.sets(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=60)


@given(PAIRS, st.sampled_from([320.0, 672.0]))
@settings(max_examples=80, deadline=None)
def test_no_arrow_passes_through_a_box_or_runs_along_another(pairs: set[tuple[int, int]], width: float) -> None:
    room = Room(width, left=50, right=50, row=15, least=104, most=330, pitch=8, gap=17, bare=7)
    layout = laid_out(columns(pairs, room), [20.0 + at % 3 * 14 for at in range(25)], pairs)
    left, right = layout.columns.left, layout.columns.left + layout.columns.width
    assert all(
        a + h < b for (a, h), b in zip(zip(layout.tops, layout.heights, strict=True), layout.tops[1:], strict=False)
    )
    assert set(layout.routes) == pairs
    upright: list[tuple[tuple[int, int], float, float, float]] = []
    arriving: list[tuple[str, float]] = []
    for (start, end), route in layout.routes.items():
        assert all(0 <= x <= width and 0 <= y <= layout.height for x, y in route.points)
        first, last = route.points[0], route.points[-1]
        assert layout.tops[start] <= first[1] <= layout.tops[start] + layout.heights[start]
        assert layout.tops[end] <= last[1] <= layout.tops[end] + layout.heights[end]
        if route.side == "down":
            assert end == start + 1
            assert left < first[0] == last[0] < right
            continue
        assert route.side == ("right" if end > start else "left")
        assert all(x >= right if route.side == "right" else x <= left for x, _ in route.points)
        (x, low), (_, high) = route.points[1:3]
        upright.append(((start, end), x, min(low, high), max(low, high)))
        arriving.append((route.side, last[1]))
    for (_, x, low, high), (_, other, begin, stop) in combinations(upright, 2):
        assert x != other or high < begin or stop < low
    # Each that arrives has a row for its words.
    for side in ("left", "right"):
        levels = sorted(y for at, y in arriving if at == side)
        assert all(lower - upper > 14.9 for upper, lower in pairwise(levels))


def test_steps_stand_as_cases_go_and_a_loop_goes_back() -> None:
    moves = {(None, "b"): 9, ("b", "a"): 9, ("a", "d"): 8, ("d", "c"): 7, ("d", "a"): 2, ("a", "a"): 3, ("c", None): 9}
    assert ordered(["a", "b", "c", "d"], moves) == ("b", "a", "d", "c")
    # The design's order stands, whatever cases do, and what it lacks stands between.
    assert ordered(["a", "b", "c", "d"], moves, ["c", "a"]) == ("b", "c", "a", "d")
    assert ordered([], {}) == ()
    assert ordered(["b", "a"], {}) == ("a", "b")


@given(st.permutations(range(40)))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_and_of_groups_of_equal_steps_moves_nothing(order: list[int]) -> None:
    found = rows(["a", "b", "c", "d", "e"], 8)
    chosen = [found[at] for at in order if at < len(found)]
    straight = [found[at] for at in sorted(order) if at < len(found)]
    assert draw(picture_of([group(chosen)]).picture) == draw(picture_of([group(straight)]).picture)


def test_it_draws_alike_twice_and_its_colours_have_names() -> None:
    picture = replace(picture_of([group(rows(TWENTY_FIVE, 60))]).picture, wide=True)
    svg = draw(picture)
    draw.cache_clear()
    assert draw(picture) == svg
    named = re.findall(r'(?:fill|stroke)="([^"]+)"', svg)
    assert all(colour == "none" or re.fullmatch(r"var\(--[a-z-]+\)", colour) for colour in named)
    assert image(picture, "t", "d").startswith(b"<svg role=")


def test_no_step_one_step_and_a_step_that_is_only_repeated(drawn: Read) -> None:
    assert drawn(draw(picture_of([Group("", 0, ())]).picture)).said == ["There is no step to draw."]
    one = datetime(2024, 1, 1, tzinfo=UTC)
    drawing = drawn(draw(picture_of([group([("c", "Desk", one)])]).picture))
    assert {"Desk", "1", "1 start, 1 last seen here"} <= set(drawing.said)
    again = picture_of([group([("c", "Desk", one), ("c", "Desk", one + timedelta(hours=3))])])
    assert again.pairs == (("Desk", "Desk"),)
    assert "3 h" in drawn(draw(again.picture)).said


def test_a_ring_is_drawn_whole(drawn: Read) -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    ring = [("c", step, start + timedelta(hours=at)) for at, step in enumerate("abcabcabc")]
    found = picture_of([group(ring)])
    assert found.pairs == (("a", "b"), ("b", "c"), ("c", "a"))
    drawing = drawn(draw(found.picture))
    heads = [p for p in drawing.of("path") if p["d"].endswith("Z")]
    assert len(heads) == 3 + 1  # and the legend's


DESIGN = Design(
    "Custody", (Asked("Desk"), Asked("Look-up"), Asked("Adult", optional=True), Asked("Worker"), Asked("Plan"))
)


def held() -> Group:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    routes = (
        [["Desk", "Look-up", "Worker"]] * 6
        + [["Desk", "Worker"]] * 3
        + [["Desk", "Call", "Look-up", "Adult", "Worker"]]
    )
    found = [
        (f"c{case}", step, start + timedelta(hours=at))
        for case, route in enumerate(routes)
        for at, step in enumerate(route)
    ]
    return group(found, design=DESIGN)


def test_the_designed_pathway_tells_what_was_skipped_and_what_was_added(drawn: Read) -> None:
    found = picture_of([held()], Meant.of_design(DESIGN), as_designed=True)
    kinds = {step.name: step.kind for step in found.picture.steps}
    assert kinds == {
        **dict.fromkeys(("Desk", "Look-up", "Worker", "Plan"), DESIGNED),
        "Adult": OPTIONAL,
        "Call": ADDED,
    }
    assert [name for name in kinds if name != "Call"] == [step.name for step in DESIGN.steps]
    (panel,) = found.picture.panels
    names = [step.name for step in found.picture.steps]
    strays = {(names[way.start], names[way.end]): way.stray for way in panel.ways}
    # Passing by an optional step is as designed; passing by one that is asked for is not.
    assert strays["Look-up", "Worker"] is False
    assert strays["Desk", "Worker"] is True
    assert strays["Desk", "Call"] is True
    assert strays["Call", "Look-up"] is True
    # Nobody came to the plan: its arrow and its box are there all the same.
    assert {(names[way.start], names[way.end]): way.count for way in panel.ways}["Worker", "Plan"] == 0
    said = drawn(draw(found.picture)).said
    assert {"7 of 10", "3 without it", "0 of 10", "10 without it", "no case moved this way"} <= set(said)
    assert {"not in the design", "a step that is not in the design"} <= set(said)


def test_styles_differ_without_colour(drawn: Read) -> None:
    drawing = drawn(draw(picture_of([held()], Meant.of_design(DESIGN), as_designed=True).picture))
    strokes = {p.get("stroke-dasharray", "") for p in drawing.of("path") if p["fill"] == "none"}
    assert strokes == {"", "5 3", "1 3"}
    edges = {r.get("stroke-dasharray", "") for r in drawing.of("rect") if "stroke" in r}
    assert edges == {"", "2 3", "6 3"}


def test_a_move_is_as_designed_where_it_passes_by_no_step_that_is_asked_for() -> None:
    assert not Meant(("a", "b", "c")).knows("c", "a")
    assert not Meant(("a", "b", "c")).knows("a", "c")
    assert not Meant(("a", "b", "c")).knows("a", "x")
    assert Meant(("a", "b", "c"), frozenset({"b"})).knows("a", "c")


def test_of_a_drawing_with_branches_the_moves_that_it_knows() -> None:
    nodes = [Node("s", Kind.START), *(Node(name, Kind.TASK, name) for name in "abcd"), Node("e", Kind.END)]
    nodes += [Node("g", Kind.CHOICE), Node("h", Kind.CHOICE)]
    # a, then b or c and perhaps that again, then d.
    flows = ("sa", "ag", "gb", "gc", "bh", "ch", "hg", "hd", "de")
    model = ProcessModel("Loose", tuple(nodes), tuple((one, other) for one, other in flows)).checked("here")
    meant = Meant.of_design(DrawnDesign(model))
    assert meant.steps == ("a", "b", "c", "d")
    again = {(one, other) for one in "bc" for other in "bcd"}
    assert meant.follows == {("a", "b"), ("a", "c"), *again}
    assert meant.knows("b", "c")
    assert not meant.knows("a", "d")
    assert meant.asked() == set()


def test_a_hidden_count_leaves_no_trace_but_a_sentence(drawn: Read) -> None:
    moves = (Move(None, "a", 20), Move("a", "b", 20, 3600.0), Move("b", "c", 18, 60.0), Move("c", None, 18))
    took = (Took("a", 20), Took("b", 20), Took("c", 18))
    plain = picture_of([Group("", 20, moves, took)])
    rare = (*moves, Move("c", "a", None, 7200.0), Move("a", "x", None), Move("x", "c", None))
    shown = picture_of([Group("", 20, rare, (*took, Took("x", None)))])
    assert (shown.pairs, shown.told, shown.brief) == (plain.pairs, plain.told, plain.brief)
    assert shown.picture.steps == plain.picture.steps
    assert shown.picture.panels == plain.picture.panels
    assert set(drawn(draw(shown.picture)).said) - set(drawn(draw(plain.picture)).said) == {
        "Moves of few cases are not drawn."
    }


def test_a_hidden_arrow_of_one_panel_is_missing_there_and_one_that_nobody_took_is_dotted() -> None:
    before = Group("Before", 20, (Move("a", "b", 20), Move("b", "c", 15), Move("a", "c", 12)))
    after = Group("After", 20, (Move("a", "b", 20), Move("b", "c", None)))
    one, other = picture_of([before, after]).picture.panels
    assert [(way.start, way.end, way.count) for way in one.ways] == [(0, 1, 20), (0, 2, 12), (1, 2, 15)]
    assert [(way.start, way.end, way.count) for way in other.ways] == [(0, 1, 20), (0, 2, 0)]


def test_a_designed_step_that_is_hidden_is_drawn_without_a_number(drawn: Read) -> None:
    meant = Meant(("a", "b"))
    found = picture_of(
        [Group("", 20, (Move("a", "b", None),), (Took("a", 20, 20, 0, 0), Took("b", None)))], meant, as_designed=True
    )
    assert [step.name for step in found.picture.steps] == ["a", "b"]
    assert found.pairs == ()
    assert "b" in drawn(draw(found.picture)).said


def test_of_many_steps_the_most_frequent_are_drawn_and_every_designed_one() -> None:
    dice = random.Random(2)
    names = [f"s{at:03}" for at in range(300)]
    moves = tuple(Move(*dice.sample(names, 2), dice.randrange(1, 50)) for _ in range(3000))
    unique = {(move.start, move.end): move for move in moves}
    found = picture_of([Group("", 500, tuple(unique.values()))], Meant(("s007", "rare")))
    shown = [step.name for step in found.picture.steps]
    assert {"s007", "rare"} <= set(shown)
    assert len(shown) <= MOST_STEPS
    assert any(f"{301 - len(shown)} steps" in sentence for sentence in found.told)
    assert "rarer arrows with" in found.brief[0]


def test_a_count_at_an_arrow_is_rounded_half_up() -> None:
    assert [told_count(many) for many in (1_234, 2_250_000, 2_500_000_000)] == ["1,234", "2.3m", "3bn"]


def test_a_number_as_wide_as_its_box_leaves_the_note_a_line_of_its_own() -> None:
    told = written("0", "12 late", "1,234 of 5,678", 104.0)
    assert told.note[0] == ""
    assert told.note[1:] == ("12 late",)
    assert written("0", "12", "7", 104.0).note == ()
