"""How far two coders agree on the same text, character by character, and piece by piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations_with_replacement
from math import factorial, prod, sqrt

from .folder import Year
from .talks import talk

Value = frozenset[str]
Pair = tuple[Value, Value]
LEAST_DEFINED = 0.95  # of draws, for a range


@dataclass(frozen=True)
class Coded:
    """One text that two people coded: how many characters got which pair of code sets, and each one's pieces."""

    name: str
    length: int
    pairs: Counter[Pair]
    pieces: tuple[tuple[tuple[int, Value], ...], tuple[tuple[int, Value], ...]]


def text_of(year: Year, interview_id: str) -> str:
    if interview_id.startswith("survey:"):
        *_, column = interview_id.split(":")
        return (talk(year, interview_id) or {}).get(column, "")
    row = next(each for each in year.rows("interviews") if each["interview_id"] == interview_id)
    return year.folder.transcript(row)


@lru_cache
def coded_twice(year: Year) -> tuple[Coded, ...]:
    """Return the year's texts that two coders were given; the settled coding is nobody's."""
    given: dict[str, set[str]] = {}
    for row in year.rows("coders"):
        who = talk(year, row["interview_id"])
        if row["coder"] != "agreed" and who and who["year"] == str(year.number):
            given.setdefault(row["interview_id"], set()).add(row["coder"])
    found = []
    for name, coders in sorted(given.items()):
        if len(coders) < 2:
            continue
        length = len(text_of(year, name))
        laid = [values(year, name, coder, length) for coder in sorted(coders)]
        found.append(Coded(name, length, Counter(zip(*laid, strict=True)), (runs(laid[0]), runs(laid[1]))))
    return tuple(found)


def values(year: Year, name: str, coder: str, length: int) -> list[Value]:
    """Return the set of codes that a coder gave each character."""
    codes: list[set[str]] = [set() for _ in range(length)]
    for row in year.rows("codings"):
        if row["interview_id"] == name and row["coder"] == coder:
            for at in range(int(row["start"]), min(int(row["end"]), length)):
                codes[at].add(row["code"])
    return [frozenset(each) for each in codes]


def runs(laid: list[Value]) -> tuple[tuple[int, Value], ...]:
    """Return the pieces of a text: each one's length and set of codes."""
    found: list[tuple[int, Value]] = []
    for value in laid:
        if found and found[-1][1] == value:
            found[-1] = (found[-1][0] + 1, value)
        else:
            found.append((1, value))
    return tuple(found)


def masi(a: Value, b: Value) -> float:
    """Return Passonneau's distance of two sets (2006)."""
    if a == b:
        return 0.0
    both, either = len(a & b), len(a | b)
    if not both:
        return 1.0
    nested = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - both / either * nested


@dataclass(frozen=True)
class Agreement:
    percent: float
    kappa: float | None
    ac1: float | None
    alpha: float | None
    positive: float | None = None


def nominal(a: float, b: float, c: float, d: float) -> Agreement:
    """Return the coefficients of a code: both laid it, one alone, the other alone, neither."""
    n = a + b + c + d
    agree = (a + d) / n
    p1, p2 = (a + b) / n, (a + c) / n
    chance = p1 * p2 + (1 - p1) * (1 - p2)
    pi = (p1 + p2) / 2
    guess = 2 * pi * (1 - pi)
    ones, zeros = 2 * a + b + c, 2 * d + b + c
    pooled = 2 * ones * zeros / (2 * n * (2 * n - 1))
    laid = 2 * a + b + c
    return Agreement(
        agree,
        (agree - chance) / (1 - chance) if chance < 1 else None,
        (agree - guess) / (1 - guess) if guess < 1 else None,
        1 - ((b + c) / n) / pooled if pooled else None,
        2 * a / laid if laid else None,
    )


