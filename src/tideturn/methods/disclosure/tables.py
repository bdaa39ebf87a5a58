"""A table of counts by any number of dimensions, with its margins, made safe as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.methods.disclosure.model import (
    HIDDEN,
    AtMost,
    Cell,
    DisclosureRule,
    EarlierRelease,
    Relation,
    Suppression,
)
from tideturn.methods.disclosure.suppress import suppress

TOTAL_WEIGHT: Final = 4.0
"""Factor on the price of hiding a total, for each dimension that it sums over."""
IMPLIED: Final = "(all)"
"""Name of an implied total."""

Key = tuple[str, ...]
SmallerLarger = tuple[str, str, str]
"""A dimension and two of its values: everyone counted under the first is also counted under the second."""


@dataclass(frozen=True)
class SafeTable:
    """A table with its small numbers hidden. frame: the dimensions and the count as text, `c` where hidden.

    Rows are in the order given. hidden_primary, hidden_secondary: how many of its rows are hidden for each reason.
    totals: ids of totals that are hidden without being small, including implied ones (they must not be shown
    elsewhere). cells, relations, bounds: what was protected, and what we assumed a reader to know.
    """

    frame: pl.DataFrame
    suppression: Suppression
    hidden_primary: int
    hidden_secondary: int
    totals: tuple[str, ...]
    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    bounds: tuple[AtMost, ...]


def named(key: Sequence[str]) -> str:
    """Return a cell's id: its values in the order of the dimensions."""
    return " · ".join(key)


def table_relations(keys: Collection[Key], total: str | None) -> tuple[Relation, ...]:
    """Return how the rows of a table add up. Missing rows count as 0.

    total: the word for a total in any dimension; None: every margin is implied and is called IMPLIED.
    A total is the sum over one dimension at a time; if a total in between is missing, its own parts are summed.
    """
    word = IMPLIED if total is None else total
    there = set(keys)
    if total is None:
        there |= set(_margins(keys))
    size = len(next(iter(keys), ()))
    values = [sorted({key[place] for key in there} - {word}) for place in range(size)]

    def parts(key: Key, place: int) -> Iterator[Key]:
        for value in values[place]:
            part = (*key[:place], value, *key[place + 1 :])
            if part in there:
                yield part
            elif word in part:
                yield from parts(part, part.index(word))

    found = []
    for key in sorted(there):
        for place, value in enumerate(key):
            if value == word:
                members = [named(part) for part in parts(key, place)]
                if members:
                    found.append(Relation.total(named(key), members))
    return tuple(dict.fromkeys(found))


def _margins(keys: Collection[Key]) -> Iterator[Key]:
    """Yield every implied total above the rows."""
    for key in keys:
        for mask in product((False, True), repeat=len(key)):
            if any(mask):
                yield tuple(IMPLIED if over else value for over, value in zip(mask, key, strict=True))


def table_bounds(
    keys: Collection[Key], dimensions: Sequence[str], at_most: Sequence[SmallerLarger]
) -> tuple[AtMost, ...]:
    """Return bounds: each row of a smaller value is at most the matching row of the larger value, if both are there."""
    there = set(keys)
    found = []
    for column, smaller, larger in at_most:
        place = dimensions.index(column)
        for key in sorted(there):
            whole = (*key[:place], larger, *key[place + 1 :])
            if key[place] == smaller != larger and whole in there:
                found.append(AtMost((named(key),), (named(whole),)))
    return tuple(dict.fromkeys(found))


def safe_table(
    frame: pl.DataFrame,
    dimensions: Sequence[str],
    count: str,
    *,
    total: str | None = None,
    at_most: Sequence[SmallerLarger] = (),
    earlier: Sequence[tuple[str, pl.DataFrame]] = (),
    rule: DisclosureRule = DisclosureRule(),  # noqa: B008 (frozen)
) -> SafeTable:
    """Return the table with `c` for hidden counts, given earlier safe tables (version, frame) with the same columns.

    frame: one row per cell, the dimensions as text, `count` in whole numbers of young people or families. Implied
    totals (`total` None) are protected as if a reader knew them. Other columns are left out: they could reveal what is
    hidden. Raises TideturnError for a cell given twice, an empty cell, a count that is below 0 or not whole, a total
    that its parts do not add up to, and a count above the count that bounds it.
    """
    keys = _keys(frame, dimensions)
    counts = _whole(frame, count)
    held = dict(zip(keys, counts, strict=True))
    if total is None:
        for key, value in list(held.items()):
            for margin in _margins([key]):
                held[margin] = held.get(margin, 0) + value
    word = IMPLIED if total is None else total
    cells = tuple(Cell(named(key), value, True, TOTAL_WEIGHT ** key.count(word)) for key, value in held.items())
    relations = table_relations(keys, total)
    _must_be_there(keys, dimensions, at_most)
    bounds = table_bounds(held.keys(), dimensions, at_most)
    releases = [_release(version, old, dimensions, count, total, keys, at_most) for version, old in earlier]
    found = suppress(cells, relations, bounds=bounds, earlier=releases, rule=rule)
    names = [named(key) for key in keys]
    shown = [HIDDEN if name in found.hidden else str(value) for name, value in zip(names, counts, strict=True)]
    return SafeTable(
        frame.select(dimensions).with_columns(pl.Series(count, shown, dtype=pl.String)),
        found,
        sum(name in found.primary for name in names),
        sum(name in found.secondary for name in names),
        tuple(
            named(key)
            for key, value in held.items()
            if word in key and named(key) in found.hidden and not rule.small(value)
        ),
        cells,
        relations,
        bounds,
    )


