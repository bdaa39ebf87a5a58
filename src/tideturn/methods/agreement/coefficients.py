"""Agreement beyond chance from counted rows, for many draws at once.

Each function takes a tally of many draws and returns one number for each draw, NaN where the coefficient is undefined.

- percent agreement of two or more coders, with missing ratings: Gwet 2014, *Handbook of Inter-Rater Reliability*, 4th
  edition, chapter 2; the units that two or more coders saw.
- κ: Cohen 1960, Educational and Psychological Measurement 20:37-46 (https://doi.org/10.1177/001316446002000104); for
  more coders Conger 1980, Psychological Bulletin 88:322-328, with missing ratings after Gwet 2014. Chance agreement is
  the *sum* over categories of the product of two coders' shares.
- AC1: Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29-48.
- positive agreement: Cicchetti & Feinstein 1990, Journal of Clinical Epidemiology 43:551-558.
- α: Krippendorff 2011 (https://repository.upenn.edu/asc_papers/43).
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

import numpy as np

from tideturn.methods.agreement.distances import Distance
from tideturn.methods.agreement.ratings import MISSING, Floats
from tideturn.methods.agreement.tally import Tally, share

_NOTHING: Final = 1e-12
"""Largest difference that counts as zero, because it is only rounding in a sum."""


def percent(tally: Tally) -> Floats:
    """Return the share of pairs of coders who gave the same value, averaged over the units that two or more saw."""
    return tally.percent


def kappa(tally: Tally) -> Floats:
    """Return κ, (P − Pe)/(1 − Pe), Pe = Σ p_ak p_bk over the categories: Cohen's for two coders, Conger's for more.

    Two coders' shares are those of the units that both saw. With more coders, a coder's shares are those of all units
    that this coder saw.
    """
    coders = range(len(tally.ratings.coders))
    weights = tally.weights * (tally.ratings.given == 2) if len(coders) == 2 else tally.weights
    shares = []
    for coder in coders:
        amounts = tally.given_by(coder, weights)
        shares.append(share(amounts, np.broadcast_to(amounts.sum(axis=1, keepdims=True), amounts.shape)))
    by_chance = [(a * b).sum(axis=1) for a, b in combinations(shares, 2)]
    return _beyond(tally.percent, np.mean(by_chance, axis=0))


def fleiss(tally: Tally) -> Floats:
    """Return Fleiss' κ, (P − Pe)/(1 − Pe), Pe = Σ π_k², where π_k is category k's mean share of a unit's ratings."""
    return _beyond(tally.percent, (tally.prevalence**2).sum(axis=1))


def ac1(tally: Tally) -> Floats:
    """Return Gwet's AC1, (P − Pe)/(1 − Pe), Pe = Σ π_k(1 − π_k)/(q − 1) over q categories.

    AC1 is undefined where all coders gave one and the same value: nothing then shows how often they would agree by
    chance.
    """
    categories = len(tally.ratings.values)
    if categories < 2:
        return np.full(len(tally.weights), np.nan)
    shares = tally.prevalence
    found = _beyond(tally.percent, (shares * (1 - shares)).sum(axis=1) / (categories - 1))
    # Thirds of three coders add up to a little less than 1.
    return np.where(shares.max(axis=1) > 1 - _NOTHING, np.nan, found)


def positive(tally: Tally) -> Floats:
    """Return 2a/(2a + b + c) for the ratings of one code (value 1 is yes), over all pairs of coders."""
    yes = (tally.ratings.rows == 1).sum(axis=1)
    others = np.maximum(tally.ratings.given - 1, 0)
    return share(tally.weights @ (yes * (yes - 1)), tally.weights @ (yes * others))


def alpha(tally: Tally, distance: Distance) -> Floats:
    """Return 1 − Do/De from the coincidences of the values that can be paired.

    The pairs of each unit are divided by its number of coders less one.
    """
    ratings, given = tally.ratings, tally.ratings.given
    weights = tally.weights * (given >= 2)
    amounts = tally.given_by_all(weights)
    observed = np.zeros(len(weights))
    for a, b in combinations(range(len(ratings.coders)), 2):
        both = np.flatnonzero((ratings.rows[:, a] != MISSING) & (ratings.rows[:, b] != MISSING))
        apart = distance.between(ratings.rows[both, a], ratings.rows[both, b], amounts)
        observed += (2 * weights[:, both] / (given[both] - 1) * apart).sum(axis=1)
    total = amounts.sum(axis=1)
    expected = np.divide(distance.expected(amounts), total - 1, out=np.zeros_like(total), where=total > 1)
    return np.asarray(1 - share(observed, expected))


def _beyond(agreeing: Floats, by_chance: Floats) -> Floats:
    """Return (P − Pe)/(1 − Pe), undefined where chance alone gives full agreement."""
    room = 1 - by_chance
    return np.asarray(np.divide(agreeing - by_chance, room, out=np.full_like(room, np.nan), where=room > _NOTHING))
