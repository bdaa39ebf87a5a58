"""Two waves of a question: what counts as a rise, a fall or the same, and which wave a change is told since."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.evaluation.rules import Rules
from tideturn.evaluation.waves import Mixed, Wave, compared, could_show, mix_of, moved, reference_of, settled

RULES = Rules()


def wave(k: int, n: int, k_now: int, n_now: int, pairs: tuple[int, int, int] = (0, 0, 0), **more) -> Wave:
    which = {"reference": True, "last": True, **more}
    return compared(
        year=1, k=k, n=n, k_now=k_now, n_now=n_now, pairs=pairs, rules=RULES, sites=("a",), surveys=("s",), **which
    )


def test_two_samples_are_compared_by_newcombe() -> None:
    rose = wave(48, 80, 56, 70)
    # Newcombe's own are 0.0524 and 0.3339; these are of 80/1.1 and 70/1.1 answers, as statsmodels has them.
    assert (round(rose.difference_low, 4), round(rose.difference_high, 4), rose.moved) == (0.0451, 0.3399, "rose")
    assert rose.difference == pytest.approx(0.2)
    assert (rose.share, rose.share_now, rose.pairs, rose.p_sign) == (0.6, 0.8, 0, None)
    assert wave(56, 70, 48, 80).moved == "fell"


def test_ten_people_in_both_waves_decide_by_the_sign_test_and_nine_do_not() -> None:
    # 6 of 6 is 2/64 = 0.031, 5 of 5 is 0.0625: exact, two-sided.
    assert (wave(5, 10, 10, 10, (10, 6, 0)).moved, wave(5, 10, 10, 10, (10, 5, 0)).moved) == ("rose", "unclear")
    assert wave(5, 10, 10, 10, (10, 0, 6)).moved == "fell"
    paired = wave(5, 10, 10, 10, (10, 6, 0))
    assert (paired.pairs, paired.gained, paired.lost, paired.difference) == (10, 6, 0, 0.6)
    assert paired.p_sign == pytest.approx(2 / 64)
    few = wave(5, 10, 10, 10, (9, 0, 9))
    assert (few.pairs, few.gained, few.moved) == (0, 0, "rose")


def test_pairs_that_stay_much_the_same_go_by_agresti_and_min() -> None:
    # Agresti and Min (2005): with one each way, 1.96 x the root of 3 over n + 2: 0.141 of 22 pairs, 0.154 of 20.
    assert (wave(10, 30, 10, 30, (22, 1, 1)).moved, wave(10, 30, 10, 30, (20, 1, 1)).moved) == ("same", "unclear")


def test_the_reference_is_the_last_wave_before_the_programme_else_the_first_in_it() -> None:
    assert reference_of([0, 1, 2]) == 0
    assert reference_of([1, 2]) == 1


def test_a_rise_takes_the_reference_and_no_fall_since_the_last() -> None:
    rose, fell = wave(20, 80, 50, 80, last=False), wave(75, 80, 50, 80, reference=False)
    assert (moved([rose]).rose, moved([rose]).fell) == (True, False)
    assert (moved([rose, fell]).rose, moved([rose, fell]).fell) == (False, True)
    alone = wave(20, 80, 50, 80, reference=False)
    same = wave(100, 200, 100, 200, last=False)
    assert moved([same, alone]) == moved([same])
    assert moved([same]).same


def test_a_fall_since_one_of_two_waves_takes_more_than_a_fall_since_the_only_one() -> None:
    # Of n/1.1: 60 of 100 after 75 of 100 is -0.15 (-0.28 to -0.01), and at 97.5 % (-0.29 to 0.01); after 80 of 100 it
    # is -0.20, and below zero at 97.5 % too (to -0.04).
    slight, sure = wave(75, 100, 60, 100), wave(80, 100, 60, 100)
    assert [(each.moved, each.surely, each.lower) for each in (slight, sure)] == [
        ("fell", False, True),
        ("fell", True, True),
    ]
    level = wave(62, 100, 60, 100)
    assert settled([slight]) == (slight,)
    assert settled([slight, sure]) == (slight, sure)
    assert settled([slight, slight]) == (slight, slight)
    assert settled([level, sure]) == (level, sure)
    told, other = settled([slight, level])
    assert (told.moved, told.lower, other) == ("unclear", True, level)
    assert not moved([told, other]).fell
    # The sign test: 7 of 8 have lost it, p = 0.070; 0 of 6, 0.031; 0 of 8, 0.008.
    assert [
        (each.moved, each.surely)
        for each in (wave(9, 20, 3, 20, (20, 1, 7)), wave(9, 20, 3, 20, (20, 0, 6)), wave(9, 20, 3, 20, (20, 0, 8)))
    ] == [("unclear", False), ("fell", False), ("fell", True)]
    # A rise is told of the reference alone, so that it needs no more.
    rise = wave(60, 100, 75, 100)
    assert not rise.surely
    assert settled([rise, level]) == (rise, level)


def test_a_mix_is_another_where_a_part_moved_by_more_than_twenty_points() -> None:
    assert mix_of("site", {"a": 6, "b": 4}, {"a": 4, "b": 6}) == ()
    assert mix_of("site", {"a": 61, "b": 39}, {"a": 4, "b": 6}) == (
        Mixed("site", "a", 0.61, 0.4),
        Mixed("site", "b", 0.39, 0.6),
    )
    assert mix_of("sector", {}, {"police": 9}) == ()


def test_what_a_next_wave_could_show_is_said_by_its_size() -> None:
    assert could_show(15, 30) == {"30": pytest.approx(0.339), "100": pytest.approx(0.276)}


@given(*(st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))) for _ in range(2)))
def test_waves_turned_round_move_the_other_way(then: tuple[int, int], now: tuple[int, int]) -> None:
    there, back = wave(*then, *now), wave(*now, *then)
    assert {"rose": "fell", "fell": "rose"}.get(there.moved, there.moved) == back.moved
    assert there.difference == pytest.approx(-back.difference)
