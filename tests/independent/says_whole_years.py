"""What a series says of a year: its total, what earlier whole years point to, and how clearly they differ."""

from __future__ import annotations

import re
from typing import Any

from .expected import Holds
from .folder import day
from .printing import long_date
from .registering import Said
from .rules import rule
from .told_series import (
    DATED,
    NAMED,
    NUMBER,
    OTHER,
    RANGE,
    SHOWN,
    TOLD,
    WHAT,
    Told,
    states_series,
    worded_series,
)
from .yearly import LEAST

FEWEST = 20  # a year, below which no change is read
WIDE = 2  # times as much, or as little: where less would not have shown, the earlier years leave it open


@states_series(
    r"It has (?P<n>\d+|no) full (?P<noun>years?) of counts before the year, and it takes (?P<least>\d+) to compare",
)
def full_years(it: Told, said: Said) -> dict[str, Any]:
    count = len(it.found.usable)
    few = Holds(count < LEAST, f"there are {count}, enough to compare")
    return {"n": count or "no", "noun": "years" if count > 1 else "year", "least": LEAST, "too few": few}


@states_series(
    r"it would take (?:a direction registered before the next year begins, and )?"
    r"(?P<more>\d+) more full (?P<noun>years?) of counts before the year",
)
def more_years(it: Told, said: Said) -> dict[str, Any]:
    more = LEAST - len(it.found.usable)
    return {"more": more, "noun": "year" if more == 1 else "years"}


@states_series(
    r"It has counts for (?P<n>\d+|no) (?P<each>month|quarter)s? in the year, and only whole years, of (?P<of>\d+), "
    r"are compared",
)
def part_of_the_year(it: Told, said: Said) -> dict[str, Any]:
    short = Holds(it.found.year < it.found.periods, "the year is complete")
    return {"n": it.found.year or "no", "each": it.found.each, "of": it.found.periods, "short": short}


@states_series(
    rf"It has (?P<n>{NUMBER}) in the (?P<years>\d+) full years before the (?P<before>year|programme began); "
    r"it takes (?P<least>\d+) a year to read",
)
def too_few(it: Told, said: Said) -> dict[str, Any]:
    total = sum(map(it.found.total, it.found.usable))
    few = Holds(total / len(it.found.usable) < FEWEST, f"there are {total} in {len(it.found.usable)} years")
    before = "year" if it.held.h == 1 else "programme began"
    return {"n": total, "years": len(it.found.usable), "before": before, "least": FEWEST, "too few": few}


@states_series(
    rf"{WHAT} was (?P<y>{NUMBER}) in the year; earlier years point to (?P<p>{NUMBER}) {RANGE}, "
    rf"and the last of them{DATED} had (?P<last>{NUMBER})",
)
def pointed_to(it: Told, said: Said) -> dict[str, Any]:
    return {**it.numbers("y", "p", "last"), **it.range(said), "dated": it.dated(said)}


@states_series(
    rf"{WHAT} (?P<moved>rose|fell) to (?P<y>{NUMBER}), but (?:it was already (?P<already>rising|falling): "
    rf"earlier years alone point|earlier years leave that open: they point) to (?:(?P<side>more|less), )?"
    rf"(?P<p>{NUMBER}) {RANGE}",
)
def moved_already(it: Told, said: Said) -> dict[str, Any]:
    held = it.held
    before, side = held.already(it.way), {"below": "more", "above": "less"}.get(held.side, "")
    return {
        **it.numbers("y", "p"),
        **it.range(said),
        "moved": TOLD[it.way][1],
        "already": TOLD[it.way][2],
        "last alone": Holds(it.beyond == (False, True), f"beyond trend and last: {it.beyond}"),
        "carried": Holds(not it.carried, "one period carries it"),
        "trend": Holds(before == bool(said["already"]), f"earlier years change by {held.slope:+.1%} a year"),
        "side": Holds(said["side"] == side, f"the year lies {held.side or 'within'}: {held.range}"),
    }


@states_series(
    rf"{WHAT} of (?P<y>{NUMBER}) is (?P<way>more|less) than earlier years point to \((?P<p>{NUMBER})\), but "
    rf"(?P<clearly>not clearly|no) (?P<than>more|less) than the last of them{DATED} \((?P<last>{NUMBER})\)",
)
def trend_alone(it: Told, said: Said) -> dict[str, Any]:
    alone = (it.beyond[0] or it.past) and not it.beyond[1]
    return {
        **it.numbers("y", "p", "last"),
        "way": TOLD[it.way][3],
        "than": TOLD[it.way][3],
        "clearly": "not clearly" if it.sign * (it.held.y - it.held.last) > 0 else "no",
        "dated": it.dated(said),
        "trend alone": Holds(alone, f"beyond trend and last: {it.beyond}; past the far end: {it.past}"),
        "carried": Holds(not it.carried, "one period carries it"),
    }


@states_series(
    rf"{WHAT} of (?P<y>{NUMBER}) is (?P<way>more|less) than earlier years point to, but (?P<than>more|less) than in "
    rf"(?P<named>{NAMED}) \((?P<before>{NUMBER})\)",
)
def not_beyond_the_last(it: Told, said: Said) -> dict[str, Any]:
    in_the_way = it.standing_out()
    return {
        **it.numbers("y"),
        "way": TOLD[it.way][3],
        "than": TOLD[OTHER[it.way]][3],
        "named": Holds(said["named"] in in_the_way, f"it is not beyond {in_the_way}"),
        "before": it.put(in_the_way.get(said["named"], 0.0)),
        "both": Holds(it.beyond == (True, True), f"beyond trend and last: {it.beyond}"),
    }


