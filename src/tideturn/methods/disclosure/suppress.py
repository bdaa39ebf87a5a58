"""Which cells of a release to hide so that no small count can be worked out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from tideturn.methods.disclosure.model import Cell, DisclosureRule, EarlierRelease, Relation, Suppression
from tideturn.methods.disclosure.search import Search
from tideturn.methods.disclosure.secrets import secrets
from tideturn.methods.disclosure.system import APART, System, components, joint_system

ADULTS: Final = 100.0
"""How much dearer it is to hide a count that need not be protected."""
AGAIN: Final = 0.5
"""How much cheaper it is to hide what was hidden before: a change of the pattern tells something itself."""


def suppress(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    *,
    earlier: Sequence[EarlierRelease] = (),
    rule: DisclosureRule = DisclosureRule(),  # noqa: B008 (frozen)
) -> Suppression:
    """What to hide of a release, given what earlier ones showed.

    Raises TideturnError where counts do not add up as the relations say. Same input, same answer.
    """
    system = joint_system(cells, relations, earlier)
    wanted = secrets(cells, relations, earlier, rule, system)
    small = {cell.id for cell in cells if cell.protected and rule.small(cell.count)}
    # What an earlier release showed is known, and hiding it makes it no secret again; a small count is not repeated.
    primary = {s.hides for s in wanted if s.hides is not None and (s.hides not in system.known or s.hides in small)}
    open_ = [secret for secret in wanted if not secret.terms.keys() <= system.known]
    prices = _prices(cells, earlier, system)
    hidden = set(primary)
    unprotected: set[str] = set()
    names = [name for name in system.base if name not in system.known]
    for members, rows in components(names, system.rows):
        inside = set(members)
        mine = [secret for secret in open_ if secret.terms.keys() & inside]
        if not mine:
            continue
        start = np.array([name in primary or prices[name] == 0 for name in members])
        chosen, failed = Search(members, rows, system.base, prices, mine).protect(start)
        hidden |= {name for name, out in zip(members, chosen, strict=True) if out}
        unprotected |= {(mine[place].hides or min(mine[place].terms)).split(APART)[0] for place in failed}
    current = {cell.id for cell in cells}
    return Suppression(frozenset(primary), frozenset((hidden - primary) & current), frozenset(unprotected))


def _prices(cells: Sequence[Cell], earlier: Sequence[EarlierRelease], system: System) -> dict[str, float]:
    """What hiding each cell costs; unknowns of earlier releases are hidden already."""
    before = {name for release in earlier for name, seen in release.cells.items() if seen is None}
    prices = dict.fromkeys(system.extra, 0.0)
    for cell in cells:
        price = cell.weight * (1 + math.log2(cell.count + 1))
        price *= 1 if cell.protected else ADULTS
        prices[cell.id] = price * (AGAIN if cell.id in before else 1)
    return prices
