"""The picture of a network: the same places in every wave, no shape or word upon another, and every style told."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable
from itertools import combinations
from typing import Any

import polars as pl
import pytest

from tideturn.methods.networks import network as measured
from tideturn.report.charts import theme
from tideturn.report.charts.draw import draw, image
from tideturn.report.charts.network import (
    MOST,
    Asked,
    NetworkPicture,
    Organisation,
    against,
    drawn_organisations,
    of_network,
)
from tideturn.report.charts.network_layout import placed

Read = Callable[[str], Any]
LONG = "Multi-agency safeguarding partnership of the northern and eastern boroughs, Tyne & Wear"
SECTORS = ("police", "council", "education", "health", "youth justice", "housing", "transport", "voluntary", LONG)


def picture(count: int, *, share: float = 0.12, beside: bool = False, waves: int = 2, seed: int = 5) -> NetworkPicture:
    dice = random.Random(seed)
    everyone = frozenset(range(count))
    pairs = list(combinations(range(count), 2))
    return NetworkPicture(
        tuple(Organisation(LONG if at == 3 else f"Organisation {at}", SECTORS[at % 9]) for at in range(count)),
        tuple(
            Asked(
                f"Wave {wave}",
                everyone - {1} if wave else everyone,
                frozenset({2 + wave}) & everyone,
                frozenset(pair for pair in pairs if dice.random() < share and not {1} & set(pair)),
            )
            for wave in range(waves)
        ),
        beside,
    )


@pytest.mark.parametrize("count", [0, 1, 2, 3, 9, 25, 40, 70])
@pytest.mark.parametrize("beside", [False, True])
def test_no_word_meets_another_or_is_cut(count: int, beside: bool, drawn: Read) -> None:
    drawing = drawn(draw(picture(count, beside=beside)))
    assert drawing.width == (
        theme.WIDTH * 2 + 32 if beside and count else theme.WIDTH * (2 if beside else 1) + 32 * beside
    )
    if count:
        assert {"Wave 0", "Wave 1"} <= set(drawing.said)


def test_three_waves_take_a_second_row(drawn: Read) -> None:
    two, three = (drawn(draw(picture(12, beside=True, waves=waves))) for waves in (2, 3))
    assert three.height > two.height + 250


@pytest.mark.parametrize(("count", "share"), [(2, 1.0), (8, 0.3), (25, 0.1), (34, 0.3), (40, 0.0), (40, 1.0)])
def test_organisations_stand_apart_and_within_the_box(count: int, share: float) -> None:
    pairs = [pair for pair in combinations(range(count), 2) if random.Random(f"{pair}").random() < share]
    spots = placed(count, pairs, width=292, height=270, apart=25)
    assert len(spots) == count
    assert all(0 <= x <= 292 and 0 <= y <= 270 for x, y in spots)
    nearest = min(math.dist(one, other) for one, other in combinations(spots, 2))
    # A shape's radius is 10: no two may touch.
    assert nearest > 20.5


def test_those_who_work_together_stand_nearer_than_those_who_do_not() -> None:
    # Two groups of eight who all work together, and one tie between them.
    ties = [(a, b) for group in (range(8), range(8, 16)) for a, b in combinations(group, 2)] + [(0, 8)]
    spots = placed(16, ties, width=292, height=270, apart=25)
    within = [math.dist(spots[a], spots[b]) for a, b in ties[:-1]]
    between = [math.dist(spots[a], spots[b]) for a in range(8) for b in range(8, 16)]
    assert sum(within) / len(within) < 0.6 * sum(between) / len(between)


def test_an_organisation_stands_at_one_place_in_every_wave(drawn: Read) -> None:
    drawing = drawn(draw(picture(20, beside=True)))
    spots: dict[str, list[tuple[float, float]]] = {}
    for box in drawing.texts:
        if box.words.isdigit() and box.top < 400 and box.bold:
            spots.setdefault(box.words, []).append((round(box.left, 1), round(box.top, 1)))
    both = [places for places in spots.values() if len(places) == 2]
    assert len(both) >= 15
    assert {(round(later[0] - first[0], 1), later[1] - first[1]) for first, later in both} == {
        (theme.WIDTH + 32.0, 0.0)
    }


def test_the_order_of_rows_and_of_ties_moves_nothing() -> None:
    rows = [
        (w, f"o{a}", f"o{b}", 2)
        for w in (1, 2)
        for a in range(12)
        for b in range(12)
        if a != b and (a * b + w) % 4 == 0
    ]
    order = [f"o{at}" for at in range(12)]

    def set_out(rows: list[tuple[int, str, str, int]]) -> str:
        ties = pl.DataFrame(rows, schema=["wave", "from", "to", "level"], orient="row")
        waves = measured(ties, draws=1, permutations=1).waves
        return draw(of_network(waves, order=order, names={}, groups={}, titles={1: "First"}))

    assert set_out(rows) == set_out(random.Random(3).sample(rows, len(rows)))
    assert "First" in set_out(rows)
    assert "Wave 2" in set_out(rows)


def test_what_became_of_a_tie_is_told_only_where_both_answered_both_times() -> None:
    everyone = frozenset(range(5))
    before = Asked("1", everyone, frozenset({4}), frozenset({(0, 1), (1, 2), (0, 3), (0, 4)}))
    now = Asked("2", everyone, frozenset({3}), frozenset({(0, 1), (0, 2), (0, 4)}))
    found = against(before, now)
    assert (found.kept, found.new, found.lost) == ({(0, 1)}, {(0, 2)}, {(1, 2)})
    # 4 was silent before: its tie to 0 is neither new nor kept. 3 is silent now: its tie to 0 is not lost.
    assert found.unknown == {(0, 4)}
    assert against(None, before).kept == before.ties


def test_every_style_is_told_and_differs_without_colour(drawn: Read) -> None:
    drawing = drawn(draw(picture(24)))
    for words in ("did not answer", "new tie", "tie that is gone", "tie (in the first wave, or kept)", "other"):
        assert words in drawing.said
    lines = [a for a in drawing.of("path") if a["fill"] == "none"]
    styles = {(a.get("stroke-width", "1"), a.get("stroke-dasharray", "")) for a in lines}
    assert styles >= {("0.7", ""), ("2", ""), ("1.2", "6 4"), ("1", "1 3")}
    # Whoever did not answer is hollow: paper within a dashed edge.
    hollow = [a for a in drawing.of("path") if a.get("stroke-dasharray") == "2.5 2"]
    assert len(hollow) == 1 + 2
    assert {a["fill"] for a in hollow} == {"var(--paper)"}


def test_the_legend_tells_nothing_that_is_not_drawn(drawn: Read) -> None:
    one = Asked("Wave 1", frozenset({0, 1}), frozenset(), frozenset({(0, 1)}))
    drawing = drawn(draw(NetworkPicture((Organisation("A", "x"), Organisation("B", "x")), (one,))))
    assert sorted(drawing.said) == ["1", "1", "2", "2", "A", "B", "Wave 1", "tie", "x"]


def test_of_many_organisations_those_with_most_ties_are_drawn(drawn: Read) -> None:
    many = picture(MOST + 25, share=0.05)
    shown = drawn_organisations(many)
    ends = [end for wave in many.waves for pair in wave.ties for end in pair]
    assert len(shown) == MOST
    assert min(len({o for w in many.waves for p in w.ties if at in p for o in p}) for at in shown) >= 1
    assert max(ends.count(at) for at in set(range(MOST + 25)) - set(shown)) <= max(ends.count(at) for at in shown)
    assert sum(words.startswith("Organisation ") for words in drawn(draw(many)).said) >= MOST - 1


def test_colours_have_names_and_it_draws_alike_twice() -> None:
    svg = draw(picture(25))
    named = re.findall(r'(?:fill|stroke)="([^"]+)"', svg)
    assert all(colour == "none" or re.fullmatch(r"var\(--[a-z-]+\)", colour) for colour in named)
    draw.cache_clear()
    assert draw(picture(25)) == svg
    assert image(picture(25), "t", "d").startswith(b"<svg role=")
