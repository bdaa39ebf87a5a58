"""Say what a series did in a year, in whole years, with every number that a sentence about it may state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tideturn.evaluation.record_values import Totals, TotalsElsewhere, YearTotal
from tideturn.evaluation.whole_years import WholeYears
from tideturn.methods.year_totals import FALL, RISE, AgainstElsewhere, Direction, YearTotals

IMPRECISE: Final = 0.5
"""A rise by half, as a share. A series where that rise, or the matching fall, might not show is imprecise."""
OPEN: Final = 1.0
"""A doubling, as a share.

If only more than that would show, or the matching fall, the earlier years leave too much open to say.
"""
TENFOLD: Final = 9.0
"""A rise to ten times what is expected, as a share of it."""


@dataclass(frozen=True)
class Elsewhere:
    """The same count where the programme does not work, over the same years."""

    title: str
    totals: YearTotals
    beside: AgainstElsewhere
    rated: bool = False
    per: float = 1.0
    """Denominator of the judged year there; 1 where counts are not divided."""
    whole: WholeYears | None = None
    """Whole years that it covers there."""


@dataclass(frozen=True)
class Movement:
    """What a series did in the year, and what was expected of it before.

    `expected` is the direction registered before the year began, None if there was none; `registered` says in words
    when that was. `per` is the year's denominator, 1 where counts are not divided.
    """

    whole: WholeYears
    expected: str | None = None
    registered: str = "before the year began"
    rated: bool = False
    per: float = 1.0
    totals: YearTotals | None = None
    """Totals of the year and the others; None where no change can be read: `whole.why_not` says why."""
    elsewhere: Elsewhere | None = None
    state: bool = False
    """Whether the outcome claims a state: a change says nothing about it."""
    incomparable: str = ""
    """Title of a count elsewhere that was named before the year but is small or lacks some of these years."""

    @property
    def sign(self) -> int:
        """Return 1 for a rise, which is also tested if no direction was registered, and −1 for a fall."""
        return FALL if self.expected == "down" else RISE

    @property
    def moved(self) -> str | None:
        """Return `rose`, `fell` or `neither`; None where no change can be read."""
        return self._tests.moved if self._tests else None

    @property
    def same(self) -> bool:
        """Return whether a change of more than the margin can be ruled out."""
        return self._tests is not None and self._tests.same

    @property
    def smallest(self) -> float:
        """Return the smallest change in the registered direction that would have shown, as a share."""
        assert self._tests is not None
        return self._tests.smallest_fall if self.sign == FALL else self._tests.smallest_rise

    @property
    def imprecise(self) -> bool:
        """Return whether a rise by half might not show, or the fall that such a rise would undo."""
        return self.hides(IMPRECISE)

    def hides(self, rise: float) -> bool:
        """Return whether a rise by this share might not show; for a fall, the one that such a rise would undo."""
        return self._tests is not None and self.smallest > (rise / (1 + rise) if self.sign == FALL else rise)

    @property
    def _tests(self) -> YearTotals | AgainstElsewhere | None:
        return self.elsewhere.beside if self.elsewhere else self.totals

    @property
    def read(self) -> YearTotals:
        """Return the year's total beside the others. Call this only where a change can be read."""
        assert self.totals is not None
        return self.totals

    @property
    def tested(self) -> Direction:
        """Return the tests of a change in the registered direction."""
        return self.read.fall if self.sign == FALL else self.read.rise

    @property
    def opposite(self) -> Direction:
        """Return the tests of a change in the other direction."""
        return self.read.rise if self.sign == FALL else self.read.fall

    @property
    def unpassed(self) -> tuple[str, float] | None:
        """Return the first total that the year is not beyond, with its name; None if it is beyond all of them.

        Look at the year just before, then at the last two of the earlier years.
        """
        names = (self.whole.before_name, *(one.name for one in self.whole.earlier[:-3:-1]))
        totals = (self.read.before, *self.read.totals[:-3:-1])
        pairs = zip(names, totals, strict=True)
        return next(((name, total) for name, total in pairs if self.sign * (self.read.year - total) <= 0), None)

    def held(self) -> Totals:
        """Return the numbers for the evidence; totals are rates where counts are divided by denominators."""
        whole = self.whole
        found: dict[str, Any] = {"full": len(whole.earlier), "in_year": whole.in_year, "counted": whole.counted}
        if self.totals is None or whole.year is None:
            return Totals.of(found)
        totals, tested = self.totals, self.tested
        numbers = {
            "expected": tested.expected,
            "low": totals.low,
            "high": totals.high,
            "last": totals.last,
            "year": totals.year,
            "unpassed": self.unpassed[1] if self.unpassed else None,
        }
        found |= {name: None if one is None else one / self.per for name, one in numbers.items()}
        found |= {
            "years": [YearTotal(one.name, one.total) for one in whole.earlier],
            "ahead": totals.ahead,
            "dispersion": totals.dispersion,
            "z_trend": tested.z_trend,
            "z_last": tested.z_last,
            "smallest": self.smallest,
            "tenfold": self.hides(TENFOLD),
            "extreme": whole.year.periods[totals.extreme[self.sign == FALL]],
        }
        if self.elsewhere:
            there, beside = self.elsewhere, self.elsewhere.beside
            found["elsewhere"] = TotalsElsewhere(
                last=there.totals.last / there.per,
                year=there.totals.year / there.per,
                difference=beside.difference,
                beyond_trend=beside.beyond_trend,
            )
        return Totals.of(found)
