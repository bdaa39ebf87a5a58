"""The drawing of any theory: no boxes overlap, no words leave their box, each link begins and ends at its boxes."""

import itertools
import re
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.hub.theory.drawing.layers import Layered, layered
from tideturn.hub.theory.drawing.placing import (
    BETWEEN,
    BOX_WIDTH,
    FONT_SIZE,
    PADDING,
    PILL,
    Drawing,
    broken,
    drawn,
    width_of,
)
from tideturn.hub.theory.drawing.shape import Arrow, Box, Mark, Theory
from tideturn.hub.theory.models import Kind

TITLES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=300)
WORDS = ("Young", "people", "are", "safer", "where", "they", "live", "and", "whom", "they", "meet")
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=40)


@st.composite
def theories(draw, most: int = 60) -> Theory:
    """Any boxes, joined anyhow: in rings and backwards too, since two versions drawn as one may be."""
    count = draw(st.integers(1, most))
    boxes = tuple(
        Box(UUID(int=number), UUID(int=number), draw(st.sampled_from(Kind.values)), title, mark=mark)
        for number, (title, mark) in enumerate(
            draw(
                st.lists(
                    st.tuples(SENTENCES.map(lambda words: " ".join(words) or "X") | TITLES, st.sampled_from(Mark)),
                    min_size=count,
                    max_size=count,
                )
            )
        )
    )
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] != pair[1])
    pairs = draw(st.lists(ends, unique=True, max_size=90)) if count > 1 else []
    arrows = tuple(
        Arrow(UUID(int=1000 + number), UUID(int=1000 + number), UUID(int=start), UUID(int=end))
        for number, (start, end) in enumerate(pairs)
    )
    return Theory(boxes, arrows)


def overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def area(one) -> tuple[int, int, int, int]:
    return one.x, one.y, one.x + BOX_WIDTH, one.y + one.height


