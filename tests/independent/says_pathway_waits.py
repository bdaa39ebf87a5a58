"""How young people moved through the system: how long cases took, rules kept, and whether places are alike."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from . import pathways as ways
from .expected import Near, OneOf
from .folder import Year
from .pathway_log import DRAWS, SECTION, THEIR_DRAWS, Log, log_of
from .printing import long_date, number, waits
from .reading import Passage, Table
from .registering import Said, draws, states, tabulates
from .time_to_step import CAME, ENDED, NOT_SEEN, Watched, incidence, watch

FROM_TO = re.compile(r"how long from “(?P<first>[^”]+)” to “(?P<step>[^”]+)”")
# Both sides drew at random: their difference has the error of either.
THREE_ERRORS = 3 * math.sqrt(1 / DRAWS + 1 / THEIR_DRAWS)


def _watched(log: Log, heading: str, cases: Sequence[ways.Case]) -> Watched:
    named = FROM_TO.search(heading)
    assert named, heading
    return watch(cases, named["first"], named["step"], log.plan, log.year.last_day)


def _half(watched: Watched) -> Any:
    half = incidence(watched).median()[0]
    return "not reached" if half is None else OneOf(waits(half))


def _interval(watched: Watched) -> Any:
    low, high = (("not reached",) if end is None else waits(end) for end in incidence(watched).median()[1:])
    return OneOf(tuple(f"{one} to {other}" for one in low for other in high))


@tabulates(SECTION, "how long from “.*, in numbers$")
def wait_table(year: Year, table: Table) -> list[dict[str, Any]]:
    log, rows = log_of(year, table), []
    for name, cases in log.watched.items():
        watched = _watched(log, table.caption, cases)
        rows.append(
            {
                "Cases": name,
                "How many": len(watched.times),
                "Reached it": watched.count(CAME),
                "Ended without it": watched.count(ENDED),
                f"Not seen by {long_date(year.last_day)}": watched.count(NOT_SEEN),
                "Half had reached it by": _half(watched),
                "95% interval": _interval(watched),
            }
        )
    return [row for row in rows if row["How many"]]


def _heading(year: Year, passage: Passage) -> str:
    """Return the title of the picture that a description or a drawing belongs to."""
    log, at = log_of(year, passage), int(passage.ids[-1].rpartition("-")[2])
    return _pictures(log)[at - 1]


def _pictures(log: Log) -> list[str]:
    """Return which waits are drawn: to the pilots' steps that moved, and to what closes the pathway."""
    moved = [step for each in log.plan.pilots if each["date"] <= log.year.last_day for step in each["moved"]]
    steps = [step for step in log.plan.steps if step in moved or step in log.plan.closing] or [log.plan.steps[-1]]
    return [f"how long from “{log.plan.steps[0]}” to “{step}”" for step in steps]


@states(
    SECTION,
    r"(?P<place>[A-Z][\w ]+): of (?P<n>\d+) cases, (?P<came>\d+) reached it, (?P<ended>\d+) ended without it and "
    r"(?P<open>\d+) (?:was|were) not seen to do either by (?P<day>\d+ \w+ \d+)(?:; half had "
    r"reached it by (?P<half>[\d.]+ "
    r"\w+))?\.",
    kind="description",
)
def wait_told(year: Year, said: Said) -> Any:
    log = log_of(year, said.passage)
    watched = _watched(log, _heading(year, said.passage), log.watched[said["place"]])
    return {
        "n": len(watched.times),
        "came": watched.count(CAME),
        "ended": watched.count(ENDED),
        "open": watched.count(NOT_SEEN),
        "day": long_date(year.last_day),
        "half": _half(watched),
    }


SHARES = ("0%", "50%", "100%")  # the axis


