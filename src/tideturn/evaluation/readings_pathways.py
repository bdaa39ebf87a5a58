"""What a pathway reads as: whether more cases met all of it than before, by Fisher's exact test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.dataset.wording import counted
from tideturn.evaluation.readings import ALPHA, Reading
from tideturn.evaluation.rounding import in_points, percent, points, said_p
from tideturn.evaluation.rules import Rules
from tideturn.methods.intervals import Interval, fisher, independent_difference

FEWEST_CASES: Final = 10
"""So many cases it takes on each side for a pathway to be read."""


@dataclass(frozen=True)
class Sides:
    """How many cases met the whole pathway, of how many, before and after."""

    met_before: int
    cases_before: int
    met: int
    cases: int

    @property
    def difference(self) -> float | None:
        """The share after less the share before; None where either side has no case."""
        if not (self.cases and self.cases_before):
            return None
        return self.met / self.cases - self.met_before / self.cases_before

    @property
    def p(self) -> float | None:
        """Fisher's exact two-sided p that both shares are one."""
        if not (self.cases and self.cases_before):
            return None
        return fisher(self.met, self.cases, self.met_before, self.cases_before)

    @property
    def interval(self) -> Interval | None:
        """The Agresti–Caffo interval of the difference."""
        return independent_difference(self.met, self.cases, self.met_before, self.cases_before)

    @property
    def enough(self) -> bool:
        """Whether both sides have the cases that it takes."""
        return min(self.cases, self.cases_before) >= FEWEST_CASES


def read_pathway(sides: Sides, rules: Rules, *, before: str = "before", after: str = "in the year") -> Reading:
    """Cases that met the whole designed pathway; `before` and `after` say in words which cases each side holds."""
    told = (
        f"{sides.met:,} of {counted(sides.cases, 'case')} {after} met the whole designed pathway, "
        f"against {sides.met_before:,} of {sides.cases_before:,} {before}"
    )
    if not sides.enough or sides.difference is None or sides.p is None or sides.interval is None:
        short = [
            f"{FEWEST_CASES - cases} more {cases_of}"
            for cases, cases_of in ((sides.cases, after), (sides.cases_before, before))
            if cases < FEWEST_CASES
        ]
        why = f"{told}; it takes {FEWEST_CASES} cases on each side."
        return Reading("insufficient", why, needs=f"{' and '.join(short)} that are over")
    low, high = sides.interval.low, sides.interval.high
    told += (
        f" ({percent(sides.met / sides.cases)} against {percent(sides.met_before / sides.cases_before)}; "
        f"a difference of {in_points(sides.difference)}, {points(low)} to {points(high)}; "
        f"Fisher’s exact test {said_p(sides.p)})"
    )
    if sides.p < ALPHA and sides.difference > 0:
        return Reading("positive", f"{told}.")
    needs = f"a higher share {after} than {before}, and further apart than chance would have it"
    if sides.p < ALPHA and sides.difference < 0:
        return Reading("negative", f"{told}.", needs=needs)
    if sides.interval.within(rules.no_change_margin):
        smallest = f"a change of the share of more than {in_points((high - low) / 2)}, of {sides.cases:,} cases"
        return Reading("no_change", f"{told}.", needs=needs, smallest_change=smallest)
    return Reading("insufficient", f"{told}; neither a change nor its absence is shown.", needs=needs)
