"""Read a pathway: did more cases meet all of it than before, and than at places without the pilot?"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Final

from tideturn.evaluation.readings import ALPHA, Reading, half_of, read_by_interval
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import Told, joined, needed, stated, stated_of, told
from tideturn.methods.intervals import Interval, Z, added_difference, fisher, independent_difference

FEWEST_CASES: Final = 10
"""Minimum cases on each side for a pathway to be read."""


@dataclass(frozen=True)
class Sides:
    """How many cases met the whole pathway, of how many, before and after.

    `dispersion` is the ratio of the variance to that of independent cases, since months and places vary. `shift` is the
    further variance of places that move from year to year without any cause.
    """

    met_before: int
    cases_before: int
    met: int
    cases: int
    dispersion: float = field(default=1.0, compare=False)
    shift: float = field(default=0.0, compare=False)

    @property
    def difference(self) -> float | None:
        """Return the share after minus the share before; None if either side has no case."""
        if not (self.cases and self.cases_before):
            return None
        return self.met / self.cases - self.met_before / self.cases_before

    @property
    def p(self) -> float | None:
        """Return Fisher's exact two-sided p for both shares being equal; None if either side has no case."""
        if not (self.cases and self.cases_before):
            return None
        return fisher(self.met, self.cases, self.met_before, self.cases_before)

    @property
    def interval(self) -> Interval | None:
        """Return the Agresti–Caffo interval of the difference, widened by as much as months and places vary."""
        of = (self.met, self.cases, self.met_before, self.cases_before)
        return independent_difference(*of, dispersion=self.dispersion, shift=self.shift)

    @property
    def spread(self) -> tuple[float, float]:
        """Return the dispersion and the shift."""
        return self.dispersion, self.shift

    def varying_as(self, other: Sides) -> Sides:
        """Return the same cases with the dispersion and the shift of the other ones."""
        return replace(self, dispersion=other.dispersion, shift=other.shift)

    @property
    def enough(self) -> bool:
        """Return whether both sides have at least `FEWEST_CASES` cases."""
        return min(self.cases, self.cases_before) >= FEWEST_CASES


@dataclass(frozen=True)
class Differences:
    """The change where a pilot began, compared with the change over the same months at places without one."""

    here: Sides
    elsewhere: Sides

    @property
    def difference(self) -> float | None:
        """Return how much more the share rose here than there; None if a side has no case."""
        if self.here.difference is None or self.elsewhere.difference is None:
            return None
        return self.here.difference - self.elsewhere.difference

    @property
    def interval(self) -> Interval | None:
        """Return the 95 % interval of the difference; None if a side has no case.

        It is made from the parts of Agresti and Caffo's interval, and widened by as much as months and places vary.
        """
        parts = [
            added_difference(one.met, one.cases, one.met_before, one.cases_before)
            for one in (self.here, self.elsewhere)
        ]
        if parts[0] is None or parts[1] is None:
            return None
        centre = parts[0][0] - parts[1][0]
        sampled = max(self.here.dispersion, self.elsewhere.dispersion) * (parts[0][1] + parts[1][1])
        reach = Z * math.sqrt(sampled + self.here.shift + self.elsewhere.shift)
        return Interval(max(-2.0, centre - reach), min(2.0, centre + reach))

    @property
    def enough(self) -> bool:
        """Return whether each of the four groups has at least `FEWEST_CASES` cases."""
        return self.here.enough and self.elsewhere.enough


def read_pathway(
    sides: Sides, rules: Rules, *, before: str = "before", after: str = "in the year", elsewhere: Sides | None = None
) -> Reading:
    """Read which cases met the whole pathway; `before` and `after` say in words which cases each side holds.

    With enough cases `elsewhere`, over the same months, the difference of the two changes decides.
    """
    met = told(
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
            said=met,
            least=stated("cases", FEWEST_CASES, item="method"),
        )
        return Reading("insufficient", why, needs=told("{short} that are over", short=joined(short, " and ")))
    shares = told(
        "{share} against {share_before}",
        share=stated("met/cases", sides.met / sides.cases, "share"),
        share_before=stated("met_before/cases_before", sides.met_before / sides.cases_before, "share"),
    )
    if elsewhere is not None and (both := Differences(sides, elsewhere)).enough:
        return _read_differences(both, told("{met} ({shares})", met=met, shares=shares), rules)
    said = told(
        "{said} ({shares}; a difference of {difference}, {low} to {high}{allowing}; Fisher’s exact test {p})",
        said=met,
        shares=shares,
        difference=stated("difference", sides.difference, "in points"),
        low=stated("interval.0", sides.interval.low, "points"),
        high=stated("interval.1", sides.interval.high, "points"),
        allowing=_ALLOWING if sides.dispersion > 1 or sides.shift else "",
        p=stated("p", sides.p, "p"),
    )
    smallest = told(
        "a change of the share of more than {half}, of {cases}",
        half=half_of(sides.interval),
        cases=stated_of("cases", sides.cases, "cases"),
    )
    needs = f"more cases {after} and {before}"
    return read_by_interval(said, sides.interval, rules.no_change_margin, needs, smallest, shown=sides.p < ALPHA)


_ALLOWING: Final = ", allowing for how much places and months vary"


def _read_differences(both: Differences, met: Told, rules: Rules) -> Reading:
    there, interval, difference = both.elsewhere, both.interval, both.difference
    assert interval is not None  # each of the four has cases
    assert difference is not None
    said = told(
        "{met}. Over the same months, at the places without a pilot, {met_there} of {cases_there} did, against "
        "{met_before} of {cases_before} before ({share} against {share_before}). The change is {size} {way} than "
        "at those places ({low} to {high}{allowing})",
        met=met,
        met_there=stated("elsewhere.met", there.met),
        cases_there=stated("elsewhere.cases", there.cases),
        met_before=stated("elsewhere.met_before", there.met_before),
        cases_before=stated("elsewhere.cases_before", there.cases_before),
        share=stated("elsewhere.share", there.met / there.cases, "share"),
        share_before=stated("elsewhere.share_before", there.met_before / there.cases_before, "share"),
        size=stated("apart", difference, "size in points"),
        way="better" if difference >= 0 else "worse",
        low=stated("interval.0", interval.low, "points"),
        high=stated("interval.1", interval.high, "points"),
        allowing=_ALLOWING if both.here.shift or both.elsewhere.shift else "",
    )
    needs = "more cases at the places with and without a pilot"
    smallest = told("a difference of the changes of more than {half}", half=half_of(interval))
    return read_by_interval(said, interval, rules.no_change_margin, needs, smallest)
