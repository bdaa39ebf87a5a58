"""How often a reading rose or fell over many draws of one world."""

from __future__ import annotations

import math
from dataclasses import dataclass

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
