from __future__ import annotations

import math
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.problems import TideturnError
from tideturn.methods.change import Attrition, attrition, matched_change, pair_up, reliable_change, sign_test, then_test

# Hamilton depression scale factor IV before and after a tranquilliser: the example of R's wilcox.test, from Hollander &
# Wolfe 1973, p. 29 f. R answers V = 40 and a one-sided exact p of 0.01953; twice that is ours.
# https://stat.ethz.ch/R-manual/R-devel/library/stats/html/wilcox.test.html
BEFORE = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
AFTER = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]

scores = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=60)


def test_the_depression_scores_of_hollander_and_wolfe() -> None:
    change = matched_change(BEFORE, AFTER, better="down")
    assert (change.pairs, change.better, change.same, change.worse) == (9, 7, 0, 2)
    assert change.p_wilcoxon == pytest.approx(2 * 0.01953125)
    # 2 of 9 moved the other way: 2 (1 + 9 + 36) / 512.
    assert change.p_sign == pytest.approx(92 / 512)
    assert change.difference == 5 / 9


def test_agresti_min_interval_of_the_pairs() -> None:
    change = matched_change([0] * 20, [1] * 12 + [0] * 5 + [-1] * 3)
    up, down = 12.5 / 22, 3.5 / 22
    reach = 1.959963984540054 * math.sqrt((up + down - (up - down) ** 2) / 22)
    assert change.low == pytest.approx(up - down - reach)
    assert change.high == pytest.approx(up - down + reach)


def test_a_missing_score_makes_no_pair() -> None:
    change = matched_change([1, None, 3, float("nan")], pl.Series([2.0, 5.0, None, 1.0]))
    assert (change.pairs, change.better) == (1, 1)
    nobody = matched_change([], [])
    assert (nobody.pairs, nobody.p_sign, nobody.difference, nobody.low, nobody.p_wilcoxon) == (
        0,
        None,
        None,
        None,
        None,
    )


def test_nobody_moved() -> None:
    change = matched_change([3, 4, 5], [3, 4, 5])
    assert (change.same, change.difference, change.p_sign, change.p_wilcoxon) == (3, 0, 1, 1)
    assert change.low is not None
    assert change.low < 0


def test_pratt_ranks_those_who_did_not_move_before_leaving_them_out() -> None:
    # Pratt 1959, Journal of the American Statistical Association 54:655-667: moves of 0, 1, 2, 3 and -4 have the ranks
    # 1 to 5, and the 0 is then dropped. Of the 16 ways to sign 2, 3, 4 and 5, six have a sum of 5 or less on one side:
    # 2 x 6/16. Wilcoxon's own way, dropping the 0 first, would give 2 x 7/16.
    assert matched_change([0] * 5, [0, 1, 2, 3, -4]).p_wilcoxon == pytest.approx(12 / 16)


def test_steps_of_a_tenth_are_all_one_step() -> None:
    by_tenths = matched_change([0.1, 0.2, 0.3, 0.6, 0.7], [0.2, 0.3, 0.4, 0.5, 0.6])
    by_ones = matched_change([1, 2, 3, 6, 7], [2, 3, 4, 5, 6])
    assert by_tenths == by_ones


@settings(max_examples=30)
@given(scores)
def test_turning_the_scale_round_turns_better_into_worse(pairs: list[tuple[int, int]]) -> None:
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    up, down = matched_change(before, after), matched_change(before, after, better="down")
    assert (up.better, up.same, up.worse) == (down.worse, down.same, down.better)
    assert up.p_sign == pytest.approx(down.p_sign)
    assert up.p_wilcoxon == pytest.approx(down.p_wilcoxon)
    assert up.low is not None
    assert down.high is not None
    assert up.low == pytest.approx(-down.high)
    assert -1 <= up.low < (up.high or 0) <= 1


@settings(max_examples=30)
@given(scores)
def test_row_order_of_the_pairs_is_nothing(pairs: list[tuple[int, int]]) -> None:
    turned = pairs[::-1]
    one = matched_change([a for a, _ in pairs], [b for _, b in pairs])
    other = matched_change([a for a, _ in turned], [b for _, b in turned])
    assert one.p_wilcoxon == pytest.approx(other.p_wilcoxon)
    assert (one.better, one.worse, one.low, one.high) == (other.better, other.worse, other.low, other.high)