def cells(texts: Iterable[Coded], codes: frozenset[str]) -> tuple[int, int, int, int]:
    """Return how many characters both, one, the other and neither gave any of some codes."""
    found = [0, 0, 0, 0]
    for text in texts:
        for (one, other), count in text.pairs.items():
            found[(not one & codes) * 2 + (not other & codes)] += count
    return found[0], found[1], found[2], found[3]


@cache
def of_code(year: Year, code: str) -> Agreement:
    return nominal(*cells(coded_twice(year), frozenset({code})))


def codes_given(year: Year) -> list[str]:
    return sorted({code for text in coded_twice(year) for pair in text.pairs for value in pair for code in value})


def overall(year: Year) -> Agreement:
    """Return the coefficients over all codes together; α with MASI distance."""
    pairs: Counter[Pair] = sum((text.pairs for text in coded_twice(year)), Counter())
    n = pairs.total()
    agree = sum(count for (one, other), count in pairs.items() if one == other) / n
    first, second, pooled = Counter[Value](), Counter[Value](), Counter[Value]()
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
        pooled[one] += count
        pooled[other] += count
    chance = sum(first[each] * second[each] for each in pooled) / n**2
    guess = sum(pooled[each] / (2 * n) * (1 - pooled[each] / (2 * n)) for each in pooled) / (len(pooled) - 1)
    observed = sum(masi(*pair) * count for pair, count in pairs.items()) / n
    expected = sum(masi(a, b) * pooled[a] * pooled[b] for a in pooled for b in pooled) / (2 * n * (2 * n - 1))
    return Agreement(agree, (agree - chance) / (1 - chance), (agree - guess) / (1 - guess), 1 - observed / expected)


def unitised(year: Year) -> float:
    """Return uα (Krippendorff and others 2016): a piece makes no pair with itself, a gap's characters do not either."""
    texts = coded_twice(year)
    observed: Counter[Pair] = Counter()
    lengths, own = Counter[Value](), Counter[Value]()
    for text in texts:
        for (one, other), count in text.pairs.items():
            observed[one, other] += count
            observed[other, one] += count
        for side in text.pieces:
            for length, value in side:
                lengths[value] += length
                own[value] += length**2 if value else length
    total = lengths.total()
    scale = total / (total**2 - own.total())
    disagreement = sum(masi(*pair) * count for pair, count in observed.items())
    expected = sum(masi(a, b) * lengths[a] * lengths[b] * scale for a in lengths for b in lengths)
    return 1 - disagreement / expected


@cache
def alpha_range(year: Year, code: str) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return what each end of the range may be by 2,000 draws of texts; None where too few draws define α.

    All draws with replacement are gone through with their chances: an end may lie anywhere between the percentiles that
    are three Monte Carlo errors off.
    """
    texts = coded_twice(year)
    n = len(texts)
    each = [cells([text], frozenset({code})) for text in texts]
    draws: list[tuple[float, float]] = []
    undefined = 0.0
    for drawn in combinations_with_replacement(range(n), n):
        times = Counter(drawn)
        chance = factorial(n) / prod(map(factorial, times.values())) / n**n
        summed = [sum(each[at][cell] * count for at, count in times.items()) for cell in range(4)]
        alpha = nominal(*summed).alpha
        if alpha is None:
            undefined += chance
        else:
            draws.append((alpha, chance))
    if 1 - undefined < LEAST_DEFINED:
        return None
    draws.sort()
    error = 3 * sqrt(0.025 * 0.975 / (2000 * (1 - undefined)))
    return (
        (quantile(draws, 0.025 - error), quantile(draws, 0.025 + error)),
        (quantile(draws, 0.975 - error), quantile(draws, 0.975 + error)),
    )


def quantile(draws: list[tuple[float, float]], share: float) -> float:
    """Return the value below which a share of weighted draws lies."""
    total, so_far = sum(weight for _, weight in draws), 0.0
    for value, weight in draws:
        so_far += weight / total
        if so_far >= share - 1e-12:
            return value
    return draws[-1][0]
