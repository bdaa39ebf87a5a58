"""Waves: answers to one question in several years, and how the share who agree moved between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import sqrt

import numpy as np
from scipy import stats

from .folder import Row, Year
from .rules import rule
from .shares import Z, agresti_min, least_net, sign_test, wilson
from .surveys import Item, classed, items, one_each, tally

OPINIONS = {"agree", "disagree", "neither"}
POWER = 0.8
FEWEST_EITHER_WAY = 10  # who agree and who do not, for the normal curve
SEARCHED = 200  # answers, above which the least rise is that of the normal curve
ALIKE = 1.1  # answers that are worth one: people of one organisation, team or place answer alike
HALVED = float(stats.norm.ppf(1 - 0.025 / 2))  # of 97.5 %: two earlier waves are two chances to fall (Hochberg 1988)
ROSE, FELL, SAME, NEITHER, TOO_LITTLE = (
    "so the share rose",
    "so the share fell",
    "so it stayed much the same",
    "so neither a rise nor a fall is shown",
    "too little to show a fall where the share is compared with two earlier waves",
)


def newcombe(k1: int, n1: int, k0: int, n0: int, z: float = Z, alike: float = ALIKE) -> tuple[float, float]:
    """Return the 95 % interval of a later share less an earlier one (Newcombe 1998, method 10)."""
    p1, p0 = k1 / n1, k0 / n0
    (l1, u1), (l0, u0) = wilson(k1 / alike, n1 / alike, z), wilson(k0 / alike, n0 / alike, z)
    d = p1 - p0
    return d - sqrt((p1 - l1) ** 2 + (u0 - p0) ** 2), d + sqrt((u1 - p1) ** 2 + (p0 - l0) ** 2)


@dataclass(frozen=True)
class Wave:
    """The responses of one year to a question, under the name that it had then."""

    number: int
    item: Item
    rows: tuple[Row, ...]

    def at(self, year: Year, sites: Iterable[str]) -> list[Row]:
        wanted = set(sites)
        return [row for row in self.rows if row["site"] in wanted and self.meant(year, row) in OPINIONS]

    def meant(self, year: Year, row: Row) -> str:
        return classed(year, self.item, row.get(self.item.name, ""))

    def sites(self, year: Year) -> set[str]:
        """Return the sites that hold an opinion."""
        return {row["site"] for row in self.rows if self.meant(year, row) in OPINIONS}


@dataclass(frozen=True)
class Moved:
    """How a share moved between two waves, at the sites that both hold."""

    number: int  # of the earlier wave's year
    k0: int
    n0: int
    k: int
    n: int
    pairs: int
    gained: int
    lost: int
    paired: bool
    margin: float
    elsewhere: bool  # either wave holds a site that the other does not
    earlier: tuple[Row, ...]
    later: tuple[Row, ...]
    unread: bool = False  # it fell, since one of two earlier waves alone, by too little to say so

    @property
    def difference(self) -> Fraction:
        if self.paired:
            return Fraction(self.gained - self.lost, self.pairs)
        return Fraction(self.k, self.n) - Fraction(self.k0, self.n0)

    @property
    def interval(self) -> tuple[float, float]:
        if self.paired:
            return agresti_min(self.gained, self.lost, self.pairs)
        return newcombe(self.k, self.n, self.k0, self.n0)

    @property
    def least(self) -> float:
        """Return the change below which none would have shown: by the sign test, or half the interval."""
        low, high = self.interval
        return least_net(self.gained + self.lost) / self.pairs if self.paired else (high - low) / 2

    @property
    def p(self) -> float:
        return sign_test(self.gained, self.lost)

    def fell(self, z: float, p: float) -> bool:
        """Tell whether the share fell at some level: the sign test's p where people answered twice, else z's."""
        if self.paired:
            return self.lost > self.gained and self.p < p
        return newcombe(self.k, self.n, self.k0, self.n0, z)[1] < 0

    @property
    def word(self) -> str:
        """Return how it moved, by the sign test where the same people answered twice, else by the interval."""
        low, high = self.interval
        if self.unread:
            return TOO_LITTLE
        if self.paired and self.p < 0.05:
            return ROSE if self.gained > self.lost else FELL
        if not self.paired and (low > 0 or high < 0):
            return ROSE if low > 0 else FELL
        return SAME if -self.margin <= low and high <= self.margin else NEITHER


def told_when(year: Year, each: Moved) -> str:
    """Return the words for when a wave was: before the programme, or in one of its years."""
    first = min(year.years)
    return f"before Year {first}" if each.number < first else f"in Year {each.number}"


@cache
def _all_items(year: Year) -> tuple[Item, ...]:
    return tuple(item for survey in year.folder.surveys for item in items(year, survey))


def _root(year: Year, item: Item) -> str:
    """Return the first name that a question had."""
    name, earlier, met = item.name, item.row["series_of"], set[str]()
    while earlier and earlier not in met:
        met.add(earlier)
        name = earlier
        earlier = next((each.row["series_of"] for each in _all_items(year) if each.name == name), "")
    return name


def _one_series(year: Year, one: Item, other: Item) -> bool:
    same = all(one.row[column] == other.row[column] for column in ("outcome_id", "measures"))
    return same and one.choices == other.choices and _root(year, one) == _root(year, other)


@cache
def waves(year: Year, item: Item, voice: str, sites: tuple[str, ...]) -> tuple[Wave, ...]:
    """Return the waves of a level question that hold an opinion, this year's (of its own survey) the last."""
    if item.row["measures"] != "level":
        return ()
    found: dict[int, Wave] = {}
    for each in _all_items(year):
        if not _one_series(year, item, each):
            continue
        rows: dict[int, list[Row]] = {}
        for row in year.responses(each.survey):
            if row["voice"] == voice and not row["stage"] and row["site"] in sites:
                rows.setdefault(int(row["year"]), []).append(row)
        for number, mine in rows.items():
            if number < year.number or (number == year.number and each is item):
                found[number] = Wave(number, each, tuple(one_each(mine)))
    return tuple(found[number] for number in sorted(found) if found[number].sites(year))