def test_sign_test_by_hand() -> None:
    assert sign_test(9, 1) == pytest.approx(22 / 1024)
    assert sign_test(0, 0) == 1
    assert sign_test(5, 5) == 1


def test_wrong_calls_are_refused() -> None:
    with pytest.raises(ValueError, match="do not pair"):
        matched_change([1], [1, 2])
    with pytest.raises(ValueError, match="up or down"):
        matched_change([1], [2], better="sideways")


def rows(*entries: tuple[str, str, float | None]) -> pl.DataFrame:
    frame = pl.DataFrame(entries, schema={"case": pl.String, "day": pl.String, "score": pl.Float64}, orient="row")
    return frame.with_columns(pl.col("day").str.to_date())


def test_attrition_counts_only_those_who_were_due() -> None:
    baselines = rows(
        ("kept", "2020-01-01", 3), ("lost", "2020-01-01", 3), ("lost", "2020-02-01", 4), ("young", "2020-10-15", 2),
        ("edge", "2020-10-02", 2), ("late", "2020-03-01", 1), ("next year", "2021-02-01", 1),
    )  # fmt: skip
    later = rows(("kept", "2020-06-01", 4), ("late", "2021-01-05", 2), ("edge", "2020-10-02", 5))
    # 2020-10-02 lies exactly 90 days before the year's end; a score of the same day is no later one.
    found = attrition(baselines, later, case="case", day="day", ends=date(2020, 12, 31))
    assert found == Attrition(baselines=5, due=4, followed=1, lost=3, share=0.75)
    nobody = attrition(baselines.head(0), later, case="case", day="day", ends=date(2020, 12, 31))
    assert (nobody.due, nobody.share) == (0, None)


def test_pairs_are_the_first_baseline_and_the_last_later_score() -> None:
    baselines = rows(("b", "2020-02-01", 9), ("b", "2020-01-01", 1), ("a", "2020-01-01", None), ("a", "2020-01-02", 2))
    later = rows(("b", "2020-03-01", 5), ("b", "2020-09-01", 7), ("a", "2020-01-01", 8), ("a", "2020-05-01", None))
    pairs = pair_up(baselines, later, case="case", day="day", score="score")
    assert pairs.select("case", "before", "after").rows() == [("b", 1.0, 7.0)]


def test_the_couple_of_jacobson_and_truax() -> None:
    # Jacobson & Truax 1991: scores of 32.5 and 47.5, standard error of the difference 4.74, index 3.16, as quoted by
    # the R package ReliableTrendIndex (https://github.com/andrewmcaleavey/ReliableTrendIndex). 4.74 is that of SD 7.5
    # and reliability .80: 7.5 sqrt(0.4). The second person makes the sample's SD 7.5, and does not move.
    other = 32.5 + 7.5 * math.sqrt(2)
    found = reliable_change([32.5, other], [47.5, other], items=32, reliability=0.80)
    assert round(found.error, 2) == 4.74
    assert round(found.index[0], 2) == 3.16
    assert (found.pairs, found.improved, found.unchanged, found.deteriorated) == (2, 1, 1, 0)
    turned = reliable_change([32.5, other], [47.5, other], items=32, reliability=0.80, better="down")
    assert (turned.improved, turned.deteriorated) == (0, 1)


@pytest.mark.parametrize(
    ("items", "reliability", "before", "reason"),
    [
        (1, 0.8, [1, 2, 3], "several items"),
        (10, None, [1, 2, 3], "none is known"),
        (10, 1.0, [1, 2, 3], "between 0 and 1"),
        (10, 0.8, [2, 2, 2], "differ from each other"),
        (10, 0.8, [2], "differ from each other"),
    ],
)
def test_reliable_change_refuses_with_its_reason(
    items: int, reliability: float | None, before: list[float], reason: str
) -> None:
    with pytest.raises(TideturnError, match=reason):
        reliable_change(before, before, items=items, reliability=reliability)


def test_looking_back_is_kept_apart() -> None:
    before, then, after = np.array([4.0, 4, 4]), np.array([2.0, 3, 4]), np.array([4.0, 4, 3])
    found = then_test(before, then, after)
    assert found.shift == -1
    assert (found.pre_post.better, found.pre_post.worse) == (0, 1)
    assert (found.then_post.better, found.then_post.worse) == (2, 1)
