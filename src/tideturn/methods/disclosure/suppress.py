"""Which cells to hide so that no small count can be worked out.

A secret is safe once there is a second table, in whole numbers, none below 0, that agrees with everything shown now and
earlier and in which the secret has another small value: a reader cannot tell which of the two is true. So for each
secret the cheapest such table is sought (a linear programme, in whole numbers where it must be), and the cells in which
it differs from the truth are hidden. What is proved so stays proved, since hiding more only leaves more tables open.
The idea of protecting one cell at a time along the cheapest cycle or flow is Kelly, Golden and Assad's (1992, Networks
22, 397–417) and Castro's (2002); the problem in general, Fischetti and Salazar's (2000, JASA 95, 916–928).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tideturn.methods.disclosure.model import Cell, DisclosureRule, EarlierRelease, Relation, Suppression
from tideturn.methods.disclosure.secrets import Secret, secrets
from tideturn.methods.disclosure.system import APART, Row, System, as_matrix, components, joint_system

ADULTS: Final = 100.0
"""How much dearer it is to hide a count that need not be protected."""
AGAIN: Final = 0.5
"""How much cheaper it is to hide what was hidden before: a change of the pattern tells something itself."""
FREE: Final = 1e-3
"""The price of moving a hidden cell by one: next to nothing, so that no table moves for no reason."""
WHOLE: Final = 1e-6

Change = dict[str, int]
"""By how much a second table differs from the truth, cell by cell."""


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
    # What an earlier release showed is known: hiding it cannot make it a secret again, and a small count is not repeated.
    primary = {s.hides for s in wanted if s.hides is not None and (s.hides not in system.known or s.hides in small)}
    open_ = [secret for secret in wanted if not secret.terms.keys() <= system.known]
    prices = _prices(cells, earlier, system)
    hidden = set(primary)
    unprotected: set[str] = set()
    names = [name for name in system.base if name not in system.known]
    for members, rows in components(names, system.rows):
        inside = set(members)
        mine = [secret for secret in open_ if secret.terms.keys() & inside]
        if mine:
            part = _Part(members, rows, system, prices)
            chosen, failed = part.protect(mine, primary & inside)
            hidden |= chosen
            unprotected |= failed
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


class _Part:
    """One group of unknowns that relations join, and the search for second tables in it."""

    def __init__(self, names: Sequence[str], rows: Sequence[Row], system: System, prices: Mapping[str, float]) -> None:
        self.names = list(names)
        self.rows = list(rows)
        self.base = system.base
        self.prices = prices
        self.place = {name: number for number, name in enumerate(self.names)}
        self.matrix = as_matrix(self.rows, self.names)

    def protect(self, wanted: Sequence[Secret], primary: Collection[str]) -> tuple[set[str], set[str]]:
        """The cells to hide, primary ones included, and what cannot be protected at all."""
        hidden = set(primary) | {name for name in self.names if self.prices[name] == 0}
        proofs: list[Change | None] = [None] * len(wanted)
        failed: set[str] = set()
        for number, secret in enumerate(wanted):
            if proofs[number] is not None:
                continue
            change = self._cheapest(secret, hidden)
            if change is None:
                failed.add((secret.hides or min(secret.terms)).split(APART)[0])
                continue
            hidden |= change.keys()
            for other in range(len(wanted)):
                if proofs[other] is None and _proves(change, wanted[other]):
                    proofs[other] = change
        return hidden, failed

    def _cheapest(self, secret: Secret, hidden: Collection[str]) -> Change | None:
        """The second table that costs least, whether the secret is larger in it or smaller."""
        price = np.array([FREE if name in hidden else self.prices[name] for name in self.names])
        found = []
        for low, high in ((secret.value + 1, secret.high), (secret.low, secret.value - 1)):
            if low <= high:
                change = self._second_table(secret, low, high, price)
                if change is not None:
                    cost = sum(self.prices[name] for name in change if name not in hidden)
                    found.append((cost, len(change), change))
        return min(found, key=lambda each: each[:2])[2] if found else None

    def _second_table(self, secret: Secret, low: int, high: int, price: npt.NDArray[np.float64]) -> Change | None:
        from scipy.optimize import Bounds, LinearConstraint, milp  # heavy, and wanted only where something is small
        from scipy.sparse import vstack

        form = as_matrix([dict(secret.terms)], self.names)
        both = vstack([self.matrix, form], format="csr")
        zeros = np.zeros(len(self.rows))
        constraint = LinearConstraint(
            _up_and_down(both),
            np.append(zeros, low - secret.value),
            np.append(zeros, high - secret.value),
        )
        size = len(self.names)
        down = np.array([self.base[name] for name in self.names], dtype=float)
        bounds = Bounds(np.zeros(2 * size), np.append(np.full(size, np.inf), down))
        cost = np.append(price, price)
        for whole in (0, 1):
            found = milp(cost, integrality=np.full(2 * size, whole), bounds=bounds, constraints=constraint)
            if found.x is None:
                return None
            moved = found.x[:size] - found.x[size:]
            steps = np.rint(moved)
            if np.abs(moved - steps).max() < WHOLE:
                return {name: int(step) for name, step in zip(self.names, steps, strict=True) if step}
        return None


def _up_and_down(matrix: Any) -> Any:
    from scipy.sparse import hstack

    return hstack([matrix, -matrix], format="csr")


def _proves(change: Change, secret: Secret) -> bool:
    """Whether the second table gives the secret another value that is small too."""
    moved = sum(times * change.get(name, 0) for name, times in secret.terms.items())
    return moved != 0 and secret.low <= secret.value + moved <= secret.high
