"""The tables found so far that fit what was shown: each is a witness for all hidden counts at once.

If two of them give a count two values, the count is safe and needs no further check. So random tables come first, each
far in a direction that moves many counts. Only the counts that are left are then checked one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tideturn.methods.disclosure.system import Row, as_matrix

WHOLE: Final = 1e-6
VAIN: Final = 3
"""Number of random draws in a row that settle no count before the remaining counts are checked one by one."""
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


class Group:
    """Hidden counts that relations join, with every solution found so far: each is a witness for all of them."""

    def __init__(self, names: Sequence[str], rows: Sequence[Row], sums: Sequence[int]) -> None:
        from scipy.sparse import hstack  # slow to import, and needed only if something is hidden

        self.place = {name: number for number, name in enumerate(names)}
        matrix, total = as_matrix(rows, names), np.array(sums, dtype=float)
        self.rows = [(matrix, total, total)]
        self.moves = hstack([matrix, -matrix], format="csr")
        self.tables = np.empty((0, len(names)), dtype=np.int64)

    def first(self) -> bool:
        """Find and keep a first solution; return whether any exists."""
        return self._keep(self._solved(*self._open(), self.rows))

    def shake(self, places: Places, low: int, high: int, lots: np.random.Generator) -> None:
        """Find random tables until each count has had two values within bounds, or until draws find no more.

        Each draw pushes some counts up and the others down, and then the other way round, so that whatever can move
        that way is seen to move. A count that has had two values is released: it need no longer keep within the bounds.
        """
        left, vain = places, 0
        while len(left) and vain < VAIN:
            aim, least, most = self._open()
            least[left], most[left] = low, high
            aim[left] = lots.choice([-1.0, 1.0], len(left))
            for push in (aim, -aim):
                self._keep(self._solved(push, least, most, self.rows, patient=False))
            met = self.tables[:, left]
            within = (met >= low) & (met <= high)
            alone = np.where(within, met, high).min(axis=0) >= np.where(within, met, low).max(axis=0)
            vain = vain + 1 if alone.all() else 0
            left = left[alone]

    def ends(self, terms: Row, low: int, high: int) -> tuple[int, int] | None:
        """Return two values of a sum within the bounds, or the only one twice; None if there is none."""

        def within() -> set[int]:
            return {value for value in self._met(terms) if low <= value <= high}

        met = within()
        if not met and self._between(terms, low, high):
            met = within()
        if len(met) == 1:
            (value,) = met
            if self._between(terms, low, value - 1) or self._between(terms, value + 1, high):
                met = within()
        return (min(met), max(met)) if met else None

    def fixed(self, terms: Row) -> int | None:
        """Return the value of a sum that can take no other; None if it can."""
        met = self._met(terms)
        if len(met) > 1:
            return None
        # One step away from the value found is enough to show that there is another.
        (value,) = met
        other = self._between(terms, -np.inf, value - 1) or self._between(terms, value + 1, np.inf)
        return None if other else value

    def _met(self, terms: Row) -> set[int]:
        """Return the values that a sum has in the tables found so far."""
        places = [self.place[name] for name in terms]
        return set((self.tables[:, places] @ np.array(list(terms.values()), dtype=np.int64)).tolist())

    def _open(self) -> tuple[Numbers, Numbers, Numbers]:
        """Return no aim, a lower bound of 0 and no upper bound, for every count."""
        size = len(self.place)
        return np.zeros(size), np.zeros(size), np.full(size, np.inf)

    def _between(self, terms: Row, least: float, most: float) -> bool:
        """Find a table with a sum within bounds that exclude the last table's; keep it, and return whether one exists.

        It is as near the last table as possible, by how far each count rises and how far each falls: then few move, and
        mostly by whole numbers.
        """
        if least > most:
            return False
        last = self.tables[-1].astype(float)
        size = len(last)
        form = np.zeros(size)
        for name, times in terms.items():
            form[self.place[name]] += times
        low, high = np.zeros(2 * size), np.append(np.full(size, np.inf), last)
        rows = [(self.moves, 0.0, 0.0)]
        least, most = least - form @ last, most - form @ last
        if len(terms) == 1:
            # Bounds leave the corners of a linear programme where they are, which is mostly at whole numbers; another
            # row would move them.
            ((place,),) = np.nonzero(form)
            near, far = sorted((least / form[place], most / form[place]), key=abs)
            moved, still = (place, place + size) if near > 0 else (place + size, place)
            low[moved], high[moved], high[still] = abs(near), min(abs(far), high[moved]), 0
            if low[moved] > high[moved]:
                return False
        else:
            rows.append((np.append(form, -form)[None, :], least, most))
        found = self._solved(np.ones(2 * size), low, high, rows)
        return self._keep(None if found is None else last + found[:size] - found[size:])

    def _keep(self, table: Numbers | None) -> bool:
        """Add a table, if there is one, to those found; return whether there is one."""
        if table is None:
            return False
        self.tables = np.vstack([self.tables, table.astype(np.int64)])
        return True

    @staticmethod
    def _solved(
        aim: Numbers, low: Numbers, high: Numbers, rows: Sequence[tuple[Any, Any, Any]], *, patient: bool = True
    ) -> Numbers | None:
        """Return whole numbers within bounds that fit the rows; None if there are none.

        Return the best of them by the aim if that corner of the linear programme is whole, otherwise any. Unless
        `patient`, also return None if none is found quickly.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp  # slow to import, needed only if something is hidden

        for whole in (0, 1):
            found = milp(
                aim * (1 - whole),
                integrality=np.full(len(aim), whole),
                bounds=Bounds(low, high),
                constraints=[LinearConstraint(*row) for row in rows],
                options={"mip_rel_gap": 1.0} | ({} if patient else {"node_limit": 1}),
            )
            if found.x is None:
                return None
            near: Numbers = np.rint(found.x)
            if np.abs(found.x - near).max() < WHOLE:
                return near
        return None
