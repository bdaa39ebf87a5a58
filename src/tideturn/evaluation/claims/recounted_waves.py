"""What the engine says of two waves of a question, worked out a second time from their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tideturn.methods.change import sign_test
from tideturn.methods.intervals import newcombe

_CERTAIN = 0.05


def moved_between(measured: Sequence[Mapping[str, Any]], way: str) -> bool:
    """Return whether, for any question, an earlier wave and this year's differ in that way.

    `rose` and `fell` are told by the sign test where people were paired, else by Newcombe's interval; `same` is
    neither.
    """
    return any(_way(wave) == way for values in measured for wave in values.get("waves") or ())


def _way(wave: Mapping[str, Any]) -> str:
    if wave["pairs"]:
        gained, lost = wave["gained"], wave["lost"]
        if sign_test(gained, lost) >= _CERTAIN:
            return "same"
        return "rose" if gained > lost else "fell"
    interval = newcombe(wave["k_now"], wave["n_now"], wave["k"], wave["n"])
    if interval is None or interval.low <= 0 <= interval.high:
        return "same"
    return "rose" if interval.low > 0 else "fell"
