"""Distances between groups of cases, and what chance alone makes of them."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.methods.pathways import EventLog, event_log
from tideturn.methods.pathways.consistency import Consistency, consistency
from tideturn.methods.pathways.design import Design, LocalDifference, Step
from tideturn.methods.pathways.distances import Space, earth_movers, jensen_shannon
from tideturn.methods.pathways.groups import by_period

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def counted(**ways: int) -> dict[tuple[str, ...], int]:
    return {tuple(trace): cases for trace, cases in ways.items()}


MODEL = counted(abde=490, adbe=490, acde=10, adce=10)


@pytest.mark.parametrize(
    ("log", "distance"),
    [
        # Leemans, Syring & van der Aalst 2019, the logs L1 to L5 of its introduction, which are also in
        # blog.rwth-aachen.de/pads/2020/02/07/beyond-precision-and-recall-using-earth-movers-distance-stochastics
        # held against a model of these shares. The paper's conformances are 1, 0.875, 0.9995, 0.995 and 0.755.
        (counted(abde=490, adbe=490, acde=10, adce=10), 0),
        # Its 0.875 takes every trace that becomes ⟨a,b,e⟩ to cost 1/4. Those with c lack two edits, and ten of a
        # thousand cases must pay for one more: 0.5 × 1/4 + 0.01 × 1/4 = 0.1275, as pm4py's own example says too.
        (counted(abde=245, adbe=245, acde=5, adce=5, abe=500), 0.1275),
        (counted(abde=489, adbe=489, acde=10, adce=10, abe=2), 0.0005),
        (counted(abde=500, adbe=500), 0.005),
        (counted(acde=500, adce=500), 0.245),
    ],
)
def test_earth_movers_conformance_as_in_the_paper(log: dict[tuple[str, ...], int], distance: float) -> None:
    assert earth_movers(MODEL, log) == pytest.approx(distance, abs=1e-12)
    assert earth_movers(log, MODEL) == pytest.approx(distance, abs=1e-12)


def test_what_both_have_may_have_to_move() -> None:
    # From ⟨a,b⟩ to ⟨b,a⟩ straight costs 2/2; by way of ⟨a,b,a⟩, which half of either side takes, 1/3 + 1/3.
    assert earth_movers(counted(ab=1, aba=1), counted(ba=1, aba=1)) == pytest.approx(1 / 3)
    assert earth_movers(counted(ab=1), counted(ba=1)) == 1


def test_a_distance_of_traces_without_steps() -> None:
    empty: tuple[str, ...] = ()
    assert earth_movers({empty: 1}, {empty: 3}) == 0
    assert earth_movers({empty: 1}, {("a",): 1}) == 1
    assert jensen_shannon({empty: 1}, {("a",): 1}) == 1
    with pytest.raises(ValueError, match="cases on both sides"):
        earth_movers({("a",): 0}, {("a",): 1})


def test_divergence_of_what_follows_what() -> None:
    # ⟨a⟩ has the arrows start–a and a–end, a half each; ⟨a,a⟩ has a–a too, a third each.
    mean = 2 * 5 / 12 * math.log2(12 / 5) + 1 / 6 * math.log2(6)
    assert jensen_shannon(counted(a=4), counted(aa=1)) == pytest.approx(mean - (1 + math.log2(3)) / 2)
    assert jensen_shannon(counted(ab=1), counted(ba=9)) == 1
    assert jensen_shannon(counted(ab=1, b=2), counted(b=4, ab=2)) == 0


def test_divergence_is_the_same_however_arrows_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = ["abcd", "acbd", "abd", "abccd", ""]
    counts = np.array([[5, 0, 2, 1, 3], [1, 1, 1, 1, 1]]), np.array([[0, 4, 0, 9, 1], [2, 0, 0, 0, 7]])
    dense = Space([tuple(way) for way in ways])
    as_held = dense.jensen_shannon(*counts)
    monkeypatch.setattr("tideturn.methods.pathways.distances.DENSE", 0)
    without_noughts = Space([tuple(way) for way in ways])
    assert without_noughts.jensen_shannon(*counts) == pytest.approx(as_held, abs=1e-12)
    assert without_noughts.arrows == dense.arrows == 10


def test_entropy_in_bits() -> None:
    # Cover & Thomas 2006, Elements of Information Theory, example 1.1.2: a race of eight horses, 2 bits against 3.
    race = np.array([32, 16, 8, 4, 1, 1, 1, 1])
    assert Space.entropy_gap(race, np.ones(8, dtype=np.int64)) == pytest.approx(1)
    assert Space.entropy_gap(np.ones(8, dtype=np.int64), race) == pytest.approx(1)
    assert Space.entropy_gap(race, race * 3) == 0


WAYS = st.dictionaries(st.text("abc", min_size=1, max_size=4).map(tuple), st.integers(1, 9), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(first=WAYS, second=WAYS)
def test_distances_are_symmetric_nought_for_the_same_and_hang_on_no_name(
    first: dict[tuple[str, ...], int], second: dict[tuple[str, ...], int]
) -> None:
    renamed = [
        {tuple("zyx"["abc".index(step)] for step in way): cases for way, cases in side.items()}
        for side in (first, second)
    ]
    thrice = {way: 3 * cases for way, cases in first.items()}
    for measure in (earth_movers, jensen_shannon):
        seen = measure(first, second)
        assert 0 <= seen <= 1
        assert measure(second, first) == pytest.approx(seen, abs=1e-12)
        assert measure(*renamed) == pytest.approx(seen, abs=1e-12)
        assert measure(thrice, second) == pytest.approx(seen, abs=1e-12)
        assert measure(first, first) == measure(first, thrice) == pytest.approx(0, abs=1e-12)


def log_of(sites: dict[str, list[str]], *, shift: int = 0, shuffle: int | None = None) -> EventLog:
    """A letter is an event, an hour after the one before; the first event of each case a day after the last case's."""
    rows = [
        (f"{site}{n:04}", step, START + timedelta(days=n + shift, hours=place), site)
        for site, ways in sites.items()
        for n, way in enumerate(ways)
        for place, step in enumerate(way)
    ]
    if shuffle is not None:
        random.Random(shuffle).shuffle(rows)
    return event_log(pl.DataFrame(rows, schema=["case", "activity", "time", "site"], orient="row"), site="site")


