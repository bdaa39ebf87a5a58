"""Every table that fits what was shown, as far as it was met: each is a witness for all hidden counts at once.

A count that two of them have with two values is open, and no more is asked of it. So tables are met by lot first, each
far in a direction that moves many counts, and only what is left is asked for one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tideturn.methods.disclosure.system import Row, as_matrix

WHOLE: Final = 1e-6
VAIN: Final = 3
"""So many lots in turn that open nothing, and what is left is asked for one by one."""
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


class Group:
    """Hidden counts that relations join, with every solution met so far: each is a witness for all of them."""

    def __init__(self, names: Sequence[str], rows: Sequence[Row], sums: Sequence[int]) -> None:
        from scipy.sparse import hstack  # heavy, and wanted only where something is hidden

        self.place = {name: number for number, name in enumerate(names)}
        matrix, total = as_matrix(rows, names), np.array(sums, dtype=float)
        self.rows = [(matrix, total, total)]
        self.moves = hstack([matrix, -matrix], format="csr")
        self.tables = np.empty((0, len(names)), dtype=np.int64)

    def first(self) -> bool:
        """Whether any solution exists."""
        return self._keep(self._solved(*self._open(), self.rows))

    def shake(self, places: Places, low: int, high: int, lots: np.random.Generator) -> None:
        """Meet tables by lot until two values within bounds were met of each count, or no more are.

        Each lot pushes some counts up and the others down, and then the other way round, so that whatever can move that
        way is met moved. A count of which two values were met is let go: it need not keep within the bounds any more.
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
        """Two values within the bounds, or the only one twice; None where there is none."""

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
        """The value of a sum that can take no other."""
        met = self._met(terms)
        if len(met) > 1:
            return None
        # One step away from the value met is enough to show that there is another.
        (value,) = met
        other = self._between(terms, -np.inf, value - 1) or self._between(terms, value + 1, np.inf)
        return None if other else value

    def _met(self, terms: Row) -> set[int]:
        """The values that a sum had in the tables met."""
        places = [self.place[name] for name in terms]
        return set((self.tables[:, places] @ np.array(list(terms.values()), dtype=np.int64)).tolist())

    def _open(self) -> tuple[Numbers, Numbers, Numbers]:
        """No aim, and no bounds but 0."""
        size = len(self.place)
        return np.zeros(size), np.zeros(size), np.full(size, np.inf)

    def _between(self, terms: Row, least: float, most: float) -> bool:
        """Whether there is a table, which then is met, in which a sum is within bounds that the last one's is not.

        It is looked for as near the last table as can be, by how far each count rises and how far each falls: few move
        then, and mostly by whole numbers.
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
            # Bounds leave the corners of a linear programme where they are, mostly whole; another row would not.
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
        """Whether there is a table, which then is among those met."""
        if table is None:
            return False
        self.tables = np.vstack([self.tables, table.astype(np.int64)])
        return True

    @staticmethod
    def _solved(
        aim: Numbers, low: Numbers, high: Numbers, rows: Sequence[tuple[Any, Any, Any]], *, patient: bool = True
    ) -> Numbers | None:
        """Whole numbers within bounds that fit the rows, None where there are none.

        The best of them by the aim where that corner of the linear programme is whole, else any. Without patience, None
        also where none is soon found.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp  # heavy, and wanted only where something is hidden

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
