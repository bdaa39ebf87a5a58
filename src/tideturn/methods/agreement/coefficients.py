"""Agreement beyond chance from counted rows, for many draws at once.

Each takes weights, how many units are like each row, as (draws × rows), and returns one number for each draw, NaN
where the coefficient is undefined.

- percent agreement of two or more coders, with missing ratings: Gwet 2014, *Handbook of Inter-Rater Reliability*, 4th
  edition, chapter 2; the units that two or more coders saw.
- κ: Cohen 1960, Educational and Psychological Measurement 20:37-46 (https://doi.org/10.1177/001316446002000104); of
  more coders Conger 1980, Psychological Bulletin 88:322-328, with missing ratings after Gwet 2014. Chance agreement is
  the *sum* over categories of what two coders' shares multiply to.
- AC1: Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29-48.
- positive agreement: Cicchetti & Feinstein 1990, Journal of Clinical Epidemiology 43:551-558.
- α: Krippendorff 2011 (https://repository.upenn.edu/asc_papers/43).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from tideturn.methods.agreement.distances import Distance
from tideturn.methods.agreement.ratings import MISSING, Floats, Ints, Ratings


def counts_of(ratings: Ratings) -> Floats:
    """How many coders gave each value to the units of each row: (rows × values)."""
    counts = np.zeros((len(ratings.rows), len(ratings.values)))
    for column in ratings.rows.T:
        said = column != MISSING
        counts[np.flatnonzero(said), column[said]] += 1
    return counts


def percent(ratings: Ratings, weights: Floats) -> Floats:
    """The share of pairs of coders who said the same, averaged over the units that two or more saw."""
    given = ratings.given
    pairable = given >= 2
    counts = counts_of(ratings)[pairable]
    pairs = given[pairable] * (given[pairable] - 1)
    agreeing = (counts * (counts - 1)).sum(axis=1) / pairs
    return _share(weights[:, pairable] @ agreeing, weights[:, pairable].sum(axis=1))


def kappa(ratings: Ratings, weights: Floats) -> Floats:
    """(P − Pe)/(1 − Pe), Pe = Σ p_ak p_bk over the categories: Cohen's of two coders, Conger's of more.

    Of two coders over the units that both saw; of more, a coder's shares are those of all units that this coder saw.
    """
    if len(ratings.coders) == 2:
        both = (ratings.rows != MISSING).all(axis=1)
        weights = weights * both
    shares = []
    for column in ratings.rows.T:
        said = column != MISSING
        amounts = np.zeros((len(weights), len(ratings.values)))
        np.add.at(amounts.T, column[said], weights[:, said].T)
        total = amounts.sum(axis=1, keepdims=True)
        shares.append(np.divide(amounts, total, out=np.full_like(amounts, np.nan), where=total > 0))
    by_chance = [(a * b).sum(axis=1) for a, b in combinations(shares, 2)]
    return _beyond(percent(ratings, weights), np.mean(by_chance, axis=0))


def fleiss(ratings: Ratings, weights: Floats) -> Floats:
    """(P − Pe)/(1 − Pe), Pe = Σ π_k², where π_k is the share of category k among all that was said of a unit."""
    shares = _prevalence(ratings, weights)
    return _beyond(percent(ratings, weights), (shares**2).sum(axis=1))


def ac1(ratings: Ratings, weights: Floats) -> Floats:
    """(P − Pe)/(1 − Pe), Pe = Σ π_k(1 − π_k)/(q − 1) over q categories.

    Undefined where all coders gave one and the same: nothing then tells how often they would agree by chance.
    """
    if len(ratings.values) < 2:
        return np.full(len(weights), np.nan)
    shares = _prevalence(ratings, weights)
    by_chance = (shares * (1 - shares)).sum(axis=1) / (len(ratings.values) - 1)
    found = _beyond(percent(ratings, weights), by_chance)
    return np.where(shares.max(axis=1, initial=0) >= 1, np.nan, found)


def positive(ratings: Ratings, weights: Floats) -> Floats:
    """2a/(2a + b + c) of the ratings of one code (value 1 is yes): of all pairs of coders, where there are more."""
    given = ratings.given
    yes = (ratings.rows == 1).sum(axis=1)
    return _share(weights @ (yes * (yes - 1)), weights @ (yes * np.maximum(given - 1, 0)))


def alpha(ratings: Ratings, weights: Floats, distance: Distance) -> Floats:
    """1 − Do/De from the coincidences of the values that can be paired, each unit's pairs over its coders less one."""
    given = ratings.given
    pairable = np.flatnonzero(given >= 2)
    rows, given, weights = ratings.rows[pairable], given[pairable], weights[:, pairable]
    amounts = weights @ counts_of(ratings)[pairable]
    observed = np.zeros(len(weights))
    for a, b in combinations(range(len(ratings.coders)), 2):
        both = np.flatnonzero((rows[:, a] != MISSING) & (rows[:, b] != MISSING))
        apart = distance.between(rows[both, a], rows[both, b], amounts)
        observed += (2 * weights[:, both] / (given[both] - 1) * apart).sum(axis=1)
    total = amounts.sum(axis=1)
    return _less(observed, np.divide(distance.expected(amounts), total - 1, out=np.zeros_like(total), where=total > 1))


def order_of(numbers: Floats) -> Ints:
    """The indexes of numbers from the smallest to the largest."""
    return np.argsort(numbers, kind="stable").astype(np.int64)


def _prevalence(ratings: Ratings, weights: Floats) -> Floats:
    """π_k: each unit's shares of the categories, averaged over the units that anybody saw. (draws × values)"""
    seen = ratings.given >= 1
    shares = counts_of(ratings)[seen] / ratings.given[seen, np.newaxis]
    part, total = weights[:, seen] @ shares, weights[:, seen].sum(axis=1, keepdims=True)
    return np.asarray(np.divide(part, total, out=np.full_like(part, np.nan), where=total > 0))


def _share(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.full_like(whole, np.nan, dtype=np.float64), where=whole > 0))


def _beyond(agreeing: Floats, by_chance: Floats) -> Floats:
    """(P − Pe)/(1 − Pe); undefined where chance alone gives full agreement."""
    room = 1 - by_chance
    return np.asarray(np.divide(agreeing - by_chance, room, out=np.full_like(room, np.nan), where=room > 1e-12))


def _less(observed: Floats, expected: Floats) -> Floats:
    """1 − Do/De; undefined where no disagreement could be expected."""
    ratio = np.divide(observed, expected, out=np.full_like(expected, np.nan), where=expected > 0)
    return np.asarray(1 - ratio)