def drawn(seed: int, weights: tuple[int, int, int, int], cases: int) -> list[str]:
    return random.Random(seed).choices(["abcd", "acbd", "abd", "abccd"], weights, k=cases)


def values(found: Consistency) -> list[tuple[object, ...]]:
    return found.frame().drop("a", "b").rows()


def test_p_is_that_of_all_relabellings() -> None:
    """Four cases against three: every one of the 35 ways to deal them, against a sample of them."""
    first, second = ["ab", "ab", "abb", "b"], ["ba", "ba", "b"]
    (pair,) = consistency(log_of({"x": first, "y": second}), permutations=4000).pairs
    every = first + second
    dealt = []
    for chosen in itertools.combinations(range(7), 4):
        one = Counter(tuple(every[n]) for n in chosen)
        other = Counter(tuple(every[n]) for n in range(7) if n not in chosen)
        dealt.append((earth_movers(one, other), jensen_shannon(one, other)))
    for seen, nulls in zip((pair.emd, pair.jsd), zip(*dealt, strict=True), strict=True):
        assert seen is not None
        exact = sum(null >= seen.value - 1e-9 for null in nulls) / len(nulls)
        assert seen.p == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 4000) + 1 / 4001)
        assert seen.chance == pytest.approx(sum(nulls) / len(nulls), rel=0.03)
        assert seen.adjusted == seen.p
    assert not pair.enough
    assert str(pair) == "x (4 cases) and y (3 cases): too few cases to say whether they differ"


