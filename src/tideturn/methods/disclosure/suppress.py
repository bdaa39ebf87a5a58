"""Which cells of a release to hide so that no small count can be worked out."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from tideturn.methods.disclosure.model import AtMost, Cell, DisclosureRule, EarlierRelease, Relation, Suppression
from tideturn.methods.disclosure.search import Search
from tideturn.methods.disclosure.secrets import Secret, secrets
from tideturn.methods.disclosure.system import APART, System, components, joint_system

EACH: Final = 3.0
"""Price of hiding a cell whatever it counts; the rest grows with the count, so that few and small cells are hidden."""
ADULTS: Final = 100.0
"""Factor on the price of hiding a count that needs no protection."""
AGAIN: Final = 0.5
"""Factor on the price of hiding what was hidden before: a change in the pattern itself reveals something."""


def suppress(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    *,
    bounds: Sequence[AtMost] = (),
    earlier: Sequence[EarlierRelease] = (),
    rule: DisclosureRule = DisclosureRule(),  # noqa: B008 (frozen)
) -> Suppression:
    """Return what to hide in a release, given what earlier ones showed.

    bounds: which counts are at most which; a reader knows this as well as the sums.
    Raises TideturnError if counts contradict the relations or bounds. The same input gives the same answer.
    """
    system = joint_system(cells, relations, earlier, bounds=bounds)
    wanted = secrets(cells, relations, bounds, earlier, rule, system)
    small = {cell.id for cell in cells if cell.protected and rule.small(cell.count)}
    # What an earlier release showed stays known: hiding it does not make it secret again. Small counts are hidden all
    # the same, so that this release does not repeat them.
    primary = {s.hides for s in wanted if s.hides is not None and (s.hides not in system.known or s.hides in small)}
    hidden, failed = _protect(cells, earlier, system, wanted, primary)
    if failed:
        # They may still be safe from a reader who assumes less.
        apart = joint_system(cells, relations, earlier, bounds=bounds, linked=False)
        left = [secret for secret in failed if secret.terms.keys() <= apart.base.keys()]
        hidden, _ = _protect(cells, earlier, apart, left, hidden)
    current = {cell.id for cell in cells}
    unprotected = {(secret.hides or min(secret.terms)).split(APART)[0] for secret in failed}
    return Suppression(frozenset(primary), frozenset((hidden - primary) & current), frozenset(unprotected))


def _protect(
    cells: Sequence[Cell],
    earlier: Sequence[EarlierRelease],
    system: System,
    wanted: Sequence[Secret],
    primary: Collection[str],
) -> tuple[set[str], list[Secret]]:
    """Return what to hide, primary cells included, and the secrets that stay unprotected.

    Nothing protects these from a reader who knows the system.
    """
    prices = _prices(cells, earlier, system)
    hidden = set(primary)
    names = [name for name in system.base if name not in system.known]
    # A secret that two earlier releases reveal together, each a part of it, is in no group.
    failed = [secret for secret in wanted if not secret.terms.keys() - system.known]
    for members, rows in components(names, system.rows):
        inside = set(members)
        mine = [secret for secret in wanted if secret.terms.keys() & inside]
        if mine:
            start = np.array([name in primary or prices[name] == 0 for name in members])
            chosen, lost = Search(members, rows, system.base, prices, mine).protect(start)
            hidden |= {name for name, out in zip(members, chosen, strict=True) if out}
            failed += [mine[place] for place in lost]
    return hidden, failed


def _prices(cells: Sequence[Cell], earlier: Sequence[EarlierRelease], system: System) -> dict[str, float]:
    """Return the price of hiding each cell; 0 for unknowns of earlier releases and slacks, which are hidden already."""
    before = {name for release in earlier for name, seen in release.cells.items() if seen is None}
    prices = dict.fromkeys(system.extra, 0.0)
    for cell in cells:
        price = cell.weight * (EACH + math.log2(cell.count + 1))
        price *= 1 if cell.protected else ADULTS
        prices[cell.id] = price * (AGAIN if cell.id in before else 1)
    return prices
