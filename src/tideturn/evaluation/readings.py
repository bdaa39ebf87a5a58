"""What a strand reads as: counts in, one reading out, with the sentence that says which test was passed or failed.

Every test has its mirror image: a negative reading is the same test passed by the opposite answer, never the mere
failure of the positive one. Thresholds come from `Rules`. Each kind of evidence is read in a module of its own, as
`readings_surveys`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.evaluation.told import told

ALPHA: Final = 0.05
HALF: Final = 0.5
_SLACK: Final = 1e-12
"""So that two thirds of three is two, whatever the last bit of a float says."""
POLARITY: Final = {"positive": "supports", "negative": "contradicts", "no_change": "no_change", "mixed": "mixed"}


@dataclass(frozen=True)
class Reading:
    """A reading, the sentence with its numbers, and what more a positive one would take (a phrase)."""

    reading: str
    why: str
    needs: str = ""
    smallest_change: str = ""
    imprecise: str = ""
    """Why it could show only large changes, as a sentence."""

    @property
    def polarity(self) -> str:
        """What evidence that carries numbers says, by its own reading; any other reading says nothing (`none`)."""
        return POLARITY.get(self.reading, "none")


def at_least(share: float, part: int, whole: int) -> bool:
    """Return whether `part` of `whole` is at least `share` of it."""
    return part >= share * whole - _SLACK


def beside_a_state(reading: Reading, shows: str) -> Reading:
    """Return the reading of what `shows` a change beside an outcome that claims a state: it reads nothing there."""
    why = told(
        "{why} {shows} a change; this outcome claims how things are, so that they stand beside its verdict.",
        why=reading.why,
        shows=shows,
    )
    return Reading("insufficient", why, needs="evidence of how things are, such as a survey")
