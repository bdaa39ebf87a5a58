"""What people answered: the whole distribution of each question, and the share agreeing with its uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
import polars as pl

from tideturn.dataset.answers import gives_no_opinion
from tideturn.dataset.problems import TideturnError
from tideturn.methods.intervals import Reals, paired_difference_each, wilson_each
from tideturn.methods.surveys.answers import Marks, what_was_said
from tideturn.methods.surveys.counting import Counts, GroupValue, count_answers

MIN_N: Final = 10
"""Minimum opinions for a percentage; with fewer, only counts are given: a percentage would claim more than it knows."""


@dataclass(frozen=True)
class Item:
    """One question: which answers agree, disagree, say it is too soon, or give no opinion; `scale` orders them.

    In a question about a change, `same` answers say that there was none and `worse` that it was for the worse.
    """

    item: str
    agree: tuple[str, ...]
    disagree: tuple[str, ...] = ()
    too_early: tuple[str, ...] = ()
    opinion_none: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()

    @property
    def lists(self) -> tuple[tuple[str, ...], ...]:
        """Return the lists that say what an answer means."""
        return (self.agree, self.same, self.worse, self.disagree, self.too_early)

    def silent(self, answer: str) -> bool:
        """Return whether an answer gives no opinion: this item says so, or its words never give one.

        The item's own lists take precedence over the words.
        """
        if answer in self.opinion_none:
            return True
        return gives_no_opinion(answer) and not any(answer in words for words in self.lists)

    def places(self, answer: str) -> bool:
        """Return whether the item says what an answer is: a meaning, a place on the scale, or no opinion."""
        return answer in self.scale or any(answer in words for words in self.lists) or self.silent(answer)


@dataclass(frozen=True)
class ItemResult:
    """One question in one group. `n` counts opinions; `k` of them agree, and `neutral` ones are only on the scale.

    `unplaced` answers are in none of the item's lists: nobody has said whether they are opinions, so `n` includes them
    until somebody does. Shares, interval ends, net agreement and the median are None below `min_n` opinions.
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
    same: int
    worse: int
    unplaced: int
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
    """Return every item in every group. `frame` has one row per response and one column per item, null for no answer.

    Results follow the order of `items`, then the groups' values, missing ones last. A lazy frame is read in batches,
    and only the named columns. `population` is the number who could have answered; if all did, it is a census.
    Raises TideturnError for a missing column, more answers than population, or a population split by groups.
    """
    _check(frame.lazy().collect_schema().names(), items, by, population)
    # An item may be listed twice, once for each outcome that it informs: count it once.
    counts = count_answers(frame, list(dict.fromkeys(item.item for item in items)), list(by))
    return tabulate_counts(counts, items, by=by, population=population, min_n=min_n)


def tabulate_counts(
    counts: Counts,
    items: Sequence[Item],
    *,
    by: Sequence[str] = (),
    population: int | None = None,
    min_n: int = MIN_N,
) -> list[ItemResult]:
    """Return what `tabulate` returns, from answers already counted on any machine."""
    if not by and not counts.groups:
        counts = replace(counts, groups=((),), sizes=np.zeros(1, dtype=np.int64))
    return _results(items, counts, by, population, min_n)


def response_rate(answered: int, invited: int) -> float | None:
    """Return answered over invited; None if nobody was invited. Raise ValueError if more answered than were invited."""
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


def _results(
    items: Sequence[Item], counts: Counts, by: Sequence[str], population: int | None, min_n: int
) -> list[ItemResult]:
    """Return every item in every group, all computed together: each array has an entry for each result."""
    said = what_was_said([(item.item, item.scale) for item in items], counts)
    answers = [(items[question], text) for question, text in zip(said.question.tolist(), said.texts, strict=True)]

    def marked(of: Callable[[Item], Collection[str | None]]) -> Marks:
        return np.array([text in of(item) for item, text in answers], dtype=bool)

    def which(holds: Callable[[Item, str], bool]) -> Marks:
        return np.array([text is not None and holds(item, text) for item, text in answers], dtype=bool)

    none, early = which(Item.silent), marked(lambda item: item.too_early)
    unsaid = marked(lambda _: (None,))
    opinion = ~(none | early | unsaid)
    n, missing = said.times(opinion), said.times(unsaid)
    k = said.times(opinion & marked(lambda item: item.agree))
    disagree = said.times(opinion & marked(lambda item: item.disagree))
    same, worse = said.times(opinion & marked(lambda item: item.same)), said.times(opinion & marked(lambda i: i.worse))
    unplaced = said.times(opinion & ~which(Item.places))
    neutral = n - k - same - worse - disagree - unplaced
    responses = np.tile(counts.sizes, len(items))
    if population is not None:
        _check_population(items, (responses - missing).tolist(), population)
    told = n >= max(min_n, 1)
    yes, no, of = k[told], disagree[told], n[told]
    net_low, net_high = paired_difference_each(yes, no, of, population=population)
    shares = (
        yes / of,
        *wilson_each(yes, of, population=population),
        *wilson_each(no, of, population=population),
        (yes - no) / of,
        net_low,
        net_high,
    )
    apart = (disagree, neutral, same, worse, unplaced)
    whole = (responses, missing, said.times(none), said.times(early), n, k, *apart)
    groups = [dict(zip(by, group, strict=True)) for group in counts.groups]
    whose = product(((item.item, dict.fromkeys(item.scale, 0)) for item in items), groups)
    return [
        ItemResult(
            item=item,
            by=group,
            responses=responses,
            missing=missing,
            dont_know=dont_know,
            too_early=too_early,
            n=n,
            k=k,
            disagree=disagree,
            neutral=neutral,
            same=same,
            worse=worse,
            unplaced=unplaced,
            share=share,
            low=low,
            high=high,
            disagree_low=disagree_low,
            disagree_high=disagree_high,
            counts=scale | given,
            net=net,
            net_low=net_low,
            net_high=net_high,
            median=median if enough else None,
        )
        for (
            ((item, scale), group),
            (responses, missing, dont_know, too_early, n, k, disagree, neutral, same, worse, unplaced),
            (share, low, high, disagree_low, disagree_high, net, net_low, net_high),
            given,
            median,
            enough,
        ) in zip(
            whose,
            zip(*(counted.tolist() for counted in whole), strict=True),
            zip(*(_spread(values, told) for values in shares), strict=True),
            said.counts(),
            said.medians(opinion),
            told.tolist(),
            strict=True,
        )
    ]


def _spread(values: Reals, told: Marks) -> list[float | None]:
    """Return the values, in order, at the positions where `told` is true, and None at the others."""
    if len(values) == len(told):
        return [*values.tolist()]
    spread: list[float | None] = [None] * len(told)
    for place, value in zip(np.flatnonzero(told).tolist(), values.tolist(), strict=True):
        spread[place] = value
    return spread


def _check_population(items: Sequence[Item], answered: Sequence[int], population: int) -> None:
    for item, people in zip(items, answered, strict=True):
        if people > population:
            raise TideturnError(
                f"{people} answered “{item.item}”, of a population of only {population}.",
                mend="Give the number of people who could have answered.",
            )
