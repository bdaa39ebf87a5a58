"""Try to work out what was hidden, as a reader would: the independent check that a release is safe.

It knows no true count, only what was shown, now and earlier. It shares no step with the search for what to hide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from tideturn.dataset.problems import TideturnError
from tideturn.methods.disclosure.model import AtMost, DisclosureRule, EarlierRelease, Exposed, Relation
from tideturn.methods.disclosure.system import APART, Row, changed_since, components, is_rest, with_rest
from tideturn.methods.disclosure.witnesses import Group

SEED: Final = 2
Table = Mapping[str, int]
"""One whole-number solution: what the hidden counts of a group could be."""


def audit(
    shown: Mapping[str, int | None],
    relations: Sequence[Relation],
    *,
    bounds: Sequence[AtMost] = (),
    earlier: Sequence[EarlierRelease] = (),
    rule: DisclosureRule = DisclosureRule(),  # noqa: B008 (frozen)
    small: Collection[str],
    protected: Collection[str] | None = None,
    counts: Mapping[str, int] | None = None,
) -> tuple[Exposed, ...]:
    """Return every small count that a reader can work out, sorted by id; none if the release is safe.

    shown: each cell's count, None if hidden. bounds: which counts are at most which, as everybody knows. small: ids of
    protected cells whose own count is small. protected: ids of every cell that counts young people or families (default
    `small`): a difference must not give them away, within a relation or bound or from an earlier release. counts: the
    true counts, if available. A reader may assume that a count is what it was before a correction, and so conclude
    something false; with the true counts, that raises no alarm.
    Raises TideturnError if what was shown cannot be true.
    """
    guarded = set(small) | set(protected or ())
    unknown = _Unknown(shown, relations, bounds, earlier, rule, set(small), changed_since(counts or {}, earlier))
    unknown.counts = dict(counts or {})
    unknown.try_some(small, rule)
    found = [
        *_in_sight(shown, guarded, rule),
        *_worked_out(unknown, sorted(name for name in small if shown.get(name) is None), rule),
        *_left_over(unknown, shown, relations, guarded, rule),
        *_beyond(unknown, shown, bounds, guarded, rule),
        *_since(unknown, shown, earlier, guarded, rule),
        *_earlier_alone(unknown, shown, rule),
    ]
    return tuple(sorted(found, key=lambda each: (each.id, each.why)))


def _in_sight(shown: Mapping[str, int | None], guarded: Collection[str], rule: DisclosureRule) -> Iterator[Exposed]:
    for name, count in shown.items():
        if count is not None and name in guarded and rule.small(count):
            yield Exposed(name, count, count, "it is shown")


def _worked_out(unknown: _Unknown, names: Sequence[str], rule: DisclosureRule) -> Iterator[Exposed]:
    """Yield the hidden small counts that can take at most one small value."""
    for name in names:
        if name in unknown.given:
            continue  # an earlier release showed it: that cannot be undone, and this one does not repeat it
        low, high = (0 if not rule.show_zero else 1), rule.highest
        ends = unknown.ends({name: 1}, low, high)
        if ends is None:
            if name in unknown.counts:
                continue
            yield Exposed(name, low, high, "what is shown leaves it no small value at all")
        elif ends[0] == ends[1] and unknown.is_true({name: 1}, ends[0]):
            yield Exposed(name, *ends, "what is shown leaves it one small value")


def _left_over(
    unknown: _Unknown,
    shown: Mapping[str, int | None],
    relations: Sequence[Relation],
    guarded: Collection[str],
    rule: DisclosureRule,
) -> Iterator[Exposed]:
    """Yield the parts that, together with their total, give away a small remainder."""
    for relation in relations:
        if not any(name in guarded for name, _ in relation.terms):
            continue
        for total, part, constant in relation.differences():
            terms = {part: -1} if total is None else {total: 1, part: -1}
            if all(shown.get(name) is not None or name in unknown.given for name in terms) and not all(
                shown.get(name) is not None for name in terms
            ):
                continue  # earlier releases showed both
            value = unknown.only_value(terms)
            if value is not None and rule.leaves_few(value + constant) and unknown.is_true(terms, value):
                whole = f"{constant}" if total is None else f"“{total}”"
                yield Exposed(part, value + constant, value + constant, f"it leaves so many of the total {whole}")


def _beyond(
    unknown: _Unknown,
    shown: Mapping[str, int | None],
    bounds: Sequence[AtMost],
    guarded: Collection[str],
    rule: DisclosureRule,
) -> Iterator[Exposed]:
    """Yield the counts that are part of another count and give away the few who are not in that part."""
    for bound in bounds:
        for whole, parts in bound.groups_left():
            names = {whole, *parts}
            if not names <= set(guarded) or any(name in unknown.given and shown.get(name) is None for name in names):
                continue
            terms = {whole: 1} | dict.fromkeys(parts, -1)
            value = unknown.only_value(terms)
            if value is not None and rule.leaves_few(value) and unknown.is_true(terms, value):
                yield Exposed(parts[0], value, value, f"it leaves so many of “{whole}”, of which it is part")


def _since(
    unknown: _Unknown,
    shown: Mapping[str, int | None],
    earlier: Sequence[EarlierRelease],
    guarded: Collection[str],
    rule: DisclosureRule,
) -> Iterator[Exposed]:
    """Yield the counts known to have changed by a few since an earlier release showed them."""
    for release in earlier:
        for name, before in release.cells.items():
            if before is None or name not in guarded or name not in shown or name in unknown.given:
                continue
            value = unknown.only_value({name: 1})
            if value is None or not unknown.is_true({name: 1}, value):
                continue
            if 1 <= abs(value - before) <= rule.small_count:
                few = abs(value - before)
                yield Exposed(name, few, few, f"so many were added or taken away since version {release.version}")


def _earlier_alone(unknown: _Unknown, shown: Mapping[str, int | None], rule: DisclosureRule) -> Iterator[Exposed]:
    """Yield the cells that only earlier releases had, that were hidden then and can be worked out now."""
    for name in sorted(unknown.hidden - shown.keys()):
        if is_rest(name):
            continue
        value = unknown.only_value({name: 1})
        if value is not None and 1 <= value <= rule.small_count:
            yield Exposed(name.split(APART)[0], value, value, "an earlier release hid it, and now it can be worked out")


class _Unknown:
    """The hidden counts, and the values that sums of them can take.

    given: small counts that are hidden now but known, because an earlier release showed them.
    """

    def __init__(
        self,
        shown: Mapping[str, int | None],
        relations: Sequence[Relation],
        bounds: Sequence[AtMost],
        earlier: Sequence[EarlierRelease],
        rule: DisclosureRule,
        small: Collection[str],
        changed: Collection[tuple[int, str]],
    ) -> None:
        self.counts: dict[str, int] = {}
        self.seen = {name: count for name, count in shown.items() if count is not None}
        self.given = {
            name: count
            for release in earlier
            for name, count in release.cells.items()
            if count is not None and name in small and name not in self.seen and rule.small(count)
        }
        apart = set(changed)
        doubted = list(range(len(earlier)))
        while True:
            self._prepare(self._rows(relations, bounds, earlier, apart))
            if self._possible():
                return
            # Some count has changed since. First assume that what was given no longer holds; if that is not enough,
            # assume it of what each release hid, one release after another.
            if self.given:
                self.given = {}
            elif doubted:
                place = doubted.pop(0)
                apart |= {(place, name) for name, count in earlier[place].cells.items() if count is None}
            else:
                raise TideturnError("what is shown cannot be true: no whole numbers, none below 0, fit it.")

    def _rows(
        self,
        relations: Sequence[Relation],
        bounds: Sequence[AtMost],
        earlier: Sequence[EarlierRelease],
        apart: Collection[tuple[int, str]],
    ) -> list[tuple[Row, int]]:
        """Return each relation and bound as its hidden terms and their sum."""
        self.known = self.seen | self.given
        rows = [self._row(relation, self.known, {}) for relation in (*relations, *map(with_rest, bounds))]
        for place, release in enumerate(earlier):
            then = {name: count for name, count in release.cells.items() if count is not None}
            other = {name: f"{name}{APART}{place}" for at, name in apart if at == place}
            now = {name: count for name, count in self.known.items() if name not in other}
            said = (*release.relations, *(with_rest(bound, place) for bound in release.bounds))
            rows += [self._row(relation, now | then, other) for relation in said]
        return rows

    @staticmethod
    def _row(relation: Relation, known: Table, other: Mapping[str, str]) -> tuple[Row, int]:
        row: Row = {}
        rest = relation.constant
        for name, times in relation.terms:
            if name in known:
                rest -= times * known[name]
            else:
                key = other.get(name, name)
                row[key] = row.get(key, 0) + times
        return {name: times for name, times in row.items() if times}, rest

    def _prepare(self, rows: Sequence[tuple[Row, int]]) -> None:
        # The slack of a bound occurs in no other row. If it is alone in its row, it says only whether the bound holds.
        held = [rest >= 0 for row, rest in rows if len(row) == 1 and is_rest(*row)]
        rows = [(row, rest) for row, rest in rows if len(row) != 1 or not is_rest(*row)]
        self.hidden = {name for row, _ in rows for name in row}
        self.groups: list[Group] = []
        self.group_of: dict[str, Group] = {}
        sums: dict[frozenset[tuple[str, int]], int] = {}
        # Rows with the same terms (or none) and different sums contradict each other.
        self.consistent = all(held) and all(
            sums.setdefault(frozenset(row.items()), rest) == rest for row, rest in [({}, 0), *rows]
        )
        for names, members in components(sorted(self.hidden), [dict(terms) for terms in sums]):
            group = Group(names, members, [sums[frozenset(row.items())] for row in members])
            self.groups.append(group)
            self.group_of |= dict.fromkeys(names, group)

    def _possible(self) -> bool:
        return self.consistent and all(group.first() for group in self.groups)

    def try_some(self, small: Collection[str], rule: DisclosureRule) -> None:
        """Find random tables in which small counts are small: most questions need no more."""
        lots = np.random.default_rng(SEED)
        for group in self.groups:
            places = [group.place[name] for name in sorted(small) if name in group.place]
            group.shake(np.array(places, dtype=np.int64), 0 if not rule.show_zero else 1, rule.highest, lots)

    def is_true(self, terms: Row, value: int) -> bool:
        """Return whether a conclusion is true; also True if the true counts of its terms are not known."""
        if not terms.keys() <= self.counts.keys():
            return True
        return sum(times * self.counts[name] for name, times in terms.items()) == value

    def ends(self, terms: Row, low: int, high: int) -> tuple[int, int] | None:
        """Return two values of a hidden sum within bounds, or the only one twice; None if it has none.

        Return the bounds themselves if no relation restricts the sum.
        """
        group = self.group_of.get(next(iter(terms)))
        return (low, high) if group is None else group.ends(terms, low, high)

    def only_value(self, terms: Row) -> int | None:
        """Return the one value that a sum can take; None if it can take more."""
        value = sum(times * self.known[name] for name, times in terms.items() if name in self.known)
        left = {name: times for name, times in terms.items() if name not in self.known}
        for group in {id(self.group_of.get(name)): self.group_of.get(name) for name in left}.values():
            if group is None:
                return None  # hidden, and in no relation
            own = {name: times for name, times in left.items() if name in group.place}
            fixed = group.fixed(own)
            if fixed is None:
                return None
            value += fixed
        return value
