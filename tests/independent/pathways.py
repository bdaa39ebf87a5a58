"""Follow cases through a designed pathway: routes, moves, waits, steps missed, deadlines, and how alike places are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import numpy as np
import ot

from .shares import fisher

ZONE, UTC = ZoneInfo("Europe/London"), ZoneInfo("UTC")
START, END = "(cases start)", "(last step seen)"
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
ENOUGH = 10  # cases on either side of a comparison
Row = Mapping[str, str]


@dataclass(frozen=True)
class Event:
    """One thing done in a case: `clock` is the local time, `at` the moment."""

    activity: str
    clock: datetime
    at: datetime


@dataclass(frozen=True)
class Case:
    """A case from its first event to its last on record."""

    name: str
    site: str
    events: tuple[Event, ...]

    @property
    def trace(self) -> tuple[str, ...]:
        return tuple(event.activity for event in self.events)

    @property
    def began(self) -> datetime:
        return self.events[0].clock


def end_of(day: date) -> datetime:
    """Return the moment at which a local day ends."""
    return datetime.combine(day + timedelta(days=1), time(), ZONE).astimezone(UTC)


def cases(rows: Iterable[Row], pathway: str, until: date) -> list[Case]:
    """Return the cases of a pathway as they stood at the end of a day; equal rows are one."""
    events: dict[str, list[Event]] = defaultdict(list)
    site: dict[str, str] = {}
    unique = {tuple(sorted(row.items())): row for row in rows}
    read = [(row, datetime.fromisoformat(row["time"]).replace(tzinfo=ZONE)) for row in unique.values()]
    for row, clock in sorted(read, key=lambda pair: pair[1].astimezone(UTC)):
        at = clock.astimezone(UTC)
        if row["pathway"] == pathway and at < end_of(until):
            events[row["case_id"]].append(Event(row["activity"], clock, at))
            site.setdefault(row["case_id"], row["site"])
    return [Case(name, site[name], tuple(found)) for name, found in events.items()]


def _known(rows: Iterable[Row], until: date) -> list[tuple[str, datetime, str]]:
    """Return case, time and time as written of each row that was known, equal rows once, in the order of the file."""
    unique = {tuple(sorted(row.items())): row for row in rows}
    read = [(row, datetime.fromisoformat(row["time"]).replace(tzinfo=ZONE).astimezone(UTC)) for row in unique.values()]
    return [(row["case_id"], at, row["time"]) for row, at in read if at < end_of(until)]


def without_time(rows: Iterable[Row], until: date) -> int:
    """Count the events of which only the day is known."""
    return sum(len(text) == len("2021-08-28") for _, _, text in _known(rows, until))


def out_of_file_order(rows: Iterable[Row], until: date) -> int:
    """Count the events that stand in the file after a later one of their case."""
    latest: dict[str, datetime] = {}
    count = 0
    for case, at, _ in _known(rows, until):
        count += at < latest.get(case, at)
        latest[case] = max(at, latest.get(case, at))
    return count


def at_once(rows: Iterable[Row], until: date) -> int:
    """Count the events at the same time as one before in their case."""
    times: dict[str, list[datetime]] = defaultdict(list)
    for case, at, _ in _known(rows, until):
        times[case].append(at)
    return sum(len(each) - len(set(each)) for each in times.values())


def begun(log: Iterable[Case], start: date, end: date) -> list[Case]:
    """Return the cases whose first event fell within these days."""
    return [case for case in log if start <= case.began.date() <= end]


@dataclass(frozen=True)
class Design:
    """A pathway as it was agreed."""

    steps: tuple[str, ...]
    optional: frozenset[str]
    closing: frozenset[str]
    differs: Mapping[str, frozenset[str]]  # steps that fairly differ, by site
    pilots: tuple[Mapping[str, Any], ...]
    constraints: tuple[Mapping[str, Any], ...]

    def asked(self, step: str, case: Case) -> bool:
        return step not in self.differs.get(case.site, frozenset())

    def required(self, case: Case) -> list[str]:
        return [step for step in self.steps if step not in self.optional and self.asked(step, case)]


def design(toml: Mapping[str, Any]) -> Design:
    """Return the design that a pathway's file holds."""
    return Design(
        tuple(step["name"] for step in toml["steps"]),
        frozenset(step["name"] for step in toml["steps"] if step.get("optional")),
        frozenset(toml.get("closing", ())),
        {each["site"]: frozenset(each["steps"]) for each in toml.get("local", ())},
        tuple(toml.get("pilots", ())),
        tuple(toml.get("constraints", ())),
    )


