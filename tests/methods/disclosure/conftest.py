"""A reader with patience, who tries every table of whole numbers that fits what was shown."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from tideturn.methods.disclosure.model import AtMost, Cell, EarlierRelease, Relation, Suppression

Equation = tuple[tuple[tuple[str, int], ...], int]
CEILING = 400


class Reader:
    """Knows equations over unknown whole numbers, none below 0; `can_be` tries every way to a value."""

    def __init__(self, equations: Sequence[Equation]) -> None:
        self.equations = [(dict(terms), total) for terms, total in equations]

    def can_be(self, terms: Mapping[str, int], value: int) -> bool:
        equations = [*self.equations, (dict(terms), value)]
        names = {name for row, _ in equations for name in row}
        return self._search(equations, dict.fromkeys(names, (0, CEILING)))

    def _search(self, equations: list[tuple[dict[str, int], int]], ranges: dict[str, tuple[int, int]]) -> bool:
        ranges = dict(ranges)
        if not self._narrow(equations, ranges):
            return False
        left = [name for name, (low, high) in ranges.items() if low < high]
        if not left:
            return True
        name = min(left, key=lambda each: (ranges[each][1] - ranges[each][0], each))
        low, high = ranges[name]
        return any(self._search(equations, {**ranges, name: (value, value)}) for value in range(low, high + 1))

    @staticmethod
    def _narrow(equations: list[tuple[dict[str, int], int]], ranges: dict[str, tuple[int, int]]) -> bool:
        """Each unknown's range made no wider than the others leave it; False where one has nothing left."""
        moved = True
        while moved:
            moved = False
            for row, total in equations:
                ends = {n: sorted((c * ranges[n][0], c * ranges[n][1])) for n, c in row.items()}
                least, most = sum(e[0] for e in ends.values()), sum(e[1] for e in ends.values())
                if not least <= total <= most:
                    return False
                for name, times in row.items():
                    low = total - (most - ends[name][1])
                    high = total - (least - ends[name][0])
                    if times < 0:
                        low, high = -high, -low
                    times = abs(times)
                    new = (max(ranges[name][0], -(-low // times)), min(ranges[name][1], high // times))
                    if new[0] > new[1]:
                        return False
                    if new != ranges[name]:
                        ranges[name] = new
                        moved = True
        return True


def equations_of(
    relations: Sequence[Relation], seen: Mapping[str, int | None], rename: Mapping[str, str]
) -> list[Equation]:
    """Relations with what was seen put in; an unknown goes by the name that `rename` has for it."""
    found = []
    for relation in relations:
        row: dict[str, int] = {}
        total = relation.constant
        for name, times in relation.terms:
            value = seen.get(name)
            if value is None:
                key = rename.get(name, name)
                row[key] = row.get(key, 0) + times
            else:
                total -= times * value
        found.append((tuple(row.items()), total))
    return found


def bounds_as_sums(bounds: Sequence[AtMost], whose: str) -> list[Relation]:
    """What is at most what, with what is left over as an unknown of its own."""
    return [
        Relation((*((n, 1) for n in bound.smaller), (f"over {number} of {whose}", 1), *((n, -1) for n in bound.larger)))
        for number, bound in enumerate(bounds)
    ]


def read(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    hidden: Any,
    earlier: Sequence[EarlierRelease],
    linked: bool,
    bounds: Sequence[AtMost] = (),
) -> Reader:
    """What a reader of all releases knows. `linked`: that no count has changed from one release to the next."""
    shown: dict[str, int | None] = {cell.id: None if cell.id in hidden else cell.count for cell in cells}
    everything: list[Equation] = []
    known = {name: count for r in earlier for name, count in r.cells.items() if count is not None} if linked else {}
    known |= {name: count for name, count in shown.items() if count is not None}
    everything += equations_of([*relations, *bounds_as_sums(bounds, "now")], known if linked else shown, {})
    for place, release in enumerate(earlier):
        said = [*release.relations, *bounds_as_sums(release.bounds, str(place))]
        if linked:
            everything += equations_of(said, known, {})
        else:
            apart = {name: f"{name} then {place}" for name in release.cells}
            everything += equations_of(said, release.cells, apart)
    return Reader(everything)


def named(values: Sequence[str]) -> str:
    return "/".join(values)


def build_table(counts: Mapping[tuple[str, ...], int], *, heavy: float = 3.0) -> tuple[list[Cell], list[Relation]]:
    """The cells of a table with all its margins, and what they add up to."""
    size = len(next(iter(counts)))
    values = [sorted({key[place] for key in counts}) for place in range(size)]
    cells, relations = [], []
    for combo in itertools.product(*[[*each, "Total"] for each in values]):
        inside = [c for key, c in counts.items() if all(a in ("Total", b) for a, b in zip(combo, key, strict=True))]
        cells.append(Cell(named(combo), sum(inside), True, heavy ** combo.count("Total")))
        for place, value in enumerate(combo):
            if value == "Total":
                parts = [named([*combo[:place], part, *combo[place + 1 :]]) for part in values[place]]
                relations.append(Relation.total(named(combo), parts))
    return cells, relations


def random_table(dice: random.Random, sizes: Sequence[int], typical: float) -> dict[tuple[str, ...], int]:
    values = [[f"{letter}{n}" for n in range(size)] for letter, size in zip("abcd", sizes, strict=False)]
    return {combo: min(int(dice.expovariate(1 / typical)), 60) for combo in itertools.product(*values)}


def given_away(
    reader: Reader,
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    hidden: Any,
    most: int,
    bounds: Sequence[AtMost] = (),
) -> list[str]:
    """Each small count, and each small rest of a total, that can take no other small value."""
    counts = {cell.id: cell.count for cell in cells}
    found = []

    def one_way(label: str, terms: Mapping[str, int], value: int) -> None:
        unknown = {name: times for name, times in terms.items() if name in hidden}
        shift = sum(times * counts[name] for name, times in terms.items() if name not in hidden)
        others = [other for other in range(1, most + 1) if other != value]
        if not any(unknown and reader.can_be(unknown, other - shift) for other in others):
            found.append(label)

    for cell in cells:
        if 1 <= cell.count <= most:
            one_way(cell.id, {cell.id: 1}, cell.count)
    for relation in relations:
        (total, _), *parts = relation.terms
        for part, _ in parts:
            left = counts[total] - counts[part]
            if 1 <= left <= most:
                one_way(f"{total} − {part}", {total: 1, part: -1}, left)
    for bound in bounds:
        (whole,), (part,) = bound.larger, bound.smaller
        left = counts[whole] - counts[part]
        if 1 <= left <= most:
            one_way(f"{whole} − {part}", {whole: 1, part: -1}, left)
    return found


def as_release(
    version: str,
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    suppression: Suppression,
    bounds: Sequence[AtMost] = (),
) -> EarlierRelease:
    shown = {cell.id: None if cell.id in suppression.hidden else cell.count for cell in cells}
    return EarlierRelease(version, shown, tuple(relations), tuple(bounds))


@pytest.fixture(scope="session")
def tables() -> Callable[..., tuple[list[Cell], list[Relation]]]:
    return build_table


@pytest.fixture(scope="session")
def dealt() -> Callable[..., dict[tuple[str, ...], int]]:
    return random_table


@pytest.fixture(scope="session")
def reader() -> Callable[..., Reader]:
    return read


@pytest.fixture(scope="session")
def known() -> Callable[..., list[str]]:
    return given_away


@pytest.fixture(scope="session")
def released() -> Callable[..., EarlierRelease]:
    return as_release
