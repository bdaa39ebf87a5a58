"""Whether sites became more alike, against cases whose periods are dealt at random."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from tideturn.methods.pathways import EventLog, event_log
from tideturn.methods.pathways.convergence import Convergence, convergence
from tideturn.methods.pathways.design import Design, LocalDifference, Step
from tideturn.methods.pathways.distances import earth_movers
from tideturn.methods.pathways.groups import before_after, by_site

DAY = date(2026, 2, 1)
Sides = dict[str, tuple[list[str], list[str]]]


def log_of(sites: Sides, *, shuffle: int | None = None) -> EventLog:
    """Each site's ways before the day and after it; a letter is an event."""
    rows = [
        (f"{site}{side}{n:03}", step, datetime(2026, 1 + side, 2, tzinfo=UTC) + timedelta(hours=place, minutes=n), site)
        for site, ways in sites.items()
        for side in (0, 1)
        for n, way in enumerate(ways[side])
        for place, step in enumerate(way)
    ]
    if shuffle is not None:
        random.Random(shuffle).shuffle(rows)
    return event_log(pl.DataFrame(rows, schema=["case", "activity", "time", "site"], orient="row"), site="site")


def held(sites: Sides, permutations: int = 199, **options: object) -> tuple[Convergence, ...]:
    log = log_of(sites)
    return convergence(log, before_after(log, DAY), permutations=permutations, **options)  # type: ignore[arg-type]


def drawn(seed: int, straight: int, cases: int) -> list[str]:
    return random.Random(seed).choices(["abcd", "acbd", "abd"], [straight, 10 - straight, 2], k=cases)


def test_a_pilot_that_makes_one_site_as_the_other_is() -> None:
    (pair,) = held({"n": (drawn(1, 1, 60), drawn(2, 8, 50)), "s": (drawn(3, 8, 40), drawn(4, 8, 55))})
    assert (pair.a, pair.b, pair.earlier, pair.later, pair.cases) == ("n", "s", "before", "after", (60, 50, 40, 55))
    assert pair.emd is not None
    assert pair.emd.p <= 0.01 >= pair.jsd.p
    assert pair.emd.change < -0.2
    assert str(pair).startswith("n and s, before against after: more alike (distance 0.")
    (back,) = held({"n": (drawn(2, 8, 50), drawn(1, 1, 60)), "s": (drawn(3, 8, 40), drawn(4, 8, 55))})
    assert "less alike" in str(back)


def test_nothing_changed() -> None:
    apart = 0
    for seed in range(0, 120, 4):
        (pair,) = held(
            {
                "n": (drawn(seed, 2, 30), drawn(seed + 1, 2, 25)),
                "s": (drawn(seed + 2, 7, 35), drawn(seed + 3, 7, 30)),
            },
            permutations=59,
            seed=seed,
        )
        apart += pair.jsd.p <= 0.05
    assert apart <= 5
    assert "beyond chance" in str(pair) or pair.jsd.p <= 0.05


def test_p_is_that_of_all_relabellings() -> None:
    """Three cases and one against one and two: every way to deal each site's cases to the periods."""
    sites: Sides = {"x": (["ab", "ab", "b"], ["ba"]), "y": (["ab"], ["ba", "bab"])}
    (pair,) = held(sites, permutations=4000)

    def distance(x: list[str], y: list[str]) -> float:
        return earth_movers(*(Counter(map(tuple, side)) for side in (x, y)))

    changes = []
    every = {site: before + after for site, (before, after) in sites.items()}
    for x, y in itertools.product(itertools.combinations(range(4), 3), itertools.combinations(range(3), 1)):
        first = [[every[site][n] for n in chosen] for site, chosen in (("x", x), ("y", y))]
        then = [[way for n, way in enumerate(every[site]) if n not in chosen] for site, chosen in (("x", x), ("y", y))]
        changes.append(distance(*then) - distance(*first))
    assert pair.emd is not None
    assert pair.emd.change == pytest.approx(changes[0])
    exact = sum(abs(change) >= abs(changes[0]) - 1e-9 for change in changes) / len(changes)
    assert pair.emd.p == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 4000) + 1 / 4001)
    assert not pair.enough
    assert "too few cases" in str(pair)


def test_sites_without_cases_in_both_periods_have_no_pair() -> None:
    assert held({"x": (["a"], ["a"]), "y": (["a"], [])}) == ()
    log = log_of({"x": (["a"], ["a"])})
    with pytest.raises(ValueError, match="1 period cannot"):
        convergence(log, by_site(log))


def test_steps_that_fairly_differ_are_left_out() -> None:
    design = Design("P", tuple(map(Step, "abc")), local=(LocalDifference("s", "", ("b",)),))
    sites: Sides = {"n": (["abc"] * 12, ["abc"] * 12), "s": (["ac"] * 12, ["bac"] * 12)}
    (pair,) = held(sites, design=design)
    assert (pair.left_out, pair.emd and pair.emd.after, pair.emd and pair.emd.p) == (("b",), 0, 1)
    assert "left out: b" in str(pair)


def test_nothing_hangs_on_names_or_on_the_order_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    sites: Sides = {"n": (drawn(1, 3, 15), drawn(2, 6, 20)), "s": (drawn(3, 6, 12), drawn(4, 6, 14))}
    seen = held(sites, 50)
    log = log_of(sites, shuffle=3)
    assert convergence(log, before_after(log, DAY), permutations=50) == seen
    names = str.maketrans("abcd", "zyxw")
    renamed = {
        site: ([way.translate(names) for way in before], [way.translate(names) for way in after])
        for site, (before, after) in sites.items()
    }
    assert held(renamed, 50) == seen
    assert held(sites, 50, seed=2) != seen
    monkeypatch.setattr("tideturn.methods.pathways.convergence.MOST", 2)
    (without,) = held(sites, 50)
    assert (without.emd, without.jsd) == (None, seen[0].jsd)
