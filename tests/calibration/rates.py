"""How often a reading rose or fell over many draws of one world."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Rates:
    """Shares of the draws of a world that read positive and negative, and how many draws there were."""

    rose: float
    fell: float
    draws: int

    @classmethod
    def of(cls, rose: NDArray[np.bool_], fell: NDArray[np.bool_]) -> Rates:
        """Count them."""
        return cls(float(np.mean(rose)), float(np.mean(fell)), len(rose))

    @property
    def worst(self) -> float:
        """The larger of the two."""
        return max(self.rose, self.fell)

    def within(self, bound: float) -> bool:
        """Whether neither is beyond the bound and three standard errors."""
        return self.worst <= bound + 3 * math.sqrt(bound * (1 - bound) / self.draws)


def beyond(found: Mapping[Any, Rates], bound: float) -> list[Any]:
    """Return the worlds that read positive or negative more often than a bound."""
    return [world for world, rates in found.items() if not rates.within(bound)]


def hold(found: Mapping[Any, Rates]) -> None:
    """Assert that of worlds without effect none is beyond 5.5 %, and nine of ten are within 2.5 %."""
    assert not beyond(found, 0.055)
    above = beyond(found, 0.025)
    assert len(above) <= len(found) / 10, above