def require_sound(theory: Theory, drawing: Drawing) -> None:
    places = {one.box.key: area(one) for one in drawing.boxes}
    assert len(places) == len(theory.boxes)
    for one, other in itertools.combinations(places.values(), 2):
        assert not overlap(one, other)
    for one in drawing.boxes:
        assert one.x >= 0
        assert one.x + BOX_WIDTH <= drawing.width
        assert one.y >= 0
        assert one.y + one.height <= drawing.height
        for at, line in one.lines:
            assert width_of(line, FONT_SIZE) <= BOX_WIDTH - 2 * PADDING
            assert one.y + FONT_SIZE <= at <= one.y + one.height - 5
        heights = [one.marked_at] * bool(one.box.mark) + [at for at, _ in one.lines]
        assert all(below - above >= FONT_SIZE for above, below in itertools.pairwise(heights))
    for one in drawing.arrows:
        require_joined(one, places)
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in one.points)
    lefts_and_tops = [(one, one.x + one.pill_x, one.y - PILL // 2) for one in drawing.arrows]
    pills = [(left, top, left + one.pill_width, top + PILL) for one, left, top in lefts_and_tops]
    for one, other in itertools.combinations(pills, 2):
        assert not overlap(one, other)
    for pill in pills:
        assert not any(overlap(pill, place) for place in places.values())
    assert [one.number for one in drawing.arrows] == list(range(1, len(theory.arrows) + 1))


def require_joined(one, places: dict[UUID, tuple[int, int, int, int]]) -> None:
    start, end = places[one.arrow.start], places[one.arrow.end]
    forward = start[0] < end[0]
    (x, y), (to_x, to_y) = one.points[0], one.points[-1]
    assert x == (start[2] if forward else start[0])
    assert to_x == (end[0] if forward else end[2])
    assert start[1] < y < start[3]
    assert end[1] < to_y < end[3]
    assert re.fullmatch(rf"M{x} {y}(H-?\d+(C[-\d ]+)?)+", one.path)
    assert one.path.endswith(f"H{to_x}")
    for number, ((from_x, from_y), (until_x, until_y)) in enumerate(itertools.pairwise(one.points)):
        if number % 2 == 0:
            assert abs(until_x - from_x) == BETWEEN  # it bends between two columns, where no box is
            continue
        assert from_y == until_y
        low, high = sorted((from_x, until_x))
        assert not any(overlap((low, from_y, high, from_y + 1), place) for place in places.values())


@settings(max_examples=150, deadline=None)
@given(theories())
def test_any_theory_is_drawn_soundly(theory: Theory) -> None:
    require_sound(theory, drawn(theory))


def chain(kinds: list[str], ends: list[tuple[int, int]]) -> Theory:
    boxes = tuple(Box(UUID(int=at), UUID(int=at), kind, f"Box {at}") for at, kind in enumerate(kinds))
    arrows = tuple(
        Arrow(UUID(int=1000 + at), UUID(int=1000 + at), UUID(int=start), UUID(int=end))
        for at, (start, end) in enumerate(ends)
    )
    return Theory(boxes, arrows)


def columns(layers: Layered) -> list[list[int]]:
    return [[place.int for place in column if isinstance(place, UUID)] for column in layers.columns]


def test_what_leads_to_another_stands_to_the_left_of_it_within_its_kind() -> None:
    theory = chain(["impact", "outcome", "outcome", "activity", "output"], [(3, 4), (4, 1), (1, 2), (2, 0), (4, 0)])
    assert columns(layered(theory)) == [[3], [4], [1], [2], [0]]


def test_a_kind_that_is_not_there_leaves_no_column() -> None:
    assert columns(layered(chain(["impact", "activity"], [(1, 0)]))) == [[1], [0]]


def test_columns_are_put_in_the_order_in_which_fewest_links_cross() -> None:
    kinds = ["activity"] * 4 + ["output"] * 4
    layers = layered(chain(kinds, [(0, 7), (1, 6), (2, 5), (3, 4)]))
    first, second = columns(layers)
    assert [{0: 7, 1: 6, 2: 5, 3: 4}[at] for at in first] == second


def test_a_ring_is_drawn_too() -> None:
    theory = chain(["outcome"] * 3, [(0, 1), (1, 2), (2, 0)])
    drawing = drawn(theory)
    require_sound(theory, drawing)
    back = [one for one in drawing.arrows if one.points[0][0] > one.points[-1][0]]
    assert len(back) == 1


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn(Theory()).boxes == ()


def test_it_is_read_from_the_activities_to_the_impact_with_the_numbers_of_the_drawing() -> None:
    theory = chain(["impact", "output", "activity", "activity"], [(2, 1), (3, 1), (1, 0)])
    drawing = drawn(theory)
    told = drawing.boxes
    assert [one.kind for one in told] == ["Activity", "Activity", "Output", "Impact"]
    assert [(lead.number, lead.to) for one in told for lead in one.leads] == [(1, "Box 1"), (2, "Box 1"), (3, "Box 0")]
    assert not any(one.is_loose for one in told)
    assert drawing.says == "4 boxes and 3 links, from left to right: activities, outputs, impact. " + (
        "The list below has the same in words."
    )


@given(TITLES, st.integers(40, 400))
def test_words_are_broken_and_none_is_lost(title: str, width: int) -> None:
    lines = broken(title, width=width, size=FONT_SIZE)
    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(width_of(line, FONT_SIZE) <= width for line in lines)


@pytest.mark.parametrize("letter", "iMW—漢")
def test_a_word_without_an_end_is_broken(letter: str) -> None:
    assert len(broken(letter * 300, width=192, size=FONT_SIZE)) > 3


def test_a_box_that_many_lead_to_is_as_tall_as_they_need() -> None:
    theory = chain(["activity"] * 30 + ["output"], [(at, 30) for at in range(30)])
    require_sound(theory, drawn(theory))
