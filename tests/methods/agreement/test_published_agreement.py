"""Coefficients of agreement against what has been published."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from tideturn.methods.agreement import agreement_of_spans, agreement_of_units, coded, from_wide
from tideturn.methods.agreement.distances import masi
from tideturn.methods.agreement.unitised_1995 import disagreement

# Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition, page 120, as `cac.raw4raters` of the R package irrCAC;
# https://github.com/kgwet/irrCAC, README, prints what each coefficient comes to. These are the ratings of table C of
# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", https://repository.upenn.edu/asc_papers/43.
FOUR_RATERS = {
    "Rater1": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    "Rater2": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None],
    "Rater3": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    "Rater4": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
}
# `cont3x3abstractors` of the same README: 100 pregnancies, two abstractors.
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
# Cohen 1960, Educational and Psychological Measurement 20:37-46, page 45: 200 patients under three diagnoses by two
# judges, as https://github.com/thomaspingel/cohens-kappa-matlab quotes it; κ = (.70 − .41)/(1 − .41) = .492.
JUDGES = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]


def two_coders(table: list[list[int]]) -> pl.DataFrame:
    """The ratings behind a table whose rows are the first coder's categories."""
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return pl.DataFrame(pairs, schema=["a", "b"], orient="row")


def of(frame: pl.DataFrame, **how: Any) -> Any:
    return agreement_of_units(from_wide(frame, frame.columns), draws=0, **how)


def test_two_judges_as_cohen() -> None:
    found = of(two_coders(JUDGES))
    assert (found.units, found.percent.value) == (200, pytest.approx(0.70))
    assert found.kappa.value == pytest.approx(0.492, abs=5e-4)
    assert found.kappa.value == pytest.approx((0.70 - 0.41) / (1 - 0.41))


def test_four_raters_with_missing_ratings_as_irrcac() -> None:
    found = of(pl.DataFrame(FOUR_RATERS))
    assert found.units == 11
    assert found.percent.value == pytest.approx(0.8181818, abs=5e-8)
    assert found.kappa.value == pytest.approx(0.76282, abs=5e-6)
    assert found.fleiss.value == pytest.approx(0.76117, abs=5e-6)
    assert found.ac1.value == pytest.approx(0.77544, abs=5e-6)
    assert found.notes == ("1 unit was seen by one coder only: nothing to compare.",)


def test_four_raters_at_every_level_as_krippendorff() -> None:
    alpha = of(pl.DataFrame(FOUR_RATERS)).alpha
    told = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}
    assert {level: round(one.value, 3) for level, one in alpha.items()} == told


def test_two_abstractors_as_irrcac() -> None:
    found = of(two_coders(ABSTRACTORS))
    assert found.percent.value == pytest.approx(0.89)
    assert found.kappa.value == pytest.approx(0.7964094, abs=5e-8)
    assert found.fleiss.value == pytest.approx(0.7962397, abs=5e-8)  # Scott's π, with two coders
    assert found.ac1.value == pytest.approx(0.8493305, abs=5e-8)
    assert found.alpha["nominal"].value == pytest.approx(0.7972585, abs=5e-8)


def test_six_raters_who_are_not_told_apart_as_irrcac() -> None:
    # `distrib.6raters` of the same README: how many of six psychiatrists chose each of five diagnoses (Fleiss 1971).
    counts = [
        *([0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0]),
        *([2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6]),
        *([1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1]),
    ]
    rows = [[code for code, times in enumerate(row) for _ in range(times)] for row in counts]
    found = of(pl.DataFrame(rows, schema=list("abcdef"), orient="row"))
    assert found.percent.value == pytest.approx(0.5511111, abs=5e-8)
    assert found.fleiss.value == pytest.approx(0.4139265, abs=5e-8)
    assert found.ac1.value == pytest.approx(0.4448007, abs=5e-8)
    assert found.alpha["nominal"].value == pytest.approx(0.4204384, abs=5e-8)


# Krippendorff 2004, Content Analysis, 2nd edition, page 254: two observers, a continuum from 150 to 450, categories c
# and k; as given with its results in https://github.com/dkpro/dkpro-statistics, Krippendorff2004Test.
CONTINUUM = [
    *[("i", 225, 295, "c"), ("i", 370, 400, "c"), ("i", 180, 240, "k"), ("i", 300, 350, "k")],
    *[("j", 220, 300, "c"), ("j", 355, 375, "c"), ("j", 400, 420, "c"), ("j", 180, 240, "k"), ("j", 300, 350, "k")],
]


def test_units_cut_from_a_continuum_as_krippendorff() -> None:
    rows = [("text", coder, start - 150, end - 150, code) for coder, start, end, code in CONTINUUM]
    given = coded(pl.DataFrame(rows, schema=["document", "coder", "start", "end", "code"], orient="row"), {"text": 300})
    assert disagreement(given, "c") == pytest.approx((0.0144, 0.0532), abs=5e-5)
    assert disagreement(given, "k") == pytest.approx((0.0000, 0.0490), abs=5e-5)
    assert 1 - np.divide(*disagreement(given, "c")) == pytest.approx(0.7286, abs=5e-5)
    assert agreement_of_spans(given, draws=0).unitised_1995 == pytest.approx(0.8591, abs=5e-4)


def test_masi_as_passonneau() -> None:
    # Passonneau 2006, LREC, pages 832-833: J and M for equal sets, one within the other, overlap, nothing in common;
    # the second and third as the documentation of NLTK works them out (with M rounded): 0.665 and 0.868.
    assert masi(frozenset("ab"), frozenset("ab")) == 0
    assert masi(frozenset("12"), frozenset("1234")) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert masi(frozenset("1234"), frozenset("345")) == pytest.approx(1 - 2 / 5 * 1 / 3)
    assert masi(frozenset("ab"), frozenset("cd")) == 1
    assert (masi(frozenset(), frozenset()), masi(frozenset(), frozenset("a"))) == (0, 1)