@states_series(
    rf"{WHAT} of (?P<y>{NUMBER}) is (?:(?P<way>more|less) than|at the (?P<end>low|high) end of what) "
    rf"earlier years point to {RANGE}; the last of them{DATED} had (?P<last>{NUMBER})",
)
def behind_its_trend(it: Told, said: Said) -> dict[str, Any]:
    held, other = it.held, OTHER[it.way]
    outside = held.side == ("below" if other == "down" else "above")
    z = f"z {held.z(other)[0]:.3f}, and the year lies {held.side or 'within'}"
    return {
        **it.numbers("y", "last"),
        **it.range(said),
        "way": TOLD[other][3],
        "end": "high" if other == "up" else "low",
        "dated": it.dated(said),
        "outside": Holds(outside == bool(said["way"]), z),
        "behind": Holds(outside or (not held.side and it.behind), z),
        "moved": Holds(not held.moved(other), f"it {TOLD[other][1]}"),
    }


def _nothing_clear(it: Told) -> dict[str, Holds]:
    """See that the year lies within what earlier years point to, and that no test tells it from them."""
    held, other = it.held, OTHER[it.way]
    return {
        "inside": Holds(not held.side, f"the year lies {held.side} {held.range}"),
        "beyond": Holds(not any(it.beyond), f"beyond trend and last: {it.beyond}"),
        "carried": Holds(not it.carried, "one period carries it"),
        "behind": Holds(not it.behind, f"behind its trend: z {held.z(other)[0]:.3f}"),
    }


@states_series(rf"{WHAT} of (?P<y>{NUMBER}) is in line with earlier years {RANGE}\. {SHOWN}")
def in_line(it: Told, said: Said) -> dict[str, Any]:
    times = it.held.times(it.way)
    narrow = Holds(times <= WIDE, f"less than {times:.4g} times would not have shown: that leaves it open")
    return {**it.numbers("y"), **it.range(said), **it.least(said), **_nothing_clear(it), "narrow": narrow}


@states_series(
    rf"{WHAT} was (?P<y>{NUMBER})\. The earlier years {RANGE} have too few counts, or differ too much, to say whether "
    rf"it (?P<moved>rose|fell): {SHOWN}",
)
def left_open(it: Told, said: Said) -> dict[str, Any]:
    times = it.held.times(it.way)
    return {
        **it.numbers("y"),
        **it.range(said),
        **it.least(said),
        **_nothing_clear(it),
        "moved": TOLD[it.way][1],
        "wide": Holds(times > WIDE, f"{times:.4g} times would have shown"),
    }


@states_series(r"A rise of more than (?P<margin>\d+%), or a fall that only such a rise undoes, can be ruled out")
def no_change(it: Told, said: Said) -> dict[str, Any]:
    margin = float(rule(it.year.folder, "no_change_margin"))
    return {"margin": margin, "ruled out": Holds(it.held.ruled_out(margin), "it cannot be ruled out")}


@states_series(
    rf"The counts of ({NAMED}) are not complete, and the year must be compared with the one before",
)
def year_before_in_part(it: Told, said: Said) -> dict[str, Any]:
    counted = len(it.found.counts.get(-1, {}))
    return {
        "in part": Holds(counted < it.found.periods, f"there are counts for {counted} {it.found.each}s of it"),
        "named": Holds(said.match[1] == it.named(-1), f"it is {it.named(-1)}"),
    }


# What follows prints no number but in dates and years: its words are checked.


@worded_series(r"That is a (rise|fall), the direction registered on (\d+ \w+ \d{4})")
def as_registered(it: Told, said: Said) -> dict[str, Any]:
    way = "up" if said.match[1] == "rise" else "down"
    moved = it.both.apart(way) if it.row["compare_with"] else it.held.moved(way)
    return {
        "moved": Holds(moved and way == it.registered, f"moved: {moved}, registered: {it.registered}"),
        **_on(it, said),
    }


@worded_series(r"That is the opposite of a (rise|fall), which was registered on (\d+ \w+ \d{4})")
def against(it: Told, said: Said) -> dict[str, Any]:
    way = "up" if said.match[1] == "rise" else "down"
    moved = bool(it.row["compare_with"]) or it.held.moved(OTHER[way])
    return {
        "moved": Holds(moved and way == it.registered, f"moved: {moved}, registered: {it.registered}"),
        **_on(it, said),
    }


def _on(it: Told, said: Said) -> dict[str, Any]:
    registered = day(it.row["registered_on"])
    return {"day": Holds(bool(registered) and long_date(registered) == said.match[2], f"it was on {registered}")}


@worded_series(r"No direction was registered before the year began")
def not_registered(it: Told, said: Said) -> dict[str, Any]:
    return {"registered": Holds(not it.registered, "a direction was registered")}


@worded_series(r"The earlier years include (Years? \d+(?:(?:, \d+)* and \d+)?) of the programme")
def of_the_programme(it: Told, said: Said) -> dict[str, Any]:
    numbers = [it.year.number + each for each in it.found.usable if each >= it.found.first]
    printed = [int(each) for each in re.findall(r"\d+", said.match[1])]
    return {"years": Holds(printed == numbers, f"they include Years {numbers}")}


@worded_series(
    r"Most of the (rise|fall) comes from ((?:\w+ to )?\w+ \d{4}); without it the year is in line with earlier years",
)
def one_period(it: Told, said: Said) -> dict[str, Any]:
    way = "up" if said.match[1] == "rise" else "down"
    rest, at = it.held.held_back(way)
    month, (low, high) = it.found.month(at), it.held.range
    carried = way == it.way and it.carried
    return {
        "month": Holds(month == said.match[2] and carried, f"{month}; it carries the {said.match[1]}: {carried}"),
        "in line": Holds(low <= rest <= high, f"without it there are {rest:.0f} ({low:.0f} to {high:.0f})"),
    }
