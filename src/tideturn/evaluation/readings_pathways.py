"""What a pathway reads as: whether more cases met all of it than before, by Fisher's exact test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.evaluation.readings import ALPHA, Reading
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import joined, needed, stated, stated_of, told
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
    """Read which cases met the whole pathway; `before` and `after` say in words which cases each side holds."""
    said = told(
        "{met} of {cases} {after} met the whole designed pathway, against {met_before} of {cases_before} {before}",
        met=stated("met", sides.met),
        cases=stated_of("cases", sides.cases, "cases"),
        after=after,
        met_before=stated("met_before", sides.met_before),
        cases_before=stated("cases_before", sides.cases_before),
        before=before,
    )
    if not sides.enough or sides.difference is None or sides.p is None or sides.interval is None:
        short = [
            told("{more} {cases_of}", more=needed(FEWEST_CASES - cases, "more", "more"), cases_of=cases_of)
            for cases, cases_of in ((sides.cases, after), (sides.cases_before, before))
            if cases < FEWEST_CASES
        ]
        why = told(
            "{said}; it takes {least} cases on each side.",
            said=said,
            least=stated("cases", FEWEST_CASES, item="method"),
        )
        return Reading("insufficient", why, needs=told("{short} that are over", short=joined(short, " and ")))
    low, high = sides.interval.low, sides.interval.high
    said = told(
        "{said} ({share} against {share_before}; a difference of {difference}, {low} to {high}; "
        "Fisher’s exact test {p})",
        said=said,
        share=stated("met/cases", sides.met / sides.cases, "share"),
        share_before=stated("met_before/cases_before", sides.met_before / sides.cases_before, "share"),
        difference=stated("difference", sides.difference, "in points"),
        low=stated("interval.0", low, "points"),
        high=stated("interval.1", high, "points"),
        p=stated("p", sides.p, "p"),
    )
    why = told("{said}.", said=said)
    if sides.p < ALPHA and sides.difference > 0:
        return Reading("positive", why)
    needs = f"a higher share {after} than {before}, and further apart than chance would have it"
    if sides.p < ALPHA and sides.difference < 0:
        return Reading("negative", why, needs=needs)
    if sides.interval.within(rules.no_change_margin):
        smallest = told(
            "a change of the share of more than {half}, of {cases}",
            half=stated("half the interval", (high - low) / 2, "in points"),
            cases=stated_of("cases", sides.cases, "cases"),
        )
        return Reading("no_change", why, needs=needs, smallest_change=smallest)
    return Reading("insufficient", told("{said}; neither a change nor its absence is shown.", said=said), needs=needs)
