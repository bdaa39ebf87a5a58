"""Who was reached, in a release: nothing that is hidden can be worked out from what is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.worked_example import example, judged, withheld

from tideturn.dataset.characteristics import CHARACTERISTICS
from tideturn.evaluation.ledger.counts.reach import REACHED_BY, beside_of
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.withholding import Withheld, released_dataset
from tideturn.evaluation.withholding.counts import tells_all
from tideturn.methods.disclosure import EarlierRelease, Suppression
from tideturn.report.blocks import DataTable, Section
from tideturn.report.release.freeze import as_published
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.reach import reach, reach_by_place
from tideturn.report.sections.released import Release

SMALL = 5
Key = tuple[str, str, str]
"""Referred or reached, the place, and the group with its value; without a group, everybody there."""


Printed = Mapping[Key, int | None]
"""What a reader sees: each count by its key, None where it is hidden."""


def shown(year: int, held: Withheld) -> Printed:
    """Return what a release of the year prints of who was reached."""
    earlier: tuple[EarlierRelease, ...] = (withheld(1).as_release("year-1-1"),) if year == 2 else ()
    evaluation = as_published(example(), judged(year), held, earlier)
    look = Lookup(released_dataset(example(), held), evaluation, Release("year-9-1", held.shown()))
    return read(look)


def read(look: Lookup) -> Printed:
    """Return the counts of both sections."""
    sections = [section for section in (reach(look), reach_by_place(look)) if section is not None]
    counts: dict[Key, int | None] = {}
    for table in every_table(sections):
        if "by place" in table.caption:
            counts |= dict(places(table))
        else:
            where = table.caption.partition(": ")[2] or "Whole programme"
            counts |= {
                (what, where, text(row[0])): number(text(row[table.columns.index(what)]))
                for row in table.rows
                for what in ("Referred", "Reached")
            }
    return counts


def every_table(blocks: Sequence[Any]) -> Iterator[DataTable]:
    for block in blocks:
        if isinstance(block, Section):
            yield from every_table(block.blocks)
        elif isinstance(block, DataTable):
            yield block


def places(table: DataTable) -> Iterator[tuple[Key, int | None]]:
    for row in table.rows:
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            if text(cell) != "–":
                yield (column, text(row[0]), ""), number(text(cell))


def text(cell: Any) -> str:
    return "".join(span.text for span in cell)


def number(cell: str) -> int | None:
    return None if cell == "c" else int(cell.split()[0].replace(",", ""))


def reader(printed: Printed) -> Reader:
    """Return what a reader makes of it: everybody is in one value of a group, and at one site."""
    found = Reader(printed)
    where = list(dict.fromkeys(place for _, place, _ in printed))
    for what in ("Referred", "Reached"):
        for place in where:
            groups = defaultdict(list)
            for key in printed:
                if key[:2] == (what, place) and key[2]:
                    groups[key[2].partition(": ")[0]].append(key)
            for group, keys in groups.items():
                if group == "Exploitation type":
                    nothing = (what, place, "Exploitation type: not recorded")
                    # Nobody has a value twice, and whoever has any has at least one.
                    for key in keys:
                        both = [(one, 1) for one in dict.fromkeys((key, nothing)) if one in printed]
                        found.at_most(both, [((what, place, ""), 1)])
                    found.at_most([((what, place, ""), 1)], [(key, 1) for key in keys])
                else:
                    found.sums((what, place, ""), keys)
        rows = dict.fromkeys(key[2] for key in printed if key[0] == what)
        for row in rows:
            sites = [(what, place, row) for place in where[1:] if (what, place, row) in printed]
            found.sums((what, where[0], row), sites)
    for place in where:
        found.at_most([(("Accepted", place, ""), 1)], [(("Referred", place, ""), 1)])
    found.sums(("Accepted", where[0], ""), [k for k in printed if k[0] == "Accepted" and k[1] != where[0]])
    return found


class Reader:
    """Whole numbers of 0 or more that fit all that is printed; it knows no true count."""

    def __init__(self, counts: Mapping[Key, int | None]) -> None:
        self.counts = counts
        self.hidden = [key for key, count in counts.items() if count is None]
        self.tables: list[dict[Key, int]] = []
        """Whole tables that fit, met on the way: most counts need no more."""
        self.rows: list[tuple[dict[Key, int], float, float]] = []

    def sums(self, total: Key, parts: Sequence[Key]) -> None:
        if total in self.counts and parts:
            self._row({total: -1, **dict.fromkeys(parts, 1)}, 0, 0)

    def at_most(self, smaller: Sequence[tuple[Key, int]], larger: Sequence[tuple[Key, int]]) -> None:
        terms: dict[Key, int] = {}
        for key, times in (*smaller, *((key, -times) for key, times in larger)):
            terms[key] = terms.get(key, 0) + times
        if terms.keys() <= self.counts.keys():
            self._row(terms, -np.inf, 0)

    def _row(self, terms: Mapping[Key, int], low: float, high: float) -> None:
        known = sum(times * (self.counts[key] or 0) for key, times in terms.items())
        left = {key: times for key, times in terms.items() if self.counts[key] is None}
        if left:
            self.rows.append((left, low - known, high - known))
        else:
            assert low <= known <= high, terms

    def small_values(self, key: Key) -> set[int]:
        """Return values of 1 to 5 that a hidden count can have: two, or the only one."""
        found = {table[key] for table in self.tables if 1 <= table[key] <= SMALL}
        for sign in (1, -1) if len(found) < 2 else ():
            self.tables.append(self._solved(key, sign))
            found.add(self.tables[-1][key])
        return found

    def _solved(self, key: Key, sign: int) -> dict[Key, int]:
        """Return a whole table that fits, in which a count is as small as it can be, or as large up to 5."""
        place = {name: at for at, name in enumerate(self.hidden)}
        matrix = np.zeros((len(self.rows), len(place)))
        for at, (terms, _, _) in enumerate(self.rows):
            for name, times in terms.items():
                matrix[at, place[name]] = times
        lows, highs = ([row[end] for row in self.rows] for end in (1, 2))
        least, most, cost = np.zeros(len(place)), np.full(len(place), np.inf), np.zeros(len(place))
        least[place[key]], most[place[key]], cost[place[key]] = 1, SMALL, sign
        solved = milp(
            cost,
            constraints=LinearConstraint(matrix, lows, highs),
            integrality=np.ones(len(place)),
            bounds=Bounds(least, most),
        )
        assert solved.success, key
        return {name: round(value) for name, value in zip(self.hidden, solved.x, strict=True)}


@cache
def truth(year: int) -> Printed:
    """Return the same tables as the working copy has them."""
    return read(Lookup(example(), judged(year)))


def worked_out(year: int, printed: Printed) -> list[Key]:
    """Return the small counts that a reader can work out, and those that are printed."""
    own = truth(year)
    small = [key for key in printed if 1 <= (own.get(key) or 0) <= SMALL]
    found = [key for key in small if printed[key] is not None]
    attack = reader(printed)
    for key in small:
        if printed[key] is None and len(attack.small_values(key)) == 1:
            found.append(key)
    return found


@pytest.mark.parametrize("year", [1, 2])
def test_no_small_count_can_be_worked_out_from_the_printed_tables(year: int) -> None:
    printed = shown(year, withheld(year))
    hidden = [key for key, count in printed.items() if count is None]
    own = truth(year)
    # The attack is worth something: much is hidden, and much more is shown.
    assert sum(1 <= (own.get(key) or 0) <= SMALL for key in hidden) > 20
    assert len(hidden) < len(printed) / 2
    assert worked_out(year, printed) == []


@pytest.mark.parametrize("year", [1, 2])
def test_what_is_shown_is_true(year: int) -> None:
    own = truth(year)
    for key, count in shown(year, withheld(year)).items():
        assert count in (None, own.get(key, 0)), key


def test_hiding_the_small_counts_alone_would_give_some_away() -> None:
    held = withheld(2)
    bare = replace(held, suppression=Suppression(held.suppression.primary, frozenset()))
    assert worked_out(2, shown(2, bare))


def test_a_small_rest_of_a_shown_total_is_not_left() -> None:
    for year in (1, 2):
        counts = shown(year, withheld(year))
        for (what, where, row), count in counts.items():
            whole = counts.get((what, where, "")) if row else counts.get(("Referred", where, ""))
            if (row or what == "Accepted") and None not in (count, whole):
                assert not 1 <= whole - count <= SMALL, (what, where, row)  # type: ignore[operator]


def beside(items: Sequence[EvidenceItem]) -> list[EvidenceItem]:
    return [item for item in items if beside_of(item.evidence_id.split("/")[1])]


def test_beside_the_population_all_is_hidden_that_follows_from_a_hidden_count() -> None:
    held = withheld(2)
    cell = f"{REACHED_BY['gender'].name}/programme/2#counts.girl"
    more = Suppression(held.suppression.primary | {cell}, held.suppression.secondary)
    evaluation = as_published(example(), judged(2), replace(held, suppression=more), ())
    found = {item.evidence_id.split(":")[-1]: item for item in beside(evaluation.evidence)}
    girl, white = found["girl/programme/2"], found["white/programme/2"]
    assert girl.interval is None
    told = girl.by_name
    assert [told.get(name) for name in ("reached", "k", "share", "difference", "low", "high", "p")] == [None] * 7
    assert told["of_population"] == 3078
    assert tells_all(white)
    assert white.interval is not None


def test_every_group_is_joined_to_its_total_in_every_place() -> None:
    held = withheld(2)
    totals = {name for relation in held.relations for name, times in relation.terms if times == -1}
    for place in ("programme", "london", "birmingham", "manchester"):
        for whole in (f"sessions/{place}/2#seen", f"referred/{place}/2#referred"):
            assert whole in totals
    assert len(CHARACTERISTICS) == 8
