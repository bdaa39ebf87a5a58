"""Recount what the engine says about two waves of a question, from their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tideturn.evaluation.waves import Wave
from tideturn.methods.change import sign_test
from tideturn.methods.intervals import Z_OF_TWO, Z, newcombe
from tideturn.methods.power import DESIGN_EFFECT

_CERTAIN = 0.05


def moved_between(measured: Sequence[Mapping[str, Any]], way: str) -> bool:
    """Return whether, for any question, an earlier wave and this year's differ in that way.

    `rose` and `fell` follow from the sign test where people were paired, else from Newcombe's interval; `same` is
    neither.
    """
    return any(_ways(values.get("waves") or (), way) for values in measured)


def _ways(waves: Sequence[Wave], way: str) -> bool:
    found = [_way(wave) == way for wave in waves]
    if way == "fell" and not all(found):
        # If only one of two comparisons fell, it must be surer.
        return any(_way(wave, _CERTAIN / 2, Z_OF_TWO) == way for wave in waves)
    return any(found)


def _way(wave: Wave, certain: float = _CERTAIN, z: float = Z) -> str:
    if wave.pairs:
        gained, lost = wave.gained, wave.lost
        if sign_test(gained, lost) >= certain:
            return "same"
        return "rose" if gained > lost else "fell"
    interval = newcombe(wave.k_now, wave.n_now, wave.k, wave.n, DESIGN_EFFECT, z)
    if interval is None or interval.low <= 0 <= interval.high:
        return "same"
    return "rose" if interval.low > 0 else "fell"
