"""What people answered: the whole distribution of each question, and the share agreeing with its uncertainty."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.methods.counting import Group, GroupValue, count_answers
from tideturn.methods.intervals import Interval as Interval
from tideturn.methods.intervals import paired_difference
from tideturn.methods.intervals import wilson as wilson

MIN_N: Final = 10
"""Below this many opinions only counts are given: a percentage would claim more than it knows."""


@dataclass(frozen=True)
class Item:
    """One question: which answers agree, disagree, say it is too soon, or give no opinion; `scale` orders them."""

    item: str
    agree: tuple[str, ...]
    disagree: tuple[str, ...] = ()
    too_early: tuple[str, ...] = ()
    opinion_none: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemResult:
    """One question in one group. `n` are the opinions, neutral ones included; `k` of them agree.

    Shares, interval ends, net agreement and the median are None below `min_n` opinions.
    """

    item: str
    by: dict[str, GroupValue]
    responses: int
    missing: int
    dont_know: int
    too_early: int
    n: int
    k: int
    disagree: int
    neutral: int
    share: float | None
    low: float | None
    high: float | None
    disagree_low: float | None
    disagree_high: float | None
    counts: dict[str, int]
    net: float | None
    net_low: float | None
    net_high: float | None
    median: float | str | None


def tabulate(
    frame: pl.DataFrame | pl.LazyFrame,
    items: Sequence[Item],
    *,
    by: Sequence[str] = (),
    population: int | None = None,
    min_n: int = MIN_N,
) -> list[ItemResult]:
    """Every item in every group: one row of `frame` a response, one column an item, null where nothing was said.

    Sorted by the order of `items`, then by the groups' values, missing ones last. A lazy frame is read in
    batches, the columns named and no others. `population` is how many could have answered; all of them is a census.
    Raises TideturnError for a column that is not there, more answers than population, or a population split by groups.
    """
    lazy = frame.lazy()
    _check(lazy.collect_schema().names(), items, by, population)
    # An item may stand twice, once for each outcome that it speaks to: it is counted once.
    sizes, tallies = count_answers(frame, list(dict.fromkeys(item.item for item in items)), list(by))
    groups = sorted(sizes, key=_order)
    if not by and not groups:
        groups = [()]
    return [
        _result(
            item,
            dict(zip(by, group, strict=True)),
            sizes.get(group, 0),
            tallies[item.item].get(group, {}),
            population,
            min_n,
        )
        for item in items
        for group in groups
    ]


def response_rate(answered: int, invited: int) -> float | None:
    """Answered over invited; None when nobody was invited. Raises ValueError when more answered than were invited."""
    if answered > invited:
        raise ValueError(f"{answered} answered, of only {invited} invited")
    return answered / invited if invited else None


def _check(columns: Sequence[str], items: Sequence[Item], by: Sequence[str], population: int | None) -> None:
    absent = [name for name in [*by, *(item.item for item in items)] if name not in columns]
    if absent:
        raise TideturnError(
            f"There is no column “{absent[0]}”.", mend=f"The columns are {', '.join(columns) or 'none at all'}."
        )
    if population is not None and by:
        raise TideturnError(
            "One population cannot be split over groups: how many could have answered in each is not known.",
            mend="Leave out the groups, or tabulate each group with a population of its own.",
        )


def _order(group: Group) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (2, 0, "") if value is None else (0, value, "") if isinstance(value, int) else (1, 0, value) for value in group
    )


def _result(
    item: Item,
    by: dict[str, GroupValue],
    responses: int,
    answers: Mapping[str | None, int],
    population: int | None,
    min_n: int,
) -> ItemResult:
    missing = answers.get(None, 0)
    counts = _in_order({answer: rows for answer, rows in answers.items() if answer is not None}, item.scale)
    dont_know = _sum(counts, item.opinion_none)
    too_early = _sum(counts, item.too_early)
    opinions = {a: c for a, c in counts.items() if a not in item.opinion_none and a not in item.too_early}
    n, k, disagree = sum(opinions.values()), _sum(opinions, item.agree), _sum(opinions, item.disagree)
    if population is not None and responses - missing > population:
        raise TideturnError(
            f"{responses - missing} answered “{item.item}”, of a population of only {population}.",
            mend="Give the number of people who could have answered.",
        )
    told = n >= max(min_n, 1)
    agreeing = wilson(k, n, population=population) if told else None
    disagreeing = wilson(disagree, n, population=population) if told else None
    net = paired_difference(k, disagree, n, population=population) if told else None
    return ItemResult(
        item=item.item,
        by=by,
        responses=responses,
        missing=missing,
        dont_know=dont_know,
        too_early=too_early,
        n=n,
        k=k,
        disagree=disagree,
        neutral=n - k - disagree,
        share=k / n if told else None,
        low=agreeing.low if agreeing else None,
        high=agreeing.high if agreeing else None,
        disagree_low=disagreeing.low if disagreeing else None,
        disagree_high=disagreeing.high if disagreeing else None,
        counts=counts,
        net=(k - disagree) / n if told else None,
        net_low=net.low if net else None,
        net_high=net.high if net else None,
        median=_median(opinions, item.scale) if told else None,
    )


def _sum(counts: Mapping[str, int], answers: Iterable[str]) -> int:
    return sum(counts.get(answer, 0) for answer in set(answers))


def _in_order(counts: Mapping[str, int], scale: Sequence[str]) -> dict[str, int]:
    """Every answer of the scale, given or not, in its order; then the others, numbers before words."""
    others = sorted((a for a in counts if a not in scale), key=lambda a: (_number(a) is None, _number(a) or 0.0, a))
    return {answer: counts.get(answer, 0) for answer in [*scale, *others]}


def _median(opinions: Mapping[str, int], scale: Sequence[str]) -> float | str | None:
    """The middle opinion: a number where the answers are numbers, a place on the scale where they are words.

    Two middle words that differ are both given. None without a scale, or with an opinion that is not on it.
    """
    given = {answer: count for answer, count in opinions.items() if count}
    numbers = {answer: _number(answer) for answer in given}
    if given and None not in numbers.values():
        order = sorted(given, key=lambda answer: numbers[answer] or 0.0)
    elif given and all(answer in scale for answer in given):
        order = [answer for answer in scale if answer in given]
    else:
        return None
    total = sum(given.values())
    lower, upper = (_at(order, given, position) for position in ((total - 1) // 2, total // 2))
    first, second = numbers[lower], numbers[upper]
    if first is not None and second is not None:
        return (first + second) / 2
    return lower if lower == upper else f"{lower} to {upper}"


def _at(order: Sequence[str], counts: Mapping[str, int], position: int) -> str:
    for answer in order:
        position -= counts[answer]
        if position < 0:
            return answer
    raise IndexError(position)


@lru_cache(maxsize=1024)  # the same few answers are asked about in every group
def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
