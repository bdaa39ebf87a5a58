"""Compare two groups' answers to each question, for `measure survey --compare`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    import polars as pl

    from tideturn.methods.surveys import Item, ItemResult
    from tideturn.methods.surveys.counting import GroupValue

SHOWN = 6
"""Maximum number of groups to name when a column has more than two."""


@dataclass(frozen=True)
class Compared:
    """One question in two groups: the probability that an opinion of the second lies above an opinion of the first.

    Ties count half. `probability`, `p` and `method` are None if a group has too few opinions; `why` says so.
    """

    item: str
    by: dict[str, GroupValue]
    column: str
    groups: tuple[str, str]
    n: tuple[int, int]
    probability: float | None = None
    p: float | None = None
    method: str | None = None
    why: str | None = None


def compare(
    frame: pl.DataFrame | pl.LazyFrame,
    items: Sequence[Item],
    *,
    column: str,
    by: Sequence[str],
    min_n: int,
    args: argparse.Namespace,
) -> list[dict[str, Any]]:
    """Compare the two groups of `column` on every question, within each group of `by`. Leave out rows without a group.

    Raises TideturnError if a column does not hold exactly two groups, or if an opinion has no place in an order.
    """
    from tideturn.methods.surveys import tabulate

    results = [r for r in tabulate(frame, items, by=[*by, column], min_n=min_n) if r.by[column] is not None]
    groups = list(dict.fromkeys(result.by[column] for result in sorted(results, key=lambda r: _rank(r.by[column]))))
    if len(groups) != 2:
        named = ", ".join(str(group) for group in groups[:SHOWN]) + (", …" if len(groups) > SHOWN else "")
        raise TideturnError(
            f"the column “{column}” holds {len(groups)} groups{f' ({named})' if named else ''}; "
            "a comparison is between two.",
            place=str(args.file),
            mend="Keep the rows of two groups, or name another column in --compare.",
        )
    first, second = groups
    # If one group was not asked an item, the other is compared with nobody.
    order = dict.fromkeys((result.item, tuple(result.by[name] for name in by)) for result in results)
    found = {(r.item, tuple(r.by[name] for name in by), r.by[column]): r for r in results}
    of = {item.item: item for item in items}
    return [
        asdict(
            _compared(
                of[name],
                dict(zip(by, own, strict=True)),
                column,
                (str(first), str(second)),
                (found.get((name, own, first)), found.get((name, own, second))),
                max(min_n, 2),
                args,
            )
        )
        for name, own in order
    ]


def print_compared(compared: Sequence[dict[str, Any]], by: Sequence[str]) -> None:
    """Print one row for each question and group of `by`."""
    column, (first, second) = compared[0]["column"], compared[0]["groups"]
    rows = [
        [
            one["item"],
            *("(none)" if one["by"][name] is None else str(one["by"][name]) for name in by),
            " and ".join(str(n) for n in one["n"]),
            "too few" if one["probability"] is None else f"{one['probability']:.2f}",
            table.p_value(one["p"]),
            (one["method"] or "").replace("brunner_munzel", "Brunner–Munzel"),
        ]
        for one in compared
    ]
    table.print_table(
        f"By {column}: how likely an answer of “{second}” is to lie above one of “{first}” (½: neither)",
        ["question", *by, "n", "likely", "p", "test"],
        rows,
        1 + len(by),
    )


def _compared(
    item: Item,
    by: dict[str, GroupValue],
    column: str,
    groups: tuple[str, str],
    pair: tuple[ItemResult | None, ItemResult | None],
    least: int,
    args: argparse.Namespace,
) -> Compared:
    from tideturn.methods.comparison import compare_groups

    first, second = (_opinions(item, result) for result in pair)
    order = _order(item, {*first, *second}, args)
    n = (sum(first.values()), sum(second.values()))
    if min(n) < least:
        why = f"A group gave under {least} opinions: too few to compare (--min-n)."
        return Compared(item.item, by, column, groups, n, why=why)
    ranked = [[order[answer] for answer, times in given.items() for _ in range(times)] for given in (first, second)]
    found = compare_groups(*ranked)
    return Compared(item.item, by, column, groups, n, found.probability, found.p, found.method)


def _opinions(item: Item, result: ItemResult | None) -> dict[str, int]:
    counts = result.counts if result else {}
    return {a: c for a, c in counts.items() if c and not item.silent(a) and a not in item.too_early}


def _order(item: Item, answers: set[str], args: argparse.Namespace) -> dict[str, float]:
    """Return each answer's place: its place on the scale if all answers are on it, else its own number."""
    if answers <= set(item.scale):
        return {answer: float(place) for place, answer in enumerate(item.scale)}
    try:
        return {answer: _number(answer) for answer in answers}
    except ValueError:
        lost = sorted(answer for answer in answers if answer not in item.scale)[0]
        raise TideturnError(
            f"“{lost}”, an answer to “{item.item}”, has no place in an order, and without one groups are not compared.",
            place=str(args.file),
            mend="Give all answers from least to most in --scale (those of no opinion in --dont-know or --too-early), "
            "or name in --items the questions that have an order.",
        ) from None


def _number(answer: str) -> float:
    value = float(answer)
    if value - value != 0:
        raise ValueError(answer)
    return value


def _rank(group: GroupValue) -> tuple[int, int, str]:
    return (0, group, "") if isinstance(group, int) else (1, 0, str(group))
