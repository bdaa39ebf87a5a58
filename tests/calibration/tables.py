"""The two tables of error rates: a row for each world of a reading, and a row for each whole programme."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Final

from tests.calibration.rates import Rates
from tests.calibration.worlds_of_programmes import CLAIMS

REFERENCE: Final = Path(__file__).parents[2] / "docs" / "reference"
READINGS: Final = REFERENCE / "error-rates.csv"
PROGRAMMES: Final = REFERENCE / "error-rates-programmes.csv"
REAL: Final = "real"
PLAIN: Final = "plain"
"""The readings of real counts: the product's, and that of somebody who compares each year with the year before."""
LEVELS: Final = ("high", "moderate", "low")


@dataclass(frozen=True)
class Row:
    """How many of a world's draws read as a rise, and how many as a fall."""

    reading: str
    world: str
    sizes: str
    held_to: str
    draws: int
    rose: int
    fell: int

    @property
    def rates(self) -> Rates:
        """Return them as shares."""
        return Rates(*self.shares, self.draws)

    @property
    def shares(self) -> tuple[float, float]:
        """Return the two as shares of the draws."""
        return self.rose / self.draws, self.fell / self.draws

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what names the world."""
        return self.reading, self.world, self.sizes


@dataclass(frozen=True)
class ProgrammeRow:
    """How many outcomes of one programme were called supported, by confidence, and how many readings read a change.

    `low` is low or very low. A change that is false does not move in this world, one that is true does. A state is so
    by politeness alone.
    """

    world: str
    seed: int
    false_high: int
    false_moderate: int
    false_low: int
    true_high: int
    true_moderate: int
    true_low: int
    state_high: int
    state_moderate: int
    state_low: int
    measured: int
    """Readings that are measured, of outcomes that do not move."""
    moved: int
    """How many of these read as a change, up or down."""
    measured_true: int
    moved_true: int
    """The same of outcomes that do move."""

    @classmethod
    def of(cls, world: str, seed: int, outcomes: Mapping[str, tuple[str, str | None, int, int]]) -> ProgrammeRow:
        """Count them in what was kept of a programme."""
        said = Counter[str]()
        for claim in CLAIMS:
            verdict, confidence, moved, measured = outcomes[claim.outcome_id]
            true = world == "effects" and claim.moves
            kind = "state" if claim.claim == "state" else "true" if true else "false"
            said[f"{kind}_{confidence if confidence in LEVELS else 'low'}"] += verdict == "supported"
            said["moved_true" if true else "moved"] += moved
            said["measured_true" if true else "measured"] += measured
        return cls(world, seed, **{one.name: said[one.name] for one in fields(cls)[2:]})

    @property
    def said(self) -> dict[str, int]:
        """Return the counts by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)[2:]}

    def supported(self, kind: str) -> int:
        """Return how many outcomes of a kind (`false`, `true` or `state`) were called supported."""
        return sum(self.said[f"{kind}_{level}"] for level in LEVELS)


def read(file: Path, row: type[Any]) -> list[Any]:
    """Return the rows of a table; none where there is no such file."""
    if not file.exists():
        return []
    whole = {one.name for one in fields(row) if one.type == "int"}
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            row(**{name: int(value) if name in whole else value for name, value in line.items()})
            for line in csv.DictReader(lines)
        ]


def write(file: Path, row: type[Any], rows: Iterable[Any]) -> None:
    """Write the rows."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(one.name for one in fields(row))
        table.writerows(astuple(one) for one in rows)
