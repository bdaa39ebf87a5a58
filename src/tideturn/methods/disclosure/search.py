"""The search for what else to hide: a second table for every secret.

A secret is safe once there is a second table, in whole numbers, none below 0, that agrees with everything shown now and
earlier and in which the secret has another small value: a reader cannot tell which of the two is true. What is proved
so stays proved, since hiding more only leaves more tables open. One second table can serve many secrets, so each linear
programme looks for one that serves a whole batch at the least cost, each secret pushed up or down by lot; a secret that
it cannot serve pays its way out and has its turn again. Corners of such programmes are mostly whole numbers; where one
is not, the batch is halved, and a single secret is solved in whole numbers.

The idea of protecting cells along the cheapest cycle or flow is Kelly, Golden and Assad's (1992, Networks 22, 397–417);
the problem in general is Fischetti and Salazar's (2000, Journal of the American Statistical Association 95, 916–928).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tideturn.methods.disclosure.secrets import Secret
from tideturn.methods.disclosure.system import Row, as_matrix

FREE: Final = 1e-3
"""The price of moving a hidden cell by one: next to nothing, so that no table moves for no reason."""
WAY_OUT: Final = 10.0
"""What an unserved secret costs a batch, in median prices: dearer tables are looked for one secret at a time."""
BATCH: Final = 30
TRIES: Final = 2
"""So many fresh lots without a gain before more is hidden."""
PASSES: Final = 4
"""So often the whole is done again, with nothing but what was hidden, to hide less of it."""
STARTS: Final = 2
SMALL: Final = 150
"""Up to so many cells the search is made several times by different lots, and the least is taken."""
FEW: Final = 25
"""Up to so many secondary cells each is tried without."""
WHOLE: Final = 1e-6

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


def _entries(matrix: Any) -> tuple[Places, Places, Numbers]:
    """Row, column and value of each entry of a sparse matrix."""
    entries = matrix.tocoo()
    return entries.coords[0], entries.coords[1], entries.data


class Search:
    """One group of unknowns that relations join. prices: of hiding each; 0 for what is hidden anyway."""

    def __init__(
        self,
        names: Sequence[str],
        rows: Sequence[Row],
        base: Mapping[str, int],
        prices: Mapping[str, float],
        wanted: Sequence[Secret],
    ) -> None:
        self.names = list(names)
        self.matrix = as_matrix(rows, names)
        self.base = np.array([base[name] for name in names], dtype=float)
        self.price = np.array([prices[name] for name in names])
        self.forms = as_matrix([dict(secret.terms) for secret in wanted], names)
        self.entries, self.pushes = _entries(self.matrix), _entries(self.forms)
        self.up = np.array([secret.high - secret.value for secret in wanted], dtype=float)
        self.down = np.array([secret.value - secret.low for secret in wanted], dtype=float)

    def protect(self, primary: Flags) -> tuple[Flags, Places]:
        """What to hide, primary cells among it, and the places of the secrets that nothing can protect."""
        best: tuple[Flags, Places] | None = None
        for seed in range(STARTS if len(self.names) <= SMALL else 1):
            hidden, failed = self._prove(primary, np.ones(len(self.names), dtype=bool), seed)
            for _ in range(PASSES):
                fewer = self._better(primary, hidden, hidden, failed, seed)
                if fewer is None:
                    break
                hidden = fewer
            if best is None or (len(failed), self._cost(hidden)) < (len(best[1]), self._cost(best[0])):
                best = hidden, failed
            if self._cost(best[0]) == self._cost(primary):
                break
        assert best is not None
        return self._trimmed(primary, *best), best[1]

    def _cost(self, hidden: Flags) -> float:
        return float(self.price[hidden].sum())

    def _better(self, primary: Flags, hidden: Flags, allowed: Flags, failed: Places, seed: int) -> Flags | None:
        """What to hide with nothing but what is allowed, if that costs less and protects as much."""
        fewer, lost = self._prove(primary, allowed, seed, give_up=len(failed) + 1)
        return fewer if len(lost) <= len(failed) and self._cost(fewer) < self._cost(hidden) - WHOLE else None

    def _trimmed(self, primary: Flags, hidden: Flags, failed: Places) -> Flags:
        """Without each secondary cell, the dearest first, that can be spared."""
        secondary = np.flatnonzero(hidden & ~primary)
        if len(secondary) > FEW:
            return hidden
        for cell in secondary[np.argsort(-self.price[secondary], kind="stable")]:
            if hidden[cell]:
                fewer = self._better(primary, hidden, hidden & (np.arange(len(hidden)) != cell), failed, 0)
                hidden = hidden if fewer is None else fewer
        return hidden

    def _prove(self, primary: Flags, allowed: Flags, seed: int, give_up: int | None = None) -> tuple[Flags, Places]:
        """Hides cells among those allowed until every secret has its second table, or so many cannot have one."""
        lots = np.random.default_rng(seed)
        hidden = primary.copy()
        open_ = np.ones(len(self.up), dtype=bool)
        failed: list[int] = []
        while open_.any() and len(failed) != give_up:
            tries = 0
            while tries < TRIES and open_.any():
                tries = 0 if self._serve(np.flatnonzero(open_), hidden, hidden, open_, lots) else tries + 1
            turn = lots.permutation(np.flatnonzero(open_))[:BATCH]
            if len(turn) and not self._serve(turn, allowed, hidden, open_, lots):
                for secret in turn:
                    if open_[secret] and not self._serve_alone(int(secret), allowed, hidden, open_):
                        failed.append(int(secret))
                        open_[secret] = False
        return hidden, np.array(sorted(failed), dtype=np.int64)

    def _serve(self, batch: Places, allowed: Flags, hidden: Flags, open_: Flags, lots: np.random.Generator) -> int:
        """One second table for as many of the batch as it will serve; how many secrets it closed."""
        ups = np.where(self.up[batch] < 1, False, np.where(self.down[batch] < 1, True, lots.random(len(batch)) < 0.5))
        change = self._second_table(batch, ups, allowed, hidden, way_out=WAY_OUT * float(np.median(self.price)))
        if change is not None:
            return self._take(change, hidden, open_)
        if len(batch) == 1:
            return 0
        half = len(batch) // 2
        return sum(self._serve(part, allowed, hidden, open_, lots) for part in (batch[:half], batch[half:]))

    def _serve_alone(self, secret: int, allowed: Flags, hidden: Flags, open_: Flags) -> int:
        """The cheapest second table for one secret, whether it is larger in it or smaller."""
        found: list[tuple[float, bool, Numbers]] = []
        for up, room in ((True, self.up[secret]), (False, self.down[secret])):
            for whole in (False, True):
                if room >= 1 and len(found) <= (not up):
                    change = self._second_table(np.array([secret]), np.array([up]), allowed, hidden, whole=whole)
                    if change is not None:
                        found.append((float(self.price[(change != 0) & ~hidden].sum()), up, change))
                        break
        if not found:
            return 0
        return self._take(min(found, key=lambda each: each[:2])[2], hidden, open_)

    def _take(self, change: Numbers, hidden: Flags, open_: Flags) -> int:
        """Hide where the second table differs, and close every secret that it serves."""
        hidden |= change != 0
        moved = self.forms @ change
        served = open_ & (moved != 0) & (moved <= self.up) & (-moved <= self.down)
        open_ &= ~served
        return int(served.sum())

    def _second_table(
        self,
        batch: Places,
        ups: Flags,
        allowed: Flags,
        hidden: Flags,
        *,
        way_out: float | None = None,
        whole: bool = False,
    ) -> Numbers | None:
        """By how much a table differs in which each secret of the batch is larger or smaller; None where none is found.

        way_out: the price at which a secret may be left as it is. Without it, and without `whole`, None may also mean
        that the best table is not in whole numbers.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp  # heavy, and wanted only where something is small

        cells, size = np.flatnonzero(allowed), int(allowed.sum())
        system, still = self._system(cells, batch, np.where(ups, 1.0, -1.0))
        room = np.where(ups, self.up[batch], self.down[batch])
        price = np.where(hidden, FREE, self.price)[cells]
        found = milp(
            np.concatenate([price, price, np.full(len(batch), way_out or 0.0)]),
            integrality=np.append(np.full(2 * size, whole), np.zeros(len(batch))),
            bounds=Bounds(
                np.zeros(2 * size + len(batch)),
                np.concatenate([np.full(size, np.inf), self.base[cells], np.full(len(batch), way_out is not None)]),
            ),
            constraints=LinearConstraint(system, np.append(still, np.ones(len(batch))), np.append(still, room)),
        )
        if found.x is None:
            return None
        moved = found.x[:size] - found.x[size : 2 * size]
        if np.abs(moved - np.rint(moved)).max(initial=0) > WHOLE:
            return None
        change = np.zeros(len(self.names))
        change[cells] = np.rint(moved)
        return None if (self.matrix @ change).any() else change

    def _system(self, cells: Places, batch: Places, signs: Numbers) -> tuple[Any, Numbers]:
        """The rows of a second table: what must hold still, then what is pushed.

        Unknowns: how far each cell rises, how far each falls, and how far each secret buys its way out. Put together
        from its entries, since of small systems the blocks cost more than the solution.
        """
        from scipy.sparse import csr_array

        size, pushes = len(cells), len(batch)
        place, turn = np.full(len(self.names), -1), np.full(self.forms.shape[0], -1)
        place[cells], turn[batch] = np.arange(size), np.arange(pushes)
        row, cell, times = self.entries
        within = place[cell] >= 0
        used, row = np.unique(row[within], return_inverse=True)
        cell, times = place[cell[within]], times[within]
        push, moved, weight = self.pushes
        within = (turn[push] >= 0) & (place[moved] >= 0)
        push, moved = turn[push[within]], place[moved[within]]
        weight = weight[within] * signs[push]
        below = np.concatenate([push, push, np.arange(pushes)]) + len(used)
        values = np.concatenate([times, -times, weight, -weight, np.ones(pushes)])
        columns = np.concatenate([cell, cell + size, moved, moved + size, np.arange(pushes) + 2 * size])
        shape = (len(used) + pushes, 2 * size + pushes)
        return csr_array((values, (np.concatenate([row, row, below]), columns)), shape=shape), np.zeros(len(used))
