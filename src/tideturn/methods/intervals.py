"""95 % intervals for shares and for differences of shares, which always have width if there is doubt."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from tideturn.methods.binomial import no_likelier

Whole = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Real = TypeVar("Real", float, Reals)
"""One number, or an array of them: each formula is written once for both."""

Z: Final = 1.959963984540054
"""Standard normal deviate that leaves 2.5 % in each tail."""
Z_OF_TWO: Final = 2.241402727604947
"""Standard normal deviate that leaves 1.25 % in each tail: two comparisons together err as seldom as one with `Z`."""
_LARGE: Final = 2_000
"""Maximum people in both groups together for exact whole numbers; above it, these grow too long to be quick."""


@dataclass(frozen=True)
class Interval:
    """An interval's two ends, in the unit of what they enclose."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """Return the distance between the two ends."""
        return self.high - self.low

    def within(self, margin: float) -> bool:
        """Return whether the whole interval lies within ± `margin` of 0."""
        return -margin <= self.low and self.high <= margin


def effective_n(n: int, population: int | None) -> float:
    """Return how many answers `n` of a finite population are worth: n(N−1)/(N−n); infinite for a census.

    Source: the finite-population correction of a share's variance, P(1−P)/n · (N−n)/(N−1), put into n; Cochran 1977,
    Sampling Techniques, 3rd ed.
    Raises ValueError if more people answered than the population has.
    """
    if population is None:
        return float(n)
    if n > population:
        raise ValueError(f"{n} answered, of a population of only {population}")
    return math.inf if n == population else n * (population - 1) / (population - n)