def met(case: Case, plan: Design) -> bool:
    """Tell whether a case took every step asked of it, in order; what lies between is no fault."""
    rest = iter(case.trace)
    return all(step in rest for step in plan.required(case))


def out_of_order(case: Case, plan: Design) -> set[str]:
    """Return designed steps outside the longest part of a case that is in order, required steps weighing more.

    Of two that stand the wrong way round the earlier designed one is kept: the other came too soon.
    """
    places = {step: at for at, step in enumerate(plan.steps)}
    seen = [places[step] for step in case.trace if step in places and plan.asked(step, case)]
    best: list[tuple[int, tuple[int, ...]]] = []
    for at, place in enumerate(seen):
        weight = 1 if plan.steps[place] in plan.optional else 1000
        before = [best[i] for i in range(at) if seen[i] < place]
        top = min(before, key=_in_order, default=(0, ()))
        best.append((top[0] + weight, (*top[1], place)))
    kept = min(best, key=_in_order, default=(0, ()))[1]
    return {plan.steps[place] for place in set(seen) - set(kept)}


def _in_order(part: tuple[int, tuple[int, ...]]) -> tuple[int, tuple[int, ...]]:
    return -part[0], part[1]


def moves(log: Iterable[Case]) -> Counter[tuple[str, str]]:
    """Count what came directly after what, with an artificial start and end."""
    found: Counter[tuple[str, str]] = Counter()
    for case in log:
        whole = (START, *case.trace, END)
        found.update(pairwise(whole))
    return found


def median_waits(log: Iterable[Case]) -> dict[tuple[str, str], float]:
    """Return the median seconds between two activities that follow each other directly."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for case in log:
        for one, other in pairwise(case.events):
            found[one.activity, other.activity].append((other.at - one.at).total_seconds())
    return {move: median(waits) for move, waits in found.items()}


def skipped(log: Sequence[Case], step: str, plan: Design) -> tuple[int, int]:
    """Return how many cases did not take a step, and of how many it was asked."""
    asked = [case for case in log if plan.asked(step, case)]
    return sum(step not in case.trace for case in asked), len(asked)


def holm(values: Mapping[Any, float]) -> dict[Any, float]:
    """Return each p once all are considered together (Holm 1979)."""
    adjusted: dict[Any, float] = {}
    largest = 0.0
    for rank, (key, value) in enumerate(sorted(values.items(), key=lambda pair: pair[1])):
        largest = max(largest, min(1.0, value * (len(values) - rank)))
        adjusted[key] = largest
    return adjusted


def at_night(case: Case) -> bool:
    """Tell whether a case began between ten in the evening and six in the morning."""
    return case.began.hour >= NIGHT_BEGINS or case.began.hour < NIGHT_ENDS


@dataclass(frozen=True)
class Comparison:
    """How many of two groups of cases went without a step, and the p of all comparisons together."""

    step: str
    group: str  # night, site:S or pilot:S
    one: tuple[int, int]
    other: tuple[int, int]
    p: float

    @property
    def gap(self) -> float:
        return self.one[0] / self.one[1] - self.other[0] / self.other[1]


def who_skips(year: Sequence[Case], everything: Sequence[Case], plan: Design) -> list[Comparison]:
    """Compare who went without each step by hour, place and pilot, all comparisons considered together."""
    pairs: dict[str, tuple[list[Case], list[Case]]] = {
        "night": ([c for c in year if at_night(c)], [c for c in year if not at_night(c)])
    }
    for site in dict.fromkeys(case.site for case in year):
        pairs[f"site:{site}"] = ([c for c in year if c.site == site], [c for c in year if c.site != site])
    for pilot in plan.pilots:
        there = [case for case in everything if case.site == pilot["site"]]
        since = [case for case in there if case.began.date() >= pilot["date"]]
        pairs[f"pilot:{pilot['site']}"] = (since, [case for case in there if case not in since])
    raw: dict[tuple[str, str], tuple[tuple[int, int], tuple[int, int]]] = {}
    for group, (one, other) in pairs.items():
        for step in plan.steps:
            counts = skipped(one, step, plan), skipped(other, step, plan)
            if step not in plan.optional and min(counts[0][1], counts[1][1]) >= ENOUGH:
                raw[step, group] = counts
    adjusted = holm({key: fisher(*counts[0], *counts[1]) for key, counts in raw.items()})
    return [Comparison(step, group, *raw[step, group], adjusted[step, group]) for step, group in raw]


def deadline(after: Event, rule: Mapping[str, Any]) -> datetime | None:
    """Return the moment by which a rule's next step must have come; None without one."""
    if "within_hours" in rule:
        return after.at + timedelta(hours=rule["within_hours"])
    if "within_days" not in rule:
        return None
    day, left = after.clock.date(), rule["within_days"]
    while left:
        day += timedelta(days=1)
        left -= not rule.get("working_days") or is_working(day)
    return end_of(day)