def test_a_site_that_differs_and_one_that_does_not() -> None:
    log = log_of(
        {
            "north": drawn(1, (6, 2, 1, 1), 120),
            "south": drawn(2, (6, 2, 1, 1), 90),
            "west": drawn(3, (1, 2, 6, 1), 100),
        }
    )
    found = consistency(log, permutations=199)
    told = {(pair.a, pair.b): pair for pair in found.pairs}
    assert list(told) == [("north", "south"), ("north", "west"), ("south", "west")]
    assert {names: pair.jsd.differs for names, pair in told.items()} == {
        ("north", "south"): False,
        ("north", "west"): True,
        ("south", "west"): True,
    }
    near, far = told["north", "south"], told["north", "west"]
    assert (near.cases_a, near.cases_b, near.variants, near.left_out) == (120, 90, 4, ())
    assert near.emd is not None
    assert far.emd is not None
    assert far.emd.p == 1 / 200  # none of 199 went as far
    assert far.emd.adjusted == pytest.approx(3 / 200)
    assert far.emsc == 1 - far.emd.value
    assert near.emd.value < near.emd.reached < far.emd.value
    assert "north (120 cases) does not differ from south (90 cases) beyond chance" in str(found)
    assert "north (120 cases) differs from west (100 cases) in the ways that cases go and what follows what" in str(
        found
    )
    assert "worse" not in str(found)
    for column in ("emd", "jsd", "entropy"):
        # Holm 1979: the smallest p times how many there are, the next times one fewer, and never below the one before.
        rows = found.frame().filter(measure=column).sort("p")
        raised = [min(1.0, p * times) for p, times in zip(rows["p"], (3, 2, 1), strict=True)]
        assert rows["adjusted"].to_list() == pytest.approx(list(itertools.accumulate(raised, max)))


def test_chance_is_not_taken_for_a_difference() -> None:
    """Of 60 pairs that go the same ways some three look apart at one in twenty, each by itself."""
    apart = Counter[str]()
    for seed in range(60):
        log = log_of({"x": drawn(2 * seed, (6, 2, 1, 1), 30), "y": drawn(2 * seed + 1, (6, 2, 1, 1), 40)})
        apart.update(consistency(log, permutations=99, seed=seed).frame().filter(pl.col("p") <= 0.05)["measure"])
    assert all(0 <= apart[measure] <= 8 for measure in ("emd", "jsd", "entropy"))


def test_the_same_cases_do_not_differ() -> None:
    ways = drawn(5, (3, 3, 2, 2), 20)
    (pair,) = consistency(log_of({"x": ways, "y": ways}), permutations=50).pairs
    assert [(distance.value, distance.p) for distance in pair.distances.values()] == [(0, 1)] * 3
    assert pair.emsc == 1


def test_one_way_alone() -> None:
    (pair,) = consistency(log_of({"x": ["a"], "y": ["a", "a"]}), permutations=20).pairs
    assert [(distance.value, distance.p) for distance in pair.distances.values()] == [(0, 1)] * 3


def test_steps_that_fairly_differ_are_left_out_of_both() -> None:
    design = Design("P", tuple(map(Step, "abc")), local=(LocalDifference("south", "another office", ("b",)),))
    log = log_of({"north": ["abc"] * 20, "south": ["ac"] * 10 + ["bac"] * 10, "west": ["abc"] * 20})
    told = {(pair.a, pair.b): pair for pair in consistency(log, design=design, permutations=50).pairs}
    assert told["north", "south"].left_out == told["south", "west"].left_out == ("b",)
    assert told["north", "south"].emsc == told["south", "west"].emsc == 1
    assert told["north", "west"].left_out == ()
    assert "left out: b" in str(told["north", "south"])
    (first, *_) = consistency(log, permutations=50).pairs
    assert first.emsc == pytest.approx(1 - (1 / 3 + 2 / 3) / 2)  # ⟨a,b,c⟩ to ⟨a,c⟩ one edit, to ⟨b,a,c⟩ two


def test_a_local_difference_may_leave_a_case_without_steps() -> None:
    design = Design("P", (Step("a"),), local=(LocalDifference("x", "", ("a",)),))
    (pair,) = consistency(log_of({"x": ["a"] * 3, "y": ["a", "ab"]}), design=design, permutations=20).pairs
    assert (pair.variants, pair.emsc) == (2, 0.5)


