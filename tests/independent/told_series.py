"""A series where a sentence speaks of it: its whole years, its direction, and the words that are chosen by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from .expected import Holds
from .folder import Row, Year, day
from .printing import significant
from .registering import Said, states, worded
from .says_talking import IMPACT, strand_of
from .whole_years import FAR, Beside, WholeYears
from .yearly import Yearly, beside, yearly

NUMBER = r"\d[\d,]*(?:\.\d+)?"
WHAT = r"[Tt]he (?P<what>count|rate \(the count divided by its denominator\))"
RANGE = rf"\((?P<low>{NUMBER})(?: to (?P<high>{NUMBER})| or more)\)"
NAMED = r"the year to \w+ \d{4}|Year \d+"
DATED = rf"(?P<dated>, (?:{NAMED}),?)?"  # the last of the earlier years, where it is not the year before
SHOWN = (
    rf"(?:[Aa] (?P<way>rise|fall) of less than (?P<least>{NUMBER}%) would not"
    r"|[Nn]ot even a (?P<far>rise to ten times as many|fall to a tenth) would) have shown"
)
TOLD = {"up": ("rise", "rose", "rising", "more"), "down": ("fall", "fell", "falling", "less")}
OTHER = {"up": "down", "down": "up"}
SIGN = {"up": 1, "down": -1}
PAST = {"up": "above", "down": "below"}  # where a year lies past the far end
RATE = "rate (the count divided by its denominator)"


@dataclass(frozen=True)
class Told:
    """A series where a sentence speaks of it: its row, its whole years, and the direction that was registered."""

    year: Year
    row: Row
    found: Yearly
    registered: str  # up or down; empty where none was registered before the year

    @property
    def way(self) -> str:
        return self.registered or "up"

    @property
    def sign(self) -> int:
        return SIGN[self.way]

    @property
    def held(self) -> WholeYears:
        return self.found.held()

    @property
    def both(self) -> Beside:
        """The series beside the same count where the programme does not work."""
        return beside(self.year, self.found, self.row["compare_with"])

    @property
    def what(self) -> str:
        return RATE if self.found.rated else "count"

    def put(self, total: float) -> Any:
        """Return a total as it is printed: a whole number, or a rate to three figures, however small."""
        return f"{Decimal(significant(total / self.found.of(0), 3)):f}" if self.found.rated else total

    def numbers(self, *names: str) -> dict[str, Any]:
        """Return what the sentence is about, and the totals of the names as they are printed."""
        held = self.held
        totals = {"y": held.y, "p": held.expected(self.way).total, "last": held.last}
        return {"what": self.what, **{name: self.put(totals[name]) for name in names}}

    def range(self, said: Said) -> dict[str, Any]:
        """Return the ends of what earlier years point to; a far one is left out."""
        (low, high), far = self.held.range, self.held.open_ended
        left_out = Holds(far == (not said["high"]), f"{high:.4g} is {'' if far else 'not '}far beyond all counts")
        return {"low": self.put(low), "high": self.put(high), "left out": left_out}

    def named(self, years: int) -> str:
        """Return how a year is called: by its number, or one before the programme by the month in which it ends."""
        if years >= self.found.first:
            return f"Year {self.year.number + years}"
        start = self.year.start
        end = start.replace(year=start.year + years + 1) - timedelta(days=1)
        return f"the year to {end:%B %Y}"

    def standing_out(self) -> dict[str, float]:
        """Return the years that the year must be beyond too and is not, by name: that before it, and the last two."""
        totals = {
            each: self.found.total(each) / self.found.of(each) * self.found.of(0)
            for each in {-1, *self.found.usable[-2:]}
        }
        return {self.named(each): total for each, total in totals.items() if self.sign * (self.held.y - total) <= 0}

    def dated(self, said: Said) -> Holds:
        """See that the last of the earlier years is named where it is not the year just before, and only there."""
        named = self.named(self.found.usable[-1]) if self.held.h > 1 else ""
        return Holds(said["dated"].strip(", ") == named, f"the last of them is {named or 'the year before'}")

    @property
    def beyond(self) -> tuple[bool, bool]:
        """Tell whether the year is clearly beyond the trend, and beyond the last, in the direction registered."""
        return self.held.beyond(self.way)

    @property
    def past(self) -> bool:
        """Tell whether the year lies past the far end of what earlier years point to."""
        return self.held.side == PAST[self.way]

    @property
    def carried(self) -> bool:
        """Tell whether one period alone carries it."""
        return all(self.held.beyond(self.way, self.held.y)) and not all(self.beyond)

    @property
    def behind(self) -> bool:
        """Tell whether the year lies behind its trend, and did not move that way."""
        other = OTHER[self.way]
        return self.held.beyond(other)[0] and not self.held.moved(other)

    def least(self, said: Said) -> dict[str, Any]:
        """Return the least that would have shown; none is told where not even ten times as many would have."""
        times, way = self.held.times(self.way), TOLD[self.way][0]
        return {
            "way": way,
            "least": self.held.least(self.way),
            "far": "rise to ten times as many" if way == "rise" else "fall to a tenth",
            "tenfold": Holds((times > FAR) == bool(said["far"]), f"{times:.4g} times would have shown"),
        }


def told(year: Year, said: Said) -> Told | None:
    """Return the series of a sentence: the one in whose strand it stands, else the last named before it."""
    at = strand_of(year, said)
    if at is None:
        return None
    before = f"{said.passage.near.get('strand', '')} {said.passage.text[: said.match.start()]}"
    places = [(before.rfind(f"series “{row['title']}”"), row) for row in year.rows("indicators")]
    where, row = max(places, key=lambda each: each[0], default=(-1, None))
    found = yearly(year, row["indicator"], tuple(year.sites_at(at.outcome, at.scope))) if row and where >= 0 else None
    if row is None or found is None:
        return None
    registered = day(row["registered_on"])
    return Told(year, row, found, row["expected"] if registered and registered < year.start else "")


def states_series(pattern: str) -> Callable[[Any], Any]:
    """Register what recomputes a sentence of a series: the function gets the series and what was said."""
    return _of_series(states(IMPACT, pattern))


def worded_series(pattern: str) -> Callable[[Any], Any]:
    """Register what checks a sentence of a series that states data in words and dates alone."""
    return _of_series(worded(IMPACT, pattern))


def _of_series(register: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def of_series(compute: Any) -> Any:
        def placed(year: Year, said: Said) -> Any:
            it = told(year, said)
            return compute(it, said) if it else None

        register(placed)
        return compute

    return of_series
