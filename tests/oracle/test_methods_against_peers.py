from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest

from tideturn.methods.change import matched_change
from tideturn.methods.interrupted import interrupted
from tideturn.methods.intervals import Z_OF_TWO, Z, independent_difference, newcombe, wilson
from tideturn.methods.rates import poisson_interval, poisson_rate_test
from tideturn.methods.surveys import Item, tabulate

pytestmark = pytest.mark.oracle

DICE = random.Random(20)
SHARES = [(DICE.randint(0, n), n) for n in (1, 2, 9, 10, 17, 60, 263, 1300, 100_000) for _ in range(3)]


@pytest.mark.parametrize(("k", "n"), SHARES)
def test_wilson_as_statsmodels(k: int, n: int) -> None:
    from statsmodels.stats.proportion import proportion_confint

    interval = wilson(k, n)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx(proportion_confint(k, n, method="wilson"), abs=1e-12)


@pytest.mark.parametrize(("a", "b"), list(zip(SHARES, SHARES[5:], strict=False)))
def test_agresti_caffo_as_statsmodels(a: tuple[int, int], b: tuple[int, int]) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    interval = independent_difference(*a, *b)
    peer = confint_proportions_2indep(*a, *b, method="agresti-caffo", compare="diff")
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx(tuple(max(-1, min(1, end)) for end in peer), abs=1e-12)


@pytest.mark.parametrize(("design_effect", "z", "alpha"), [(1.0, Z, 0.05), (1.1, Z, 0.05), (1.1, Z_OF_TWO, 0.025)])
@pytest.mark.parametrize(("a", "b"), list(zip(SHARES, SHARES[5:], strict=False)))
def test_newcombe_as_statsmodels(
    a: tuple[int, int], b: tuple[int, int], design_effect: float, z: float, alpha: float
) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    interval = newcombe(*a, *b, design_effect, z)
    worth = (count / design_effect for count in (*a, *b))
    peer = confint_proportions_2indep(*worth, method="newcomb", compare="diff", alpha=alpha)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx(peer, abs=1e-9)


@pytest.mark.parametrize(("a", "at_a", "b", "at_b"), [(3, 10, 9, 12), (0, 5, 4, 5), (40, 1, 22, 1), (7, 100.5, 7, 33)])
def test_poisson_rates_as_statsmodels(a: int, at_a: float, b: int, at_b: float) -> None:
    from statsmodels.stats.rates import confint_poisson, test_poisson_2indep

    peer = test_poisson_2indep(a, at_a, b, at_b, method="exact-cond", compare="ratio")
    assert poisson_rate_test(a, at_a, b, at_b) == pytest.approx(peer.pvalue)
    interval = poisson_interval(b, at_b)
    assert (interval.low, interval.high) == pytest.approx(confint_poisson(b, at_b, method="exact-c"))


@pytest.mark.parametrize(("start", "lag"), [(28, None), (28, 0), (28, 1), (60, 10)])
def test_newey_west_as_statsmodels(start: int, lag: int | None) -> None:
    import statsmodels.api as sm

    # The flow of the Nile at Aswan, 1871 to 1970, in the public domain: Cobb 1978, Biometrika 65:243-251. The level
    # fell about 1898; position 60 is no break, only another place to cut.
    values = sm.datasets.nile.load_pandas().data["volume"].to_numpy(dtype=float)
    size = len(values)
    time = np.arange(float(size))
    found = interrupted(values.tolist(), start=start, lag=lag)
    past = (time >= start).astype(float)
    design = np.column_stack([np.ones(size), time, past, (time - start) * past])
    model = sm.OLS(values, design)
    robust = {"maxlags": 4 if lag is None else lag, "use_correction": True}
    ordinary, peer = model.fit(), model.fit(cov_type="HAC", cov_kwds=robust, use_t=True)
    ours = [found.level, found.slope, found.level_change, found.slope_change]
    assert [part.value for part in ours] == pytest.approx(peer.params.tolist())
    for index, part in enumerate(ours):
        larger = peer if peer.bse[index] > ordinary.bse[index] else ordinary
        assert part.error == pytest.approx(larger.bse[index])
        assert part.p == pytest.approx(larger.pvalues[index])
        assert [part.low, part.high] == pytest.approx(larger.conf_int()[index].tolist())


@pytest.mark.parametrize("size", [3, 5, 9, 13, 14, 40, 200])
def test_sign_and_signed_rank_as_peers(size: int) -> None:
    from scipy.stats import wilcoxon
    from statsmodels.stats.descriptivestats import sign_test

    rng = np.random.default_rng(size)
    before, after = rng.integers(1, 8, size), rng.integers(2, 9, size)
    change = matched_change(before.astype(float), after.astype(float))
    assert change.p_sign == pytest.approx(sign_test(after - before)[1])
    assert change.p_wilcoxon == pytest.approx(wilcoxon(after, before, zero_method="pratt").pvalue)


def test_tabulation_as_pandas() -> None:
    import pandas as pd

    rng = np.random.default_rng(8)
    size, words = 5000, np.array(["Disagree", "Neither", "Agree", "Don't know", ""])
    columns = {
        "site": rng.choice(["a", "b", "c"], size),
        "year": rng.integers(1, 4, size),
        "q1": words[rng.choice(5, size, p=[0.2, 0.3, 0.4, 0.05, 0.05])],
        "q2": words[rng.choice(5, size, p=[0.5, 0.1, 0.1, 0.1, 0.2])],
    }
    items = [Item(q, ("Agree",), ("Disagree",), opinion_none=("Don't know",)) for q in ("q1", "q2")]
    results = tabulate(pl.DataFrame(columns), items, by=["site", "year"])
    assert len(results) == 18
    peer = pd.DataFrame(columns)
    for r in results:
        group = peer[(peer["site"] == r.by["site"]) & (peer["year"] == r.by["year"])][r.item]
        assert r.counts == group[group != ""].value_counts().to_dict()
        assert (r.responses, r.missing) == (len(group), int((group == "").sum()))
        opinions = group[~group.isin(["", "Don't know"])]
        assert r.share == pytest.approx((opinions == "Agree").mean())
        assert r.net == pytest.approx((opinions == "Agree").mean() - (opinions == "Disagree").mean())