def wilson(k: int, n: int, *, population: int | None = None) -> Interval | None:
    """Return the Wilson score interval of the share k/n; None without an answer, the point itself for a census.

    Sources: Wilson 1927, Journal of the American Statistical Association 22:209–212; Newcombe 1998, Statistics in
    Medicine 17:857–872, method 3. Raises ValueError unless 0 ≤ k ≤ n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    worth = effective_n(n, population)
    return _score(k, n, worth, Z) if n else None


def wilson_each(k: Whole, n: Whole, *, population: int | None = None) -> tuple[Reals, Reals]:
    """Return both ends of `wilson` for each k of its n, the same to the last digit. No n may be 0."""
    return _scores(k, n, _worth(n, population), Z)


def _score(k: int, n: int, worth: float, z: float) -> Interval:
    low, high = _wilson(k / n, worth, z, _root)
    # The formula gives exactly 0 and 1 at the ends; rounding errors just miss them.
    return Interval(0.0 if k == 0 else low, 1.0 if k == n else high)


def _scores(k: Whole, n: Whole, worth: Reals, z: float) -> tuple[Reals, Reals]:
    low, high = _wilson(k / n, worth, z, _roots)
    return np.where(k == 0, 0.0, low), np.where(k == n, 1.0, high)


def _wilson(share: Real, worth: Real, z: float, root: Callable[[Real], Real]) -> tuple[Real, Real]:
    widening = z * z / worth
    centre = share + widening / 2
    reach = z * root(share * (1 - share) / worth + widening / (4 * worth))
    return (centre - reach) / (1 + widening), (centre + reach) / (1 + widening)


def paired_difference(plus: int, minus: int, n: int, *, population: int | None = None) -> Interval | None:
    """Return the interval of (plus − minus)/n, two exclusive answers of one sample; None without an answer.

    Multinomial variance [p₊+p₋−(p₊−p₋)²]/n with ½ added to both counts and 2 to n, so that unanimity keeps its width.
    Source: Agresti & Min 2005, Statistics in Medicine 24:729–740. Raises ValueError when the parts exceed the whole.
    """
    if min(plus, minus) < 0 or plus + minus > n:
        raise ValueError(f"{plus} and {minus} do not fit into {n}")
    worth = effective_n(n, population)
    if n == 0:
        return None
    if math.isinf(worth):
        return Interval((plus - minus) / n, (plus - minus) / n)
    low, high = _paired(plus / n, minus / n, worth, _root)
    return Interval(max(-1.0, low), min(1.0, high))


def paired_difference_each(
    plus: Whole, minus: Whole, n: Whole, *, population: int | None = None
) -> tuple[Reals, Reals]:
    """Return both ends of `paired_difference` for each n, the same to the last digit. No n may be 0."""
    if (plus + minus > n).any():
        raise ValueError("the parts do not fit into the whole")
    worth = _worth(n, population)
    census = np.isinf(worth)
    low, high = _paired(plus / n, minus / n, np.where(census, 1.0, worth), _roots)
    share = (plus - minus) / n
    return np.where(census, share, np.maximum(-1.0, low)), np.where(census, share, np.minimum(1.0, high))


def _paired(plus: Real, minus: Real, worth: Real, root: Callable[[Real], Real]) -> tuple[Real, Real]:
    size = worth + 2
    up = (plus * worth + 0.5) / size
    down = (minus * worth + 0.5) / size
    centre = up - down
    reach = Z * root((up + down - centre * centre) / size)
    return centre - reach, centre + reach


def _worth(n: Whole, population: int | None) -> Reals:
    if population is None:
        return n.astype(np.float64)
    return np.array([effective_n(answered, population) for answered in n.tolist()], dtype=np.float64)


def _root(square: float) -> float:
    """Return the square root; 0 if rounding errors have made the square just negative."""
    return math.sqrt(max(0.0, square))


def _roots(squares: Reals) -> Reals:
    roots: Reals = np.sqrt(np.maximum(0.0, squares))
    return roots


def independent_difference(
    k_a: int, n_a: int, k_b: int, n_b: int, *, dispersion: float = 1.0, shift: float = 0.0
) -> Interval | None:
    """Return the interval of k_a/n_a − k_b/n_b for two separate groups; None if either is empty.

    One success and one failure are added to each group. The variance is `dispersion` times that of independent cases,
    plus `shift`. Source: Agresti & Caffo 2000, The American Statistician 54:280–288. Raises ValueError unless
    0 ≤ k ≤ n in both.
    """
    found = added_difference(k_a, n_a, k_b, n_b)
    if found is None:
        return None
    centre, variance = found
    reach = Z * math.sqrt(dispersion * variance + shift)
    return Interval(max(-1.0, centre - reach), min(1.0, centre + reach))


def added_difference(k_a: int, n_a: int, k_b: int, n_b: int) -> tuple[float, float] | None:
    """Return the centre and variance of `independent_difference`, for independent cases; None if a group is empty."""
    if not (0 <= k_a <= n_a and 0 <= k_b <= n_b):
        raise ValueError(f"{k_a} of {n_a} and {k_b} of {n_b} are not two shares")
    if not (n_a and n_b):
        return None
    a, b = (k_a + 1) / (n_a + 2), (k_b + 1) / (n_b + 2)
    return a - b, a * (1 - a) / (n_a + 2) + b * (1 - b) / (n_b + 2)


def newcombe(k_a: int, n_a: int, k_b: int, n_b: int, design_effect: float = 1.0, z: float = Z) -> Interval | None:
    """Return the hybrid score interval of k_a/n_a − k_b/n_b for two separate groups; None when either is empty.

    Each end takes the Wilson limits of the two shares that lie towards it. Where people answer alike, `design_effect`
    answers are worth one (Kish 1965, Survey Sampling). `z` is the normal deviate beyond either end.
    Source: Newcombe 1998, Statistics in Medicine 17:873–890, method 10. Raises ValueError unless 0 ≤ k ≤ n in both.
    """
    if not (0 <= k_a <= n_a and 0 <= k_b <= n_b):
        raise ValueError(f"{k_a} of {n_a} and {k_b} of {n_b} are not two shares")
    if not (n_a and n_b):
        return None
    a, b = (_score(k, n, n / design_effect, z) for k, n in ((k_a, n_a), (k_b, n_b)))
    return Interval(*_newcombe(k_a / n_a, (a.low, a.high), k_b / n_b, (b.low, b.high), _root))


def newcombe_each(
    k_a: Whole, n_a: Whole, k_b: Whole, n_b: Whole, design_effect: float = 1.0, z: float = Z
) -> tuple[Reals, Reals]:
    """Return both ends of `newcombe` for each of many, the same to the last digit. No n may be 0."""
    a, b = (_scores(k, n, n / design_effect, z) for k, n in ((k_a, n_a), (k_b, n_b)))
    return _newcombe(k_a / n_a, a, k_b / n_b, b, _roots)


def _newcombe(
    a: Real, of_a: tuple[Real, Real], b: Real, of_b: tuple[Real, Real], root: Callable[[Real], Real]
) -> tuple[Real, Real]:
    below = root((a - of_a[0]) ** 2 + (of_b[1] - b) ** 2)
    above = root((of_a[1] - a) ** 2 + (b - of_b[0]) ** 2)
    return a - b - below, a - b + above


def fisher(k_a: int, n_a: int, k_b: int, n_b: int) -> float:
    """Return Fisher's exact two-sided p that two groups share one proportion.

    It sums every table no likelier than the one seen. Source: Fisher 1935, The Design of Experiments. Raises ValueError
    unless 0 ≤ k ≤ n in both.
    """
    if not (0 <= k_a <= n_a and 0 <= k_b <= n_b):
        raise ValueError(f"{k_a} of {n_a} and {k_b} of {n_b} are not two shares")
    successes = k_a + k_b
    least, most = max(0, successes - n_b), min(n_a, successes)
    if n_a + n_b > _LARGE:
        likeliest = (n_a + 1) * (successes + 1) // (n_a + n_b + 2)
        above, below = np.arange(likeliest, most, dtype=float), np.arange(likeliest, least, -1, dtype=float)
        rising = (n_a - above) * (successes - above) / ((above + 1) * (n_b - successes + above + 1))
        falling = below * (n_b - successes + below) / ((n_a - below + 1) * (successes - below + 1))
        return no_likelier(k_a - least, rising, falling)
    # Use whole numbers, so that a last digit never separates tables that are as likely as the one seen.
    ways = [math.comb(n_a, least) * math.comb(n_b, successes - least)]
    for k in range(least, most):
        # Get each table from the one before it, which divides without a remainder.
        more = (n_a - k) * (successes - k)
        ways.append(ways[-1] * more // ((k + 1) * (n_b - successes + k + 1)))
    seen = ways[k_a - least]
    return sum(way for way in ways if way <= seen) / sum(ways)
