"""Search for what else to hide: find a second table for every secret.

A secret is safe once there is a second table where it has another small value. That table must be in whole numbers,
none below 0, and agree with everything shown now and earlier: then a reader cannot tell which of the two is true. Such
a proof stays valid, since hiding more only leaves more tables possible. If a cell is shown after all, only the secrets
whose second table moves that cell need another table.

One second table can serve many secrets. So each linear programme looks for the cheapest table that serves a whole
batch, and pushes each secret up or down at random. A secret that the table cannot serve pays to leave the batch and
gets another turn. Corners of such programmes are mostly whole numbers. If one is not, the batch is halved, and a single
secret is solved in whole numbers.

The idea of protecting cells along the cheapest cycle or flow is Kelly, Golden and Assad's (1992, Networks 22, 397–417);
the problem in general is Fischetti and Salazar's (2000, Journal of the American Statistical Association 95, 916–928).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tideturn.methods.disclosure.secrets import Secret
from tideturn.methods.disclosure.system import Row, as_matrix

FREE: Final = 1e-3
"""Price of moving a hidden cell by one: almost nothing, but enough that no table moves a cell without a reason."""
WAY_OUT: Final = 10.0
"""Price, in median prices, of leaving a secret of a batch unserved; dearer tables are sought one secret at a time."""
BATCH: Final = 30
TRIES: Final = 2
"""Number of new random draws in a row without a gain before more is hidden."""
PASSES: Final = 4
"""Maximum number of repeats of the whole search, each limited to the cells hidden so far, to hide fewer of them."""
STARTS: Final = 2
SMALL: Final = 150
"""Maximum number of cells for running the search `STARTS` times with different random draws, to keep the best."""
FEW: Final = 25
"""Maximum number of secondary cells for trying to do without each one."""
WHOLE: Final = 1e-6

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


class _State(NamedTuple):
    """The progress of a proof: what is hidden, the secrets still without a second table, and the tables found."""

    hidden: Flags
    open: Flags
    tables: list[Numbers]


class _Proof(NamedTuple):
    """What is hidden, the positions of the secrets that nothing can protect, and the second tables of all others."""

    hidden: Flags
    failed: Places
    tables: Sequence[Numbers]
    """Difference between each second table and the true one."""


def _entries(matrix: Any) -> tuple[Places, Places, Numbers]:
    """Return row, column and value of each entry of a sparse matrix."""
    entries = matrix.tocoo()
    return entries.coords[0], entries.coords[1], entries.data


class Search:
    """The search in one group of unknowns that relations join. prices: of hiding each; 0 if it is hidden anyway."""

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
        """Return what to hide, including primary cells, and the positions of the secrets that nothing can protect."""
        best: _Proof | None = None
        for seed in range(STARTS if len(self.names) <= SMALL else 1):
            proof = self._prove(primary, np.ones(len(self.names), dtype=bool), seed)
            for _ in range(PASSES):
                fewer = self._better(primary, proof, proof.hidden, seed)
                if fewer is None:
                    break
                proof = fewer
            if best is None or self._rank(proof) < self._rank(best):
                best = proof
            if self._cost(best.hidden) == self._cost(primary):
                break
        assert best is not None
        best = self._trimmed(primary, best)
        return best.hidden, best.failed

    def _cost(self, hidden: Flags) -> float:
        return float(self.price[hidden].sum())

    def _rank(self, proof: _Proof) -> tuple[int, float]:
        return len(proof.failed), self._cost(proof.hidden)

    def _better(
        self, primary: Flags, proof: _Proof, allowed: Flags, seed: int, kept: Sequence[Numbers] = ()
    ) -> _Proof | None:
        """Return a proof that hides only allowed cells, if it costs less and protects as much; otherwise None."""
        fewer = self._prove(primary, allowed, seed, kept=kept, give_up=len(proof.failed) + 1)
        cheaper = self._cost(fewer.hidden) < self._cost(proof.hidden) - WHOLE
        return fewer if cheaper and len(fewer.failed) <= len(proof.failed) else None

    def _trimmed(self, primary: Flags, proof: _Proof) -> _Proof:
        """Return the proof without the secondary cells that it can spare, trying the dearest first.

        Return it unchanged if it has more than `FEW` secondary cells.
        """
        secondary = np.flatnonzero(proof.hidden & ~primary)
        if len(secondary) > FEW:
            return proof
        for cell in secondary[np.argsort(-self.price[secondary], kind="stable")]:
            if proof.hidden[cell]:
                allowed = proof.hidden & (np.arange(len(proof.hidden)) != cell)
                kept = [table for table in proof.tables if not table[cell]]
                proof = self._better(primary, proof, allowed, 0, kept) or proof
        return proof

    def _prove(
        self,
        primary: Flags,
        allowed: Flags,
        seed: int,
        *,
        kept: Sequence[Numbers] = (),
        give_up: int | None = None,
    ) -> _Proof:
        """Hide allowed cells until every secret has a second table, or until `give_up` secrets cannot have one.

        kept: second tables found earlier.
        """
        lots = np.random.default_rng(seed)
        state = _State(primary.copy(), np.ones(len(self.up), dtype=bool), [])
        for table in kept:
            self._take(table, state)
        failed: list[int] = []
        while state.open.any() and len(failed) != give_up:
            tries = 0
            while tries < TRIES and state.open.any():
                tries = 0 if self._serve(np.flatnonzero(state.open), state.hidden, state, lots) else tries + 1
            turn = lots.permutation(np.flatnonzero(state.open))[:BATCH]
            if len(turn) and not self._serve(turn, allowed, state, lots):
                for secret in turn:
                    if state.open[secret] and not self._serve_alone(int(secret), allowed, state):
                        failed.append(int(secret))
                        state.open[secret] = False
        return _Proof(state.hidden, np.array(sorted(failed), dtype=np.int64), state.tables)

    def _serve(self, batch: Places, allowed: Flags, state: _State, lots: np.random.Generator) -> int:
        """Find one second table for as many of the batch as it will serve; return the number of secrets closed.

        If the best table is not in whole numbers, serve each half of the batch.
        """
        ups = np.where(self.up[batch] < 1, False, np.where(self.down[batch] < 1, True, lots.random(len(batch)) < 0.5))
        change = self._second_table(batch, ups, allowed, state.hidden, way_out=WAY_OUT * float(np.median(self.price)))
        if change is not None:
            return self._take(change, state)
        if len(batch) == 1:
            return 0
        half = len(batch) // 2
        return sum(self._serve(part, allowed, state, lots) for part in (batch[:half], batch[half:]))

    def _serve_alone(self, secret: int, allowed: Flags, state: _State) -> int:
        """Find the cheapest second table where one secret is larger or smaller; return how many secrets it closed."""
        found: list[tuple[float, bool, Numbers]] = []
        for up, room in ((True, self.up[secret]), (False, self.down[secret])):
            for whole in (False, True):
                if room >= 1 and len(found) <= (not up):
                    change = self._second_table(np.array([secret]), np.array([up]), allowed, state.hidden, whole=whole)
                    if change is not None:
                        found.append((float(self.price[(change != 0) & ~state.hidden].sum()), up, change))
                        break
        if not found:
            return 0
        return self._take(min(found, key=lambda each: each[:2])[2], state)

    def _take(self, change: Numbers, state: _State) -> int:
        """Hide the cells where the second table differs, close every secret that it serves, and return their number."""
        moved = self.forms @ change
        served = state.open & (moved != 0) & (moved <= self.up) & (-moved <= self.down)
        state.hidden[change != 0] = True
        state.open[served] = False
        if served.any():
            state.tables.append(change)
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
        """Return the changes to a table that make each secret of the batch larger or smaller; None if none are found.

        way_out: the price of leaving a secret as it is; None: no secret may be left. Unless `whole`, the result None
        may also mean that the best table is not in whole numbers.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp  # slow to import, needed only for small counts

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
        """Return the rows of a second table, and a 0 for each relation. Rows: the relations, then the pushed secrets.

        Unknowns: how far each cell rises, how far each falls, and how far each secret buys its way out. The matrix is
        built from its entries, because in small systems building it from blocks costs more than solving it.
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
