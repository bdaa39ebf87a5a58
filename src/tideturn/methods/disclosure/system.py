"""Everything that a reader of all releases knows, as one linear system in whole numbers.

Current cells, and cells that only an earlier release held, are its unknowns. A cell that was shown before with the
count that it has now is known for good. A cell that was hidden before is taken to have had the count that it has now,
which lets the reader know most; only where that cannot be does an earlier release get an unknown of its own.

That one count is at most another is a sum too, with what is left over as one more unknown, which no release shows: a
whole number, none below 0, like all others. So a bound narrows what a hidden count can be exactly as far as it can.
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
"""Between an id and the place of the earlier release in which it had another count."""
REST: Final = "\x1f"
"""How the name of what a bound leaves over begins."""


@dataclass(frozen=True)
class System:
    """`rows` hold for the unknowns' changes: the sum of coefficient × change is 0.

    base: a whole-number solution (the true counts, and for unknowns of earlier releases any that fit).
    extra: unknowns that no cell of this release stands for, what bounds leave over among them.
    """

    base: Mapping[str, int]
    rows: tuple[Row, ...]
    known: frozenset[str]
    extra: frozenset[str]


def with_rest(bound: AtMost, place: int | None = None) -> Relation:
    """A bound as a sum, with what it leaves over; `place` is that of the earlier release which it belongs to."""
    rest = f"{'' if place is None else place}{REST}{'+'.join(bound.smaller)}{REST}{'+'.join(bound.larger)}"
    terms = [*((name, 1) for name in bound.smaller), (f"{REST}{rest}", 1), *((name, -1) for name in bound.larger)]
    return Relation(tuple(terms))


def is_rest(name: str) -> bool:
    """Whether an unknown is what a bound leaves over."""
    return name.startswith(REST)


def joint_system(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    earlier: Sequence[EarlierRelease],
    *,
    bounds: Sequence[AtMost] = (),
    linked: bool = True,
) -> System:
    """This release and the earlier ones as one system.

    linked: that a count hidden earlier is taken to be what it is now, wherever that can be; otherwise nothing that was
    hidden is, and only what the latest release to hold a cell showed is known.
    Raises TideturnError where counts do not add up as a relation says, or an earlier release cannot have been true.
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
    """(place of the release, id) of hidden counts that cannot all have been what they are now."""
    own: set[tuple[int, str]] = set()
    for place, release in enumerate(earlier):
        for relation in release.relations:
            names, rest = _unknowns(relation, release, place, own)
            if names.keys() <= truth.keys() and sum(c * truth[n] for n, c in names.items()) != rest:
                # The hidden total if there is one, so that the parts stay linked.
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
    """What a bound leaves over by its name. Raises TideturnError where the smaller side is the larger."""
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
    """What the release left unknown in a relation, and what that part sums to."""
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
    """A solution that holds the truth and what every earlier release says, or None; its rows; unknowns added."""
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
    # What a bound leaves over stands in no other row: where it is alone, it is what the row says.
    alone = {name: rest for row, rest in left if len(row) == 1 for name in row if is_rest(name)}
    if any(rest for row, rest in left if not row) or min(alone.values(), default=0) < 0:
        base = None
    elif extra:
        open_ = [(row, rest) for row, rest in left if row and not row.keys() <= alone.keys()]
        found = feasible([name for name in extra if name not in alone], open_)
        base = None if found is None else {**truth, **alone, **found}
    return base, [row for row, _ in rows if row], set(extra)


def feasible(names: Sequence[str], rows: Sequence[tuple[Row, int]]) -> dict[str, int] | None:
    """Whole numbers, none below 0, that fit every row; None where there are none."""
    from scipy.optimize import LinearConstraint, milp  # takes its time to load, and most releases need none of it

    if not names:
        return {}
    matrix = as_matrix([row for row, _ in rows], names)
    sums = np.array([rest for _, rest in rows], dtype=float)
    found = milp(
        np.zeros(len(names)), integrality=np.ones(len(names)), constraints=LinearConstraint(matrix, sums, sums)
    )
    return None if found.x is None else dict(zip(names, np.rint(found.x).astype(int).tolist(), strict=True))


def as_matrix(rows: Sequence[Row], names: Sequence[str]) -> Any:
    """The rows as a sparse matrix over the names, others left out."""
    from scipy.sparse import csr_array

    place = {name: number for number, name in enumerate(names)}
    entries = [(r, place[n], c) for r, row in enumerate(rows) for n, c in row.items() if n in place and c]
    at: npt.NDArray[np.int32] = np.array([(r, n) for r, n, _ in entries], dtype=np.int32).reshape(-1, 2)
    values = np.array([c for _, _, c in entries], dtype=float)
    return csr_array((values, (at[:, 0], at[:, 1])), shape=(len(rows), len(names)))


def components(names: Collection[str], rows: Sequence[Row]) -> list[tuple[list[str], list[Row]]]:
    """The unknowns in groups that no row joins, each with its rows, in the order of the names."""
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
