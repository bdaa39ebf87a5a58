from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.methods.comparison import compare_groups

# Pain on the third day after surgery under two treatments: Brunner & Munzel 2000, Biometrical Journal 42:17-25.
TREATED = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
OTHERS = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]

groups = st.lists(st.integers(1, 5), min_size=2, max_size=25)


def test_the_pain_scores_of_brunner_and_munzel() -> None:
    found = compare_groups(TREATED, OTHERS)
    # Estimate 0.788961 and p 0.005786: the example of brunner.munzel.test in the R package lawstat, which notes that
    # the paper of 2000 has a misprint and that it follows Neubert & Brunner 2007.
    # https://search.r-project.org/CRAN/refmans/lawstat/html/brunner.munzel.test.html
    assert round(found.probability, 6) == 0.788961
    assert round(found.p, 6) == 0.005786
    assert found.method == "brunner_munzel"


def test_groups_that_do_not_overlap_are_permuted() -> None:
    apart = compare_groups([1, 1, 2], [4, 5, 5, 3])
    # 7 over 3 is 35 deals; one parts them this way, and one the other (5, 5, 4 against the rest).
    assert (apart.probability, apart.p, apart.method) == (1, 2 / 35, "permutation")
    # Here the other way has a tie across its cut: the three highest of 1 1 2 | 5 5 5 5 cannot be told from the fourth.
    assert compare_groups([1, 1, 2], [5, 5, 5, 5]).p == 1 / 35
    assert compare_groups([4, 5], [1, 2]).probability == 0


def test_one_answer_from_everybody() -> None:
    found = compare_groups([3, 3, 3], [3, 3])
    assert (found.probability, found.p) == (0.5, 1)


def test_one_answer_is_no_group() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        compare_groups([1], [1, 2, 3])


@given(groups, groups)
def test_the_groups_may_change_places(first: list[int], second: list[int]) -> None:
    one, other = compare_groups(first, second), compare_groups(second, first)
    assert one.probability == pytest.approx(1 - other.probability)
    assert one.p == pytest.approx(other.p)
    assert 0 <= one.p <= 1
    assert one.method == other.method
    assert compare_groups(first[::-1], second).p == pytest.approx(one.p)