@draws(SECTION, r"-wait-\d+$")
def wait_chart(year: Year, drawn: Passage) -> Sequence[Any]:
    log, heading = log_of(year, drawn), _heading(year, drawn)
    told: list[Any] = []
    watched: Watched | None = None
    shares, ticks, step = iter(SHARES), 0, 0
    # A date that is broken over two lines is no date to who reads line by line.
    broken = re.search(r"\d\n[A-Z]\w+ \d{4}", drawn.text)
    for line in re.sub(r"(\d)\n(?=[A-Z]\w+ \d{4})", r"\1 ", drawn.text).split("\n"):
        if re.match(r"\d{4}\. ", line):
            told.append(year.last_day.year)  # the year of a date, broken off it
        if line in log.watched:
            watched, shares, ticks, step = _watched(log, heading, log.watched[line]), iter(SHARES), 0, 0
        elif watched is None:
            continue
        elif " cases reached it" in line:
            told += [watched.count(CAME), len(watched.times)]
            told += [count for state in (ENDED, NOT_SEEN) if (count := watched.count(state))]
            told += [year.last_day.day] if broken and watched.count(NOT_SEEN) else []
        elif line.startswith("half by"):
            told += ["half", *_figures(_half(watched))]
        elif line.endswith("%"):
            told.append(next(shares, "no more shares"))
        elif axis := re.fullmatch(r"(\d+)(?: \w+)?", line):
            step = step or int(axis[1])
            told.append(step * ticks)
            ticks += 1
    return told


def _figures(half: Any) -> list[Any]:
    return [OneOf(tuple(each.split()[0] for each in half.values))] if isinstance(half, OneOf) else []


@tabulates(SECTION, "^How long cases took from “")
def how_long(year: Year, table: Table) -> list[dict[str, Any]]:
    log, rows = log_of(year, table), []
    first = table.caption.split("“")[1].rstrip("”")
    for step in log.plan.steps:
        if step == first or step in log.plan.optional:
            continue
        watched = watch(log.began, first, step, log.plan, year.last_day)
        half = incidence(watched).median()[0]
        rows.append(
            {
                "Step": step,
                "Cases watched": len(watched.times),
                "Reached it": watched.count(CAME),
                "Ended without it": watched.count(ENDED),
                f"Not seen by {long_date(year.last_day)}": watched.count(NOT_SEEN),
                "Half had reached it after": "fewer than half did" if half is None else _hours(half),
            }
        )
    return rows


def _hours(seconds: float) -> OneOf:
    """Return a wait in hours to one place, a value half-way rounded either way."""
    each = (number(round((seconds + hair) / 3600, 1)) for hair in (0.01, -0.01))
    return OneOf(tuple(f"{hours} hours" for hours in each))


@tabulates(SECTION, "^Deadlines, in cases$", ("Rule", "Place"))
def deadlines(year: Year, table: Table) -> list[dict[str, Any]]:
    log, rows = log_of(year, table), []
    for rule in log.plan.constraints:
        for name, cases in log.watched.items():
            found = Counter(ways.kept(case, rule, log.plan, year.last_day) for case in cases)
            rows.append(
                {
                    "Rule": rule["name"],
                    "Place": name,
                    "Kept": found["kept"],
                    "Broken": found["broken"],
                    f"Undecided on {long_date(year.last_day)}": found["undecided"],
                    "Did not apply": found["did not apply"],
                }
            )
    return rows


def _name(log: Log, one: str, other: str) -> str:
    away = log.left_out(one, other)
    without = f" (without {' and '.join(f'“{step}”' for step in away)})" if away else ""
    return f"{log.year.site_name(one)} and {log.year.site_name(other)}{without}"


@tabulates(SECTION, "^Whether cases follow the same routes in different places$")
def alike(year: Year, table: Table) -> list[dict[str, Any]]:
    log = log_of(year, table)
    adjusted = ways.holm({pair: found.p for pair, found in log.pairs.items()})
    rows = []
    for (one, other), found in log.pairs.items():
        apart = "they differ beyond chance" if adjusted[one, other] < 0.05 else "no more different than by chance"
        rows.append(
            {
                "Places": _name(log, one, other),
                "Cases": f"{found.cases[0]} and {found.cases[1]}",
                "Alike (1 is the same)": found.emsc,
                "By chance": Near(found.emsc_by_chance, THREE_ERRORS * found.spread),
                "Difference in moves, in bits": found.jsd,
                "Result": apart if min(found.cases) >= ways.ENOUGH else "too few cases to say",
            }
        )
    return rows


@states(SECTION, r"^p (?:[<=] )(?P<p>[\d.]+)$", kind="cell")
def alike_p(year: Year, said: Said) -> Any:
    if not said.passage.caption.startswith("Whether cases follow the same routes in different places"):
        return None
    log = log_of(year, said.passage)
    pair = next(each for each in log.pairs if _name(log, *each) == said.passage.row["Places"])
    raw = {each: found.p for each, found in log.pairs.items()}
    error = math.sqrt(raw[pair] * (1 - raw[pair])) * len(raw)
    return {"p": Near(ways.holm(raw)[pair], THREE_ERRORS * error)}
