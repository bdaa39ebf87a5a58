"""Rules, distances and incidence of pathways, as pm4py, POT, scipy and statsmodels reckon them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from tideturn.methods.pathways import EventLog, event_log
from tideturn.methods.pathways.consistency import consistency
from tideturn.methods.pathways.constraints import Constraint, Template, check
from tideturn.methods.pathways.distances import Space, earth_movers, jensen_shannon
from tideturn.methods.pathways.incidence import CLOSED, OPEN, REACHED, incidence

pytestmark = pytest.mark.oracle

RUNNING_EXAMPLE = Path(__file__).parent.parent / "methods/pathways/running-example.csv"
Ways = dict[tuple[str, ...], int]


@pytest.fixture(scope="module")
def pm4py() -> Any:
    import pm4py as module

    return module


def drawn(dice: random.Random, most: int = 12) -> Ways:
    ways = ["".join(dice.choices("abcde", k=dice.randrange(1, 7))) for _ in range(most)]
    return {tuple(way): dice.randrange(1, 30) for way in ways}


def shares(ways: Ways) -> dict[tuple[str, ...], float]:
    return {way: cases / sum(ways.values()) for way, cases in ways.items()}


@pytest.mark.filterwarnings("ignore:The earth_mover_distance package will be removed")
def test_earth_movers_distance_as_in_pm4py(pm4py: Any) -> None:
    from pm4py.algo.evaluation.earth_mover_distance import algorithm

    dice = random.Random(1)
    for _ in range(15):
        first, second = drawn(dice), drawn(dice)
        assert earth_movers(first, second) == pytest.approx(algorithm.apply(shares(first), shares(second)), abs=1e-9)


def edits(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Levenshtein's distance, row by row."""
    row = list(range(len(other) + 1))
    for n, step in enumerate(one, 1):
        above, row = row, [n]
        for m, other_step in enumerate(other, 1):
            row.append(min(above[m] + 1, row[-1] + 1, above[m - 1] + (step != other_step)))
    return row[-1]


def test_earth_movers_distance_as_a_linear_programme() -> None:
    """Every case moved from a trace of the one to a trace of the other, those that both have among them."""
    from scipy.optimize import linprog

    dice = random.Random(2)
    for _ in range(8):
        first, second = drawn(dice, 9), drawn(dice, 9)
        second |= dict(list(first.items())[:4])
        costs = np.array([[edits(one, other) / max(len(one), len(other)) for other in second] for one in first])
        n, m = costs.shape
        margins = np.vstack([np.kron(np.eye(n), np.ones(m)), np.kron(np.ones(n), np.eye(m))])
        wanted = [*shares(first).values(), *shares(second).values()]
        solved = linprog(costs.ravel(), A_eq=margins, b_eq=wanted, method="highs")
        assert earth_movers(first, second) == pytest.approx(solved.fun, abs=1e-9)


def test_divergence_and_entropy_as_in_scipy() -> None:
    from scipy.spatial.distance import jensenshannon
    from scipy.stats import entropy

    dice = random.Random(3)
    for _ in range(20):
        first, second = drawn(dice), drawn(dice)
        arrows: dict[tuple[str, str], list[int]] = {}
        for side, ways in enumerate((first, second)):
            for way, cases in ways.items():
                for arrow in zip(("start", *way), (*way, "end"), strict=True):
                    arrows.setdefault(arrow, [0, 0])[side] += cases
        one, other = np.array(list(arrows.values())).T
        assert jensen_shannon(first, second) == pytest.approx(jensenshannon(one, other, base=2) ** 2, abs=1e-12)
        counts = [np.array(list(ways.values())) for ways in (first, second)]
        gap = abs(entropy(counts[0], base=2) - entropy(counts[1], base=2))
        width = max(count.size for count in counts)
        padded = [np.pad(count, (0, width - count.size)) for count in counts]
        assert Space.entropy_gap(*padded) == pytest.approx(gap, abs=1e-12)


def test_p_over_all_pairs_as_in_statsmodels() -> None:
    from statsmodels.stats.multitest import multipletests

    dice = random.Random(4)
    rows = [
        (f"{site}{n:03}", step, datetime(2026, 1, 1, 9 + place, tzinfo=UTC), site)
        for site in "wxyz"
        for n in range(15)
        for place, step in enumerate(dice.choice(["abc", "acb", "ab"][: 2 + (site > "x")]))
    ]
    frame = pl.DataFrame(rows, schema=["case", "activity", "time", "site"], orient="row")
    found = consistency(event_log(frame, site="site"), permutations=99).frame()
    for measure in ("emd", "jsd", "entropy"):
        part = found.filter(measure=measure)
        assert part["adjusted"].to_list() == pytest.approx(multipletests(part["p"], method="holm")[1])


@pytest.mark.parametrize("seed", range(6))
def test_incidence_as_in_statsmodels(seed: int) -> None:
    from statsmodels.duration.survfunc import CumIncidenceRight

    rng = np.random.default_rng(seed)
    times = rng.integers(0, 40, 150).astype(np.float64)
    causes = rng.choice([0, 1, 2], 150, p=[0.4, 0.35, 0.25])
    times, causes = np.append(times, 41.0), np.append(causes, 0)  # it cannot say what follows the last of all
    peer = CumIncidenceRight(times, causes)
    for cause in (1, 2):
        found = incidence(times, np.where(causes == cause, REACHED, np.where(causes == 0, OPEN, CLOSED)))
        place = np.searchsorted(found.seconds, peer.times)
        assert found.share[place] == pytest.approx(peer.cinc[cause - 1])
        assert found.error[place] == pytest.approx(peer.cinc_se[cause - 1], abs=1e-9)


def logs() -> Iterator[EventLog]:
    """The running example of pm4py, and cases drawn at random."""
    yield event_log(pl.read_csv(RUNNING_EXAMPLE))
    dice = random.Random(5)
    rows = [
        (f"k{n:03}", step, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n + place))
        for n in range(120)
        for place, step in enumerate(dice.choices("abcd", k=dice.randrange(1, 9)))
    ]
    yield event_log(pl.DataFrame(rows, schema=["case", "activity", "time"], orient="row"))


@pytest.mark.parametrize("template", [Template.RESPONSE, Template.PRECEDENCE])
def test_rules_as_in_pm4py(pm4py: Any, template: Template) -> None:
    for log in logs():
        names = {"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"}
        frame = log.named().rename(names).to_pandas()
        pairs = [(a, b) for a in log.activities for b in log.activities if a != b]
        peer: dict[str, set[tuple[str, str]]] = {}
        model: Any = {template.value: {pair: {"support": 1, "confidence": 1} for pair in pairs}}
        told = pm4py.conformance_declare(frame, model)
        for case, result in zip(sorted(log.cases), told, strict=True):
            peer[case] = {pair for _, pair in result["deviations"]}
        until = datetime(2040, 1, 1, tzinfo=UTC)
        rules = [Constraint(f"{a} {b}", a, b, template=template) for a, b in pairs]
        found = check(log, rules, cutoff=until, closed=dict.fromkeys(log.cases, until))
        for pair, checked in zip(pairs, found, strict=True):
            broken = {case for case, state in zip(log.cases, checked.states, strict=True) if state == 3}
            assert broken == {case for case, pairs_of in peer.items() if pair in pairs_of}, pair