def test_periods_are_compared_as_sites_are() -> None:
    log = log_of({"x": ["ab"] * 10 + ["ba"] * 10})
    periods = by_period(
        log, {"before": (date(2026, 1, 1), date(2026, 1, 14)), "after": (date(2026, 1, 15), date(2026, 12, 31))}
    )
    (pair,) = consistency(log, periods, permutations=99).pairs
    assert (pair.a, pair.b, pair.cases_a, pair.cases_b, pair.emsc) == ("before", "after", 10, 10, 0)
    assert pair.jsd.p == 0.01


def test_nothing_to_compare() -> None:
    for log in (log_of({"x": ["ab"]}), log_of({"x": ["ab"]}).of_cases(pl.Series([], dtype=pl.UInt32))):
        found = consistency(log, permutations=10)
        assert (found.pairs, str(found)) == ((), "There are no two groups to compare.")
        assert found.frame().height == 0


def test_nothing_hangs_on_names_on_the_order_of_rows_or_on_the_day() -> None:
    sites = {"x": drawn(1, (5, 2, 2, 1), 30), "y": drawn(2, (2, 5, 2, 1), 25)}
    seen = values(consistency(log_of(sites), permutations=60))
    assert values(consistency(log_of(sites, shuffle=1, shift=40), permutations=60)) == seen
    names = str.maketrans("abcd", "wzyx")
    renamed = {site: [way.translate(names) for way in ways] for site, ways in sites.items()}
    assert values(consistency(log_of(renamed), permutations=60)) == seen
    # Another site beside them changes nothing but what is asked of all pairs together.
    more = consistency(log_of({"a": drawn(3, (1, 1, 1, 1), 12), **sites}), permutations=60).frame()
    pair = more.filter(a="x", b="y").drop("a", "b", "adjusted", "differs").rows()
    assert pair == consistency(log_of(sites), permutations=60).frame().drop("a", "b", "adjusted", "differs").rows()
    assert values(consistency(log_of(sites), permutations=60, seed=2)) != seen


def test_with_thousands_of_ways_no_case_is_moved() -> None:
    # Each case goes a way of its own, so that there is nothing to find, and finding nothing would take minutes.
    ways = ["".join(way) for way in itertools.islice(itertools.product("abcd", repeat=6), 2_001)]
    log = log_of({"x": ways[::2], "y": ways[1::2]})
    (pair,) = consistency(log, permutations=1).pairs
    assert (pair.variants, pair.emd, pair.jsd.permutations) == (2_001, None, 1)


def test_many_ways_are_held_against_fewer_relabellings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tideturn.methods.pathways.consistency.WORK", 100)
    monkeypatch.setattr("tideturn.methods.pathways.consistency.FEWEST", 30)
    monkeypatch.setattr("tideturn.methods.pathways.consistency.CELLS", 64)
    log = log_of({"x": drawn(1, (5, 2, 2, 1), 30), "y": drawn(2, (2, 5, 2, 1), 25)})
    found = consistency(log, permutations=60)
    assert [distance.permutations for distance in found.pairs[0].distances.values()] == [30, 60, 60]
    assert found.notes == (
        "x and y take 4 different ways: their earth movers' distance was held against 30 relabellings in place of 60.",
    )
    monkeypatch.setattr("tideturn.methods.pathways.consistency.MOST", 3)
    found = consistency(log, permutations=60)
    assert (found.pairs[0].emd, found.pairs[0].emsc) == (None, None)
    assert list(found.pairs[0].distances) == ["jsd", "entropy"]
    assert "too many" in found.notes[0]
    assert "divergence" in str(found)


def test_very_long_ways_are_not_rewritten_one_into_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their distance takes the product of their lengths: some ten seconds for two of 300,000 steps."""
    log = log_of({"x": ["ab" * 10], "y": ["ba" * 10]})
    assert consistency(log, permutations=5).pairs[0].emsc == pytest.approx(1 - 2 / 20)
    monkeypatch.setattr("tideturn.methods.pathways.consistency.LONGEST", 39)
    found = consistency(log, permutations=5)
    assert (found.pairs[0].emd, found.pairs[0].jsd.permutations) == (None, 5)
    assert "too long" in found.notes[0]
