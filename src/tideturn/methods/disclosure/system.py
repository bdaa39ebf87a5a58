"""Everything that a reader of all releases knows, as one linear system in whole numbers.

Its unknowns are the current cells and the cells that only an earlier release had. If an earlier release showed a cell
with its current count, the cell is known for good. If an earlier release hid a cell, we assume that the cell had its
current count then, which lets the reader know most. Only if that is impossible does the earlier release get an unknown
of its own.

A bound says that one count is at most another. It is a sum too, with its slack (what the smaller side leaves of the
larger) as one more unknown. No release shows the slack; like all unknowns, it is a whole number, 0 or more. So a bound
narrows the possible values of a hidden count exactly as far as it can.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tideturn.dataset.problems import TideturnError
from tideturn.methods.disclosure.model import AtMost, Cell, EarlierRelease, Relation

Row = dict[str, int]
APART: Final = "\x1e"
"""Separator between an id and the position of the earlier release where it had another count."""
REST: Final = "\x1f"
"""First character of the name of a bound's slack."""


@dataclass(frozen=True)
class System:
    """A linear system: each of `rows` says that the sum of coefficient × change over its unknowns is 0.

    base: a whole-number solution (the true counts, and for unknowns of earlier releases any that fit).
    known: ids of cells whose current count earlier releases gave away.
    extra: unknowns that are not cells of this release, including the slacks of bounds.
    """

    base: Mapping[str, int]
    rows: tuple[Row, ...]
    known: frozenset[str]
    extra: frozenset[str]


def with_rest(bound: AtMost, place: int | None = None) -> Relation:
    """Return a bound as a sum that includes its slack. `place`: its earlier release's position; None: this release."""
    rest = f"{'' if place is None else place}{REST}{'+'.join(bound.smaller)}{REST}{'+'.join(bound.larger)}"
    terms = [*((name, 1) for name in bound.smaller), (f"{REST}{rest}", 1), *((name, -1) for name in bound.larger)]
    return Relation(tuple(terms))


def is_rest(name: str) -> bool:
    """Return whether an unknown is the slack of a bound."""
    return name.startswith(REST)


def joint_system(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    earlier: Sequence[EarlierRelease],
    *,
    bounds: Sequence[AtMost] = (),
    linked: bool = True,
) -> System:
    """Return this release and the earlier ones as one system.

    linked: assume that a count hidden earlier is what it is now, wherever that is possible. Otherwise assume this of no
    hidden count, and treat as known only what the latest release with a cell showed.
    Raises TideturnError if counts contradict a relation or bound, or if an earlier release cannot have been true.
    """
    truth = {cell.id: cell.count for cell in cells}
    for relation in relations:
        _must_hold(relation, truth)
    rests = dict(_left_over(bound, truth) for bound in bounds)
    everything = {(place, name) for place, r in enumerate(earlier) for name, seen in r.cells.items() if seen is None}
    if linked:
        known = {name for name, count in truth.items() if any(r.cells.get(name) == count for r in earlier)}
        base, rows, extra = _with_earlier(truth, earlier, changed_since(truth, earlier))
    else:
        latest = {name: seen for release in earlier for name, seen in release.cells.items()}
        known = {name for name, count in truth.items() if latest.get(name) == count}
        base = None
    if base is None:
        base, rows, extra = _with_earlier(truth, earlier, everything)
    if base is None:
        raise TideturnError(
            "what an earlier release showed does not add up.",
            place=", ".join(release.version for release in earlier),
            mend="Give the earlier tables as they were published, with the same dimensions and totals.",
        )
    rows += [_gathered(relation) for relation in (*relations, *map(with_rest, bounds))]
    return System({**base, **rests}, tuple(rows), frozenset(known), frozenset(extra | rests.keys()))


def changed_since(truth: Mapping[str, int], earlier: Sequence[EarlierRelease]) -> set[tuple[int, str]]:
    """Return (position of the release, id) of hidden counts that cannot all have been what they are now."""
    own: set[tuple[int, str]] = set()
    for place, release in enumerate(earlier):
        for relation in release.relations:
            names, rest = _unknowns(relation, release, place, own)
            if names.keys() <= truth.keys() and sum(c * truth[n] for n, c in names.items()) != rest:
                # Separate only the hidden total if there is one, so that the parts stay linked.
                totals = {total for total, _, _ in relation.differences() if total in names}
                own |= {(place, name) for name in totals or names}
        for bound in release.bounds:
            names, rest = _unknowns(_without_rest(bound), release, place, own)
            if names.keys() <= truth.keys() and sum(c * truth[n] for n, c in names.items()) > rest:
                own |= {(place, name) for name in names}
    return own


def _without_rest(bound: AtMost) -> Relation:
    return Relation((*((name, 1) for name in bound.smaller), *((name, -1) for name in bound.larger)))


def _left_over(bound: AtMost, truth: Mapping[str, int]) -> tuple[str, int]:
    """Return the name and value of a bound's slack. Raise TideturnError if the smaller side is the larger."""
    smaller, larger = (sum(truth[name] for name in names) for names in (bound.smaller, bound.larger))
    if smaller > larger:
        parts, whole = (" and ".join(f"“{name}”" for name in names) for names in (bound.smaller, bound.larger))
        raise TideturnError(f"{parts} cannot be more than {whole}, and it is: {smaller} against {larger}.")
    return next(name for name, _ in with_rest(bound).terms if is_rest(name)), larger - smaller