@lru_cache(maxsize=4096)
def is_working(day: date) -> bool:
    """Tell whether a day is a Monday to Friday that is no bank holiday of England."""
    return day.weekday() < 5 and day not in holidays.country_holidays("GB", subdiv="ENG", years=day.year)


def kept(case: Case, rule: Mapping[str, Any], plan: Design, until: date) -> str:
    """Return whether a case kept a rule, broke it, is undecided, or was not asked."""
    states = []
    for at, event in enumerate(case.events):
        if event.activity != rule["after"]:
            continue
        later = case.events[at + 1 :]
        by = deadline(event, rule)
        answer = next((each for each in later if each.activity == rule["then"]), None)
        ended = any(each.activity in plan.closing for each in later)
        if answer and (by is None or answer.at < by):
            states.append("kept")
        elif ended or answer or (by is not None and by <= end_of(until)):
            states.append("broken")
        else:
            states.append("undecided")
    return next((state for state in ("broken", "undecided", "kept") if state in states), "did not apply")


def _levenshtein(one: Sequence[str], other: Sequence[str]) -> int:
    row = list(range(len(other) + 1))
    for at, step in enumerate(one, 1):
        last, row[0] = row[0], at
        for place, each in enumerate(other, 1):
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, last + (step != each))
    return row[len(other)]


@dataclass(frozen=True)
class Alike:
    """How alike two groups' ways are, and what chance gives, by dealing the cases again."""

    cases: tuple[int, int]
    emsc: float
    emsc_by_chance: float
    spread: float  # standard deviation of the dealt values
    jsd: float
    p: float


def alike(one: Sequence[Case], other: Sequence[Case], left_out: Iterable[str], draws: int, seed: int) -> Alike:
    """Compare two groups of cases by earth movers' stochastic conformance (Leemans and others 2019), with its p."""
    away = frozenset(left_out)
    traces = [tuple(step for step in case.trace if step not in away) for case in (*one, *other)]
    distinct = sorted(set(traces))
    place = {trace: at for at, trace in enumerate(distinct)}
    cost = np.array([[_levenshtein(a, b) / max(len(a), len(b), 1) for b in distinct] for a in distinct])
    which = np.array([place[trace] for trace in traces])

    def conformance(order: np.ndarray) -> float:
        mine = np.bincount(which[order[: len(one)]], minlength=len(distinct)) / len(one)
        theirs = np.bincount(which[order[len(one) :]], minlength=len(distinct)) / len(other)
        rows, columns = np.flatnonzero(mine), np.flatnonzero(theirs)
        price = np.ascontiguousarray(cost[np.ix_(rows, columns)])
        return 1 - float(ot.emd2(mine[rows], theirs[columns], price))

    rng = np.random.default_rng(seed)
    real = conformance(np.arange(len(traces)))
    dealt = np.array([conformance(rng.permutation(len(traces))) for _ in range(draws)])
    return Alike(
        (len(one), len(other)),
        real,
        float(dealt.mean()),
        float(dealt.std()),
        _divergence(traces[: len(one)], traces[len(one) :]),
        (1 + int((dealt <= real + 1e-12).sum())) / (draws + 1),
    )


def _divergence(one: Sequence[tuple[str, ...]], other: Sequence[tuple[str, ...]]) -> float:
    """Return the Jensen–Shannon divergence, in bits, of what directly follows what."""
    shares = []
    for side in (one, other):
        found: Counter[tuple[str, str]] = Counter()
        for trace in side:
            whole = (START, *trace, END)
            found.update(pairwise(whole))
        shares.append({move: count / found.total() for move, count in found.items()})
    bits = 0.0
    for move in shares[0].keys() | shares[1].keys():
        p, q = shares[0].get(move, 0.0), shares[1].get(move, 0.0)
        bits += sum(x / 2 * math.log2(2 * x / (p + q)) for x in (p, q) if x)
    return bits
