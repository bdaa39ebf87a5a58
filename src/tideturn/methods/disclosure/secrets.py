"""What no reader may work out: small counts, small groups left over, and a few added since an earlier release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tideturn.methods.disclosure.model import AtMost, Cell, DisclosureRule, EarlierRelease, Relation
from tideturn.methods.disclosure.system import System, is_rest

BOUNDLESS = 2**31


@dataclass(frozen=True)
class Secret:
    """A sum of coefficient × count that must be able to take another value from `low` to `high`.

    hides: the cell hidden to protect it; None if any cell will do.
    """

    terms: Mapping[str, int]
    value: int
    low: int
    high: int
    hides: str | None


def secrets(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    bounds: Sequence[AtMost],
    earlier: Sequence[EarlierRelease],
    rule: DisclosureRule,
    system: System,
) -> list[Secret]:
    """Return every secret of a release once, in the order of the cells, relations and bounds."""
    protected = {cell.id: cell.count for cell in cells if cell.protected}
    found = [
        *_small(protected, rule),
        *_left_over({cell.id: cell.count for cell in cells}, protected, relations, rule),
        *_beyond(protected, bounds, rule),
        *_since(protected, earlier, rule),
        *(Secret({name: 1}, system.base[name], 0, BOUNDLESS, None) for name in sorted(system.extra)
          if not is_rest(name) and 1 <= system.base[name] <= rule.small_count),
    ]  # fmt: skip
    return list({(tuple(sorted(s.terms.items())), s.low, s.high): s for s in reversed(found)}.values())[::-1]


def _small(protected: Mapping[str, int], rule: DisclosureRule) -> Iterator[Secret]:
    for name, count in protected.items():
        if rule.small(count):
            yield Secret({name: 1}, count, 0 if count == 0 else 1, rule.highest, name)


def _left_over(
    counts: Mapping[str, int], protected: Mapping[str, int], relations: Sequence[Relation], rule: DisclosureRule
) -> Iterator[Secret]:
    """Yield each part that leaves a few of its total: showing both would reveal those few."""
    for relation in relations:
        if not any(name in protected for name, _ in relation.terms):
            continue
        for total, part, constant in relation.differences():
            whole = constant if total is None else counts[total]
            left = whole - counts[part]
            if not rule.leaves_few(left):
                continue
            # A small total is hidden itself, and so is every part of it that is not 0.
            hides = part if part in protected and not (total in protected and rule.small(whole)) else None
            terms = {part: -1} if total is None else {total: 1, part: -1}
            shift = constant if total is None else 0
            yield Secret(terms, left - shift, 1 - shift, rule.highest - shift, hides)


def _beyond(protected: Mapping[str, int], bounds: Sequence[AtMost], rule: DisclosureRule) -> Iterator[Secret]:
    """Yield parts that leave a few of the count that bounds them, if all of these count young people or families."""
    for bound in bounds:
        for whole, parts in bound.groups_left():
            if not {whole, *parts} <= protected.keys():
                continue
            left = protected[whole] - sum(protected[part] for part in parts)
            if rule.leaves_few(left):
                yield Secret({whole: 1} | dict.fromkeys(parts, -1), left, 1, rule.highest, None)


def _since(protected: Mapping[str, int], earlier: Sequence[EarlierRelease], rule: DisclosureRule) -> Iterator[Secret]:
    """Yield each count that differs by a few from what an earlier release showed."""
    for name, count in protected.items():
        for release in earlier:
            before = release.cells.get(name)
            if before is None or not 1 <= abs(count - before) <= rule.small_count:
                continue
            if count > before:
                yield Secret({name: 1}, count, before + 1, before + rule.highest, name)
            else:
                yield Secret({name: 1}, count, max(before - rule.highest, 0), before - 1, name)
