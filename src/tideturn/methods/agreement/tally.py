"""Ratings with how many units are like each row, for many draws at once: the basis of every coefficient."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tideturn.methods.agreement.ratings import MISSING, Floats, Ratings


@dataclass(frozen=True)
class Tally:
    """Ratings and their weights: `weights` says how many units are like each row, (draws × rows)."""

    ratings: Ratings
    weights: Floats

    @cached_property
    def percent(self) -> Floats:
        """Return the share of pairs of coders who gave the same value, averaged over the units that two or more saw."""
        given = self.ratings.given
        pairable = np.flatnonzero(given >= 2)
        agreeing = self.ratings.agreeing[pairable] / (given[pairable] * (given[pairable] - 1))
        weights = self.weights[:, pairable]
        return share(weights @ agreeing, weights.sum(axis=1))

    @cached_property
    def prevalence(self) -> Floats:
        """Return π_k: each unit's shares of the values, averaged over the units that anybody saw. (draws × values)"""
        given = self.ratings.given
        amounts = self.given_by_all(self.weights / np.maximum(given, 1))
        total = self.weights[:, given >= 1].sum(axis=1, keepdims=True)
        return np.asarray(np.divide(amounts, total, out=np.full_like(amounts, np.nan), where=total > 0))

    def given_by_all(self, weights: Floats) -> Floats:
        """Return how much weight all coders together gave each value: (draws × values)."""
        amounts = np.zeros((len(weights), len(self.ratings.values)))
        for coder in range(len(self.ratings.coders)):
            amounts += self.given_by(coder, weights)
        return amounts

    def given_by(self, coder: int, weights: Floats) -> Floats:
        """Return the total weight of the rows in which a coder gave each value: (draws × values)."""
        column = self.ratings.rows[:, coder]
        said = np.flatnonzero(column != MISSING)
        amounts = np.zeros((len(self.ratings.values), len(weights)))
        np.add.at(amounts, column[said], weights.T[said])
        return amounts.T


def share(part: Floats, whole: Floats) -> Floats:
    """Return part/whole, NaN where the whole is 0."""
    return np.asarray(np.divide(part, whole, out=np.full_like(whole, np.nan, dtype=np.float64), where=whole > 0))