def _keys(frame: pl.DataFrame, dimensions: Sequence[str]) -> list[Key]:
    keys = [tuple(row) for row in frame.select(pl.col(dimensions).cast(pl.String)).rows()]
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if None in key:
            raise TideturnError(
                f"the column “{dimensions[key.index(None)]}” is empty.",
                place=f"row {number + 2}",
                mend="Say which group it is; a total has a word of its own.",
            )
        if named(key) in seen:
            raise TideturnError(
                f"the cell “{named(key)}” is there twice.", place=f"row {number + 2}", mend="Give each cell one row."
            )
        seen.add(named(key))
    return keys


def _must_be_there(keys: Collection[Key], dimensions: Sequence[str], at_most: Sequence[SmallerLarger]) -> None:
    """Raise TideturnError for a dimension, or a value of it, that the table does not have."""
    for column, *values in at_most:
        if column not in dimensions:
            raise TideturnError(f"“{column}” is no dimension.", mend=f"The dimensions are {', '.join(dimensions)}.")
        there = {key[dimensions.index(column)] for key in keys}
        for value in values:
            if value not in there:
                raise TideturnError(
                    f"no row has “{value}” in the column “{column}”.", mend="Write it as the table does."
                )


def _whole(frame: pl.DataFrame, count: str) -> list[int]:
    values = frame[count].to_list()
    for number, value in enumerate(values):
        if value is None or value < 0 or value != int(value):
            raise TideturnError(
                f"{'an empty cell' if value is None else f'{value:g}'} is no count.",
                place=f"row {number + 2}, column {count}",
                mend="A count is a whole number, 0 or more.",
            )
    return [int(value) for value in values]


def _release(
    version: str,
    frame: pl.DataFrame,
    dimensions: Sequence[str],
    count: str,
    total: str | None,
    now: Sequence[Key],
    at_most: Sequence[SmallerLarger],
) -> EarlierRelease:
    """Return an earlier safe table as a release. A total over other rows than now is renamed: it is another number."""
    try:
        keys = _keys(frame, dimensions)
        shown = [None if value == HIDDEN else int(value) for value in frame[count].cast(pl.String).to_list()]
    except TideturnError as wrong:
        raise TideturnError(wrong.what, place=f"{version}, {wrong.place}", mend=wrong.mend) from None
    except (TypeError, ValueError):
        raise TideturnError(
            f"the column “{count}” holds something other than counts and “{HIDDEN}”.",
            place=version,
            mend="Give the safe table as it was written.",
        ) from None
    word = IMPLIED if total is None else total
    cells: dict[str, int | None] = dict.fromkeys(map(named, _margins(keys)) if total is None else ())
    cells |= dict(zip(map(named, keys), shown, strict=True))
    relations = table_relations(keys, total)
    there = {*keys, *(_margins(keys) if total is None else ())}
    bounds = table_bounds(there, dimensions, at_most)
    then, today = _leaves(keys, word), _leaves(now, word)
    other = {
        named(key): f"{named(key)} ({version})"
        for key in there
        if word in key and _under(key, then, word) != _under(key, today, word)
    }
    return EarlierRelease(
        version,
        {other.get(name, name): value for name, value in cells.items()},
        tuple(Relation(tuple((other.get(n, n), c) for n, c in r.terms), r.constant) for r in relations),
        tuple(AtMost(*(tuple(other.get(n, n) for n in side) for side in (b.smaller, b.larger))) for b in bounds),
    )


def _leaves(keys: Sequence[Key], word: str) -> list[Key]:
    return [key for key in keys if word not in key]


def _under(key: Key, leaves: Sequence[Key], word: str) -> set[Key]:
    return {leaf for leaf in leaves if all(a in (word, b) for a, b in zip(key, leaf, strict=True))}