def _must_hold(relation: Relation, truth: Mapping[str, int]) -> None:
    found = sum(times * truth[name] for name, times in relation.terms)
    if found == relation.constant:
        return
    totals = [name for name, times in relation.terms if times == -1]
    total = totals[0] if len(totals) == 1 and not relation.constant else None
    if total is None:
        names = ", ".join(name for name, _ in relation.terms)
        raise TideturnError(f"the counts of {names} do not add up: {found} in place of {relation.constant}.")
    parts = sum(truth[name] for name, _ in relation.terms if name != total)
    raise TideturnError(
        f"the total “{total}” is {truth[total]}, and its parts add up to {parts}.",
        mend="Mend the total or the parts; a total counts the rows that are there.",
    )


def _unknowns(
    relation: Relation, release: EarlierRelease, place: int, own: Collection[tuple[int, str]]
) -> tuple[Row, int]:
    """Return what the release left unknown in a relation, and what that part sums to."""
    names: Row = {}
    rest = relation.constant
    for name, times in relation.terms:
        seen = release.cells.get(name)
        if seen is None:
            key = f"{name}{APART}{place}" if (place, name) in own else name
            names[key] = names.get(key, 0) + times
        else:
            rest -= times * seen
    return names, rest


def _gathered(relation: Relation) -> Row:
    row: Row = {}
    for name, times in relation.terms:
        row[name] = row.get(name, 0) + times
    return row


def _with_earlier(
    truth: Mapping[str, int], earlier: Sequence[EarlierRelease], own: Collection[tuple[int, str]]
) -> tuple[dict[str, int] | None, list[Row], set[str]]:
    """Return a solution that fits the truth and every earlier release, or None; its rows; and the unknowns added."""
    rows: list[tuple[Row, int]] = []
    for place, release in enumerate(earlier):
        said = (*release.relations, *(with_rest(bound, place) for bound in release.bounds))
        rows += [_unknowns(relation, release, place, own) for relation in said]
    extra = sorted({name for row, _ in rows for name in row} - truth.keys())
    base: dict[str, int] | None = dict(truth)
    left = [
        ({n: c for n, c in row.items() if n not in truth}, rest - sum(c * truth.get(n, 0) for n, c in row.items()))
        for row, rest in rows
    ]
    # The slack of a bound occurs in no other row. If it is alone in its row, the row gives its value.
    alone = {name: rest for row, rest in left if len(row) == 1 for name in row if is_rest(name)}
    if any(rest for row, rest in left if not row) or min(alone.values(), default=0) < 0:
        base = None
    elif extra:
        open_ = [(row, rest) for row, rest in left if row and not row.keys() <= alone.keys()]
        found = feasible([name for name in extra if name not in alone], open_)
        base = None if found is None else {**truth, **alone, **found}
    return base, [row for row, _ in rows if row], set(extra)


def feasible(names: Sequence[str], rows: Sequence[tuple[Row, int]]) -> dict[str, int] | None:
    """Return whole numbers, none below 0, that fit every row; None if there are none."""
    from scipy.optimize import LinearConstraint, milp  # slow to import, and most releases do not need it

    if not names:
        return {}
    matrix = as_matrix([row for row, _ in rows], names)
    sums = np.array([rest for _, rest in rows], dtype=float)
    found = milp(
        np.zeros(len(names)), integrality=np.ones(len(names)), constraints=LinearConstraint(matrix, sums, sums)
    )
    return None if found.x is None else dict(zip(names, np.rint(found.x).astype(int).tolist(), strict=True))


def as_matrix(rows: Sequence[Row], names: Sequence[str]) -> Any:
    """Return the rows as a sparse matrix over the names; other names are left out."""
    from scipy.sparse import csr_array

    place = {name: number for number, name in enumerate(names)}
    entries = [(r, place[n], c) for r, row in enumerate(rows) for n, c in row.items() if n in place and c]
    at: npt.NDArray[np.int32] = np.array([(r, n) for r, n, _ in entries], dtype=np.int32).reshape(-1, 2)
    values = np.array([c for _, _, c in entries], dtype=float)
    return csr_array((values, (at[:, 0], at[:, 1])), shape=(len(rows), len(names)))


def components(names: Collection[str], rows: Sequence[Row]) -> list[tuple[list[str], list[Row]]]:
    """Return the unknowns in groups that share no row, each with its rows, in the order of the names."""
    parent = {name: name for name in names}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    inner = [{name: times for name, times in row.items() if name in parent and times} for row in rows]
    for row in inner:
        first, *others = row or [None]
        for other in others:
            parent[root(str(other))] = root(str(first))
    groups: dict[str, tuple[list[str], list[Row]]] = {}
    for name in parent:
        groups.setdefault(root(name), ([], []))[0].append(name)
    for row in inner:
        if row:
            groups[root(next(iter(row)))][1].append(row)
    return list(groups.values())
