"""What a series says of a year: its total, what earlier whole years point to, and how clearly they differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from scipy import stats

from .expected import Holds
from .folder import Row, Year, day
from .printing import long_date, significant
from .registering import Said, states, worded
from .rules import rule
from .says_talking import IMPACT, strand_of
from .whole_years import WholeYears
from .yearly import LEAST, Yearly, beside, yearly

NUMBER = r"\d[\d,]*(?:\.\d+)?"
WHAT = r"[Tt]he (?P<what>count|rate \(the count divided by its denominator\))"
RANGE = rf"\((?P<low>{NUMBER})(?: to (?P<high>{NUMBER})| or more)\)"
DATED = r"(?:, the year to \w+ \d{4},?|, Year \d+,?)?"  # the last of the earlier years, where it is not the year before
TOLD = {"up": ("rise", "rose", "rising", "more"), "down": ("fall", "fell", "falling", "less")}
OTHER = {"up": "down", "down": "up"}
RATE = "rate (the count divided by its denominator)"
FEWEST = 20  # a year, below which no change is read


@dataclass(frozen=True)
class Told:
    """A series where a sentence speaks of it: its row, its whole years, and the direction that was registered."""

    row: Row
    found: Yearly
    registered: str  # up or down; empty where none was registered before the year

    @property
    def way(self) -> str:
        return self.registered or "up"

    @property
    def held(self) -> WholeYears:
        return self.found.held()

    @property
    def what(self) -> str:
        return RATE if self.found.rated else "count"

    def put(self, total: float) -> Any:
        """Return a total as it is printed: a whole number, or a rate to three figures."""
        return significant(total / self.found.of(0), 3) if self.found.rated else total

    def range(self) -> dict[str, Any]:
        low, high = self.held.range
        return {"low": self.put(low), "high": self.put(high)}


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
    return Told(row, found, row["expected"] if registered and registered < year.start else "")


@states(
    IMPACT,
    r"It has (?P<n>\d+|no) full (?P<noun>years?) of counts before the year, and it takes (?P<least>\d+) to compare",
)
def full_years(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    count = len(it.found.usable)
    few = Holds(count < LEAST, f"there are {count}, enough to compare")
    return {"n": count or "no", "noun": "years" if count > 1 else "year", "least": LEAST, "too few": few}


@states(
    IMPACT,
    r"it would take (?:a direction registered before the next year begins, and )?"
    r"(?P<more>\d+) more full (?P<noun>years?) of counts before the year",
)
def more_years(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    more = LEAST - len(it.found.usable) if it else 0
    return {"more": more, "noun": "year" if more == 1 else "years"} if it else None


@states(
    IMPACT,
    r"It has counts for (?P<n>\d+|no) (?P<each>month|quarter)s? in the year, and only whole years, of (?P<of>\d+), "
    r"are compared",
)
def part_of_the_year(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    short = Holds(it.found.year < it.found.periods, "the year is complete")
    return {"n": it.found.year or "no", "each": it.found.each, "of": it.found.periods, "short": short}


@states(
    IMPACT,
    rf"It has (?P<n>{NUMBER}) in the (?P<years>\d+) full years before (?:the year|the programme began); "
    r"it takes (?P<least>\d+) a year to read",
)
def too_few(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    total = sum(map(it.found.total, it.found.usable))
    few = Holds(total / len(it.found.usable) < FEWEST, f"there are {total} in {len(it.found.usable)} years")
    return {"n": total, "years": len(it.found.usable), "least": FEWEST, "too few": few}


@states(
    IMPACT,
    rf"{WHAT} was (?P<y>{NUMBER}) in the year; earlier years point to (?P<p>{NUMBER}) {RANGE}, "
    rf"and the last of them{DATED} had (?P<last>{NUMBER})",
)
def pointed_to(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    held = it.held
    numbers = {"y": held.y, "p": held.expected(it.way).total, "last": held.last}
    return {"what": it.what, **{name: it.put(value) for name, value in numbers.items()}, **it.range()}


@states(
    IMPACT,
    rf"{WHAT} (?P<moved>rose|fell) to (?P<y>{NUMBER}), but (?:it was already (?P<already>rising|falling): "
    rf"earlier years alone point|earlier years leave that open: they point) to (?:(?:more|less), )?(?P<p>{NUMBER})"
    rf"(?: {RANGE})?",
)
def moved_already(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    held, way = it.held, next(way for way, words in TOLD.items() if said["moved"] in words)
    rising = (held.slope > 1e-9) if way == "up" else (held.slope < -1e-9)
    return {
        "what": it.what,
        "moved": TOLD[it.way][1],
        "already": TOLD[way][2] if rising else None,
        "y": it.put(held.y),
        "p": it.put(held.expected(it.way).total),
        **it.range(),
        "last alone": Holds(held.beyond(way) == (False, True), f"beyond trend and last: {held.beyond(way)}"),
        "trend": Holds(rising == bool(said["already"]), f"earlier years change by {held.slope:+.1%} a year"),
    }


@states(
    IMPACT,
    rf"{WHAT} of (?P<y>{NUMBER}) is (?P<way>more|less) than earlier years point to \((?P<p>{NUMBER})\), but (?:not "
    rf"clearly|no) (?:more|less) than the last of them{DATED} \((?P<last>{NUMBER})\)",
)
def trend_alone(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    held = it.held
    numbers = {"y": held.y, "p": held.expected(it.way).total, "last": held.last}
    alone = Holds(held.beyond(it.way) == (True, False), f"beyond trend and last: {held.beyond(it.way)}")
    put = {name: it.put(value) for name, value in numbers.items()}
    return {"what": it.what, "way": TOLD[it.way][3], **put, "trend alone": alone}


@states(
    IMPACT,
    rf"{WHAT} of (?P<y>{NUMBER}) is (?P<way>more|less) than earlier years point to, but (?:more|less) than in "
    rf"(?:Year \d+|the year to \w+ \d{{4}}) \((?P<before>{NUMBER})\)",
)
def not_beyond_the_last(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    held = it.held
    both = Holds(held.beyond(it.way) == (True, True), f"beyond trend and last: {held.beyond(it.way)}")
    before = held.last if held.before is None else held.before
    return {"what": it.what, "way": TOLD[it.way][3], "y": it.put(held.y), "before": it.put(before), "both": both}


@states(
    IMPACT,
    rf"{WHAT} of (?P<y>{NUMBER}) is (?:(?P<way>more|less) than|at the (?P<end>low|high) end of what) "
    rf"earlier years point to {RANGE}; the last of them{DATED} had (?P<last>{NUMBER})",
)
def behind_its_trend(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    held, other = it.held, OTHER[it.way]
    behind = Holds(held.beyond(other)[0] and not held.moved(other), f"behind its trend: z {held.z(other)[0]:.3f}")
    numbers = {"y": it.put(held.y), "last": it.put(held.last)}
    way, end = (TOLD[other][3], None) if said["way"] else (None, "high" if other == "up" else "low")
    return {"what": it.what, "way": way, "end": end, **numbers, **it.range(), "behind": behind}


@states(
    IMPACT,
    rf"{WHAT} of (?P<y>{NUMBER}) is in line with earlier years {RANGE}\. "
    r"A (?P<way>rise|fall) of less than (?P<least>\d+%) would not have shown",
)
def in_line(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    held = it.held
    beyond = Holds(not any(held.beyond(it.way)), f"beyond trend and last: {held.beyond(it.way)}")
    numbers = {"y": it.put(held.y), "way": TOLD[it.way][0], "least": held.least(it.way)}
    return {"what": it.what, **numbers, **it.range(), "beyond": beyond}


@states(
    IMPACT,
    rf"{WHAT} was (?P<y>{NUMBER})\. The earlier years {RANGE} have too few counts, or differ too much, to say whether "
    r"it (?:rose|fell): (?:a (?P<way>rise|fall) of less than (?P<least>\d+%) would not|not even .+? would) have shown",
)
def left_open(year: Year, said: Said) -> dict[str, Any] | None:
    return in_line(year, said)


@states(IMPACT, r"A rise of more than (?P<margin>\d+%), or a fall that only such a rise undoes, can be ruled out")
def no_change(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    margin = float(rule(year.folder, "no_change_margin"))
    return {"margin": margin, "ruled out": Holds(it.held.ruled_out(margin), "it cannot be ruled out")}


@states(
    IMPACT,
    rf"{WHAT} went from (?P<last>{NUMBER}) in (?:the year to \w+ \d{{4}}|Year \d+) to (?P<y>{NUMBER}) in the year; "
    rf"elsewhere \(“(?P<other>[^”]+)”\), from (?P<last_there>{NUMBER}) to (?P<y_there>{NUMBER})",
)
def elsewhere(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    both, there = beside(year, it.found, it.row["compare_with"]), yearly(year, it.row["compare_with"], ("elsewhere",))
    title = next(row["title"] for row in year.rows("indicators") if row["indicator"] == it.row["compare_with"])
    at_its_own = there.of(0) if there else 1.0
    rate = (lambda total: significant(total / at_its_own, 3)) if there and there.rated else (lambda total: total)
    return {
        "what": it.what,
        "last": it.put(both.here.last),
        "y": it.put(both.here.y),
        "other": title,
        "last_there": rate(both.elsewhere.last),
        "y_there": rate(both.elsewhere.y),
    }


@states(IMPACT, r"A (?P<way>rise|fall) of less than (?P<least>\d+%) beyond that elsewhere would not have shown")
def least_beside(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    both = beside(year, it.found, it.row["compare_with"])
    hidden = Holds(not both.apart(it.way), f"it did show: {both.lead:.3f} beyond {both.bound:.3f}")
    return {"way": TOLD[it.way][0], "least": both.least(it.way), "hidden": hidden}


@states(IMPACT, r"But the two were drawing apart already, and that could explain it")
def apart_already(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    both, sign = beside(year, it.found, it.row["compare_with"]), 1 if it.way == "up" else -1
    explained = both.apart(it.way) and sign * both.beyond_trend <= stats.t.ppf(0.9, both.here.df)
    return {"explained": Holds(explained, f"{both.beyond_trend:.3f} beyond the trend of their ratio")}


@states(
    IMPACT,
    r"The counts of (Year \d+|the year to \w+ \d{4}) are not complete, and the year must be held "
    r"against the one before",
)
def year_before_in_part(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    counted = len(it.found.counts.get(-1, {}))
    return {"in part": Holds(counted < it.found.periods, f"there are counts for {counted} {it.found.each}s of it")}


# What follows prints no number but in dates and years: its words are checked.


@worded(IMPACT, r"That is a (rise|fall), the direction registered on (\d+ \w+ \d{4})")
def as_registered(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    way = "up" if said.match[1] == "rise" else "down"
    other = it.row["compare_with"]
    moved = beside(year, it.found, other).apart(way) if other else it.held.moved(way)
    return {
        "moved": Holds(moved and way == it.registered, f"moved: {moved}, registered: {it.registered}"),
        **_on(it, said),
    }


@worded(IMPACT, r"That is the opposite of a (rise|fall), which was registered on (\d+ \w+ \d{4})")
def against(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    way = "up" if said.match[1] == "rise" else "down"
    moved = bool(it.row["compare_with"]) or it.held.moved(OTHER[way])
    return {
        "moved": Holds(moved and way == it.registered, f"moved: {moved}, registered: {it.registered}"),
        **_on(it, said),
    }


def _on(it: Told, said: Said) -> dict[str, Any]:
    registered = day(it.row["registered_on"])
    return {"day": Holds(bool(registered) and long_date(registered) == said.match[2], f"it was on {registered}")}


@worded(IMPACT, r"No direction was registered before the year began")
def not_registered(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    return {"registered": Holds(not it.registered, "a direction was registered")} if it else None


@worded(IMPACT, r"The earlier years include (Years? \d+(?:(?:, \d+)* and \d+)?) of the programme")
def of_the_programme(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    numbers = [year.number + each for each in it.found.usable if each >= it.found.first]
    printed = [int(each) for each in re.findall(r"\d+", said.match[1])]
    return {"years": Holds(printed == numbers, f"they include Years {numbers}")}


@worded(IMPACT, r"Most of the (rise|fall) comes from (\w+ \d{4}); without it the year is in line with earlier years")
def one_period(year: Year, said: Said) -> dict[str, Any] | None:
    it = told(year, said)
    if it is None:
        return None
    held, way = it.held, "up" if said.match[1] == "rise" else "down"
    month = it.found.month(held.held_back(way)[1])
    carried = all(held.beyond(way, held.y)) and not all(held.beyond(way))
    return {"month": Holds(month == said.match[2] and carried, f"{month}; it carries the {said.match[1]}: {carried}")}