def moved_since(year: Year, earlier: Wave, later: Wave) -> Moved | None:
    """Compare two waves at the sites that both hold; None where either has too few opinions there."""
    both = earlier.sites(year) & later.sites(year)
    one, other = earlier.at(year, both), later.at(year, both)
    least = rule(year.folder, "min_n")
    if min(len(one), len(other)) < least:
        return None
    first = {row["person_id"]: earlier.meant(year, row) == "agree" for row in one if row["person_id"]}
    then = {row["person_id"]: later.meant(year, row) == "agree" for row in other if row["person_id"]}
    people = first.keys() & then.keys()
    gained = sum(then[each] and not first[each] for each in people)
    lost = sum(first[each] and not then[each] for each in people)
    counts = [
        (sum(wave.meant(year, row) == "agree" for row in rows), len(rows))
        for wave, rows in ((earlier, one), (later, other))
    ]
    return Moved(
        *(earlier.number, *counts[0], *counts[1], len(people), gained, lost),
        len(people) >= rule(year.folder, "min_pairs"),
        float(rule(year.folder, "level_margin")),
        earlier.sites(year) != later.sites(year),
        *(tuple(one), tuple(other)),
    )


@cache
def compared(year: Year, item: Item, voice: str, sites: tuple[str, ...]) -> tuple[Moved, ...]:
    """Return how a question moved since the reference wave and, where that is another, since the last one."""
    every = waves(year, item, voice, sites)
    if not every or every[-1].number != year.number or len(every) < 2:
        return ()
    *earlier, now = every
    before = [each for each in earlier if each.number < min(year.years)]
    reference = before[-1] if before else earlier[0]
    chosen = [reference] + [each for each in earlier[-1:] if each is not reference]
    return read_together(tuple(each for wave in chosen if (each := moved_since(year, wave, now))))


def read_together(moves: tuple[Moved, ...]) -> tuple[Moved, ...]:
    """Return comparisons with two waves, a fall since one of them alone unread unless it shows at 97.5 %."""
    fell = [each.fell(Z, 0.05) for each in moves]
    if len(moves) < 2 or all(fell):
        return moves
    return tuple(
        replace(each, unread=alone and not each.fell(HALVED, 0.025)) for each, alone in zip(moves, fell, strict=True)
    )


def now_of(year: Year, item: Item, voice: str, sites: tuple[str, ...]) -> tuple[int, int]:
    """Return how many agree now, and of how many who gave an opinion."""
    every = waves(year, item, voice, sites)
    found = tally(year, item, every[-1].rows) if every and every[-1].number == year.number else None
    return (found.agree, found.n) if found else (0, 0)


@cache
def _shown(n: int, m: int) -> np.ndarray:
    """Return, for each count of both waves, whether a rise would be shown."""
    return np.array([[newcombe(j, m, i, n)[0] > 0 for j in range(m + 1)] for i in range(n + 1)], dtype=float)


@cache
def least_rise(k: int, n: int, m: int) -> Fraction | None:
    """Return the least rise, to the next tenth of a point, that a wave of m shows in four of five draws."""
    p = Fraction(k, n)
    steps = int((1 - p) * 1000)
    rises = [Fraction(step, 1000) for step in range(1, steps + 1)]
    if not rises:
        return None
    if min(n, m) > SEARCHED and min(k, n - k) >= FEWEST_EITHER_WAY:
        z = float(stats.norm.ppf(0.975) + stats.norm.ppf(POWER))
        for each in rises:
            q = float(p + each)
            if float(each) >= z * sqrt(ALIKE * (float(p) * (1 - float(p)) / n + q * (1 - q) / m)):
                return each
        return None
    first = stats.binom.pmf(np.arange(n + 1), n, float(p)) @ _shown(n, m)
    q = np.array([float(p + each) for each in rises])
    power = stats.binom.pmf(np.arange(m + 1)[None, :], m, q[:, None]) @ first
    enough = np.nonzero(power >= POWER - 1e-12)[0]
    return rises[int(enough[0])] if len(enough) else None
