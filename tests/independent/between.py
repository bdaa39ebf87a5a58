"""Hold a year's cases against those before, and a wave of ties against the one before it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

import numpy as np

from . import networks, pathways
from .folder import Year
from .rules import rule as threshold
from .sectors import widened
from .shares import fisher
from .swing import Swing, swing


@dataclass(frozen=True)
class Side:
    """The cases of a side, and those of the places without a pilot over the same months."""

    cases: tuple[pathways.Case, ...]
    elsewhere: tuple[pathways.Case, ...] = ()


@dataclass(frozen=True)
class Sides:
    """How many cases met the whole pathway, now and before, and what parts the two sides."""

    plan: pathways.Design
    now: Side
    before: Side
    began: int
    followed: int
    pilot: str = ""  # the place, where a pilot parts the sides

    def met(self, cases: tuple[pathways.Case, ...]) -> int:
        return sum(pathways.met(case, self.plan) for case in cases)

    @property
    def k(self) -> int:
        return self.met(self.now.cases)

    @property
    def n(self) -> int:
        return len(self.now.cases)

    @property
    def k0(self) -> int:
        return self.met(self.before.cases)

    @property
    def n0(self) -> int:
        return len(self.before.cases)

    @property
    def swing(self) -> Swing:
        return swing(self.plan, self.now.cases, self.before.cases)

    @property
    def swing_apart(self) -> Swing:
        """How much more the pilot's place changed than the places without one."""
        return self.swing.apart(swing(self.plan, self.now.elsewhere, self.before.elsewhere))

    def values(self) -> dict[str, Any]:
        """Return the counts and shares that are said of the two sides, by name."""
        found: dict[str, Any] = {"k": self.k, "n": self.n, "k0": self.k0, "n0": self.n0}
        if self.n and self.n0:
            share, share0 = Fraction(self.k, self.n), Fraction(self.k0, self.n0)
            found |= {"share": share, "share0": share0, "points": (share - share0) * 100}
        return found

    def elsewhere(self) -> dict[str, Any]:
        """Return the same of the places without a pilot, and how much more the pilot's place changed."""
        there = Sides(self.plan, Side(self.now.elsewhere), Side(self.before.elsewhere), 0, 0).values()
        return {**there, "apart": self.values()["points"] - there["points"]}

    @property
    def p(self) -> float:
        return fisher(self.k, self.n, self.k0, self.n0)


def plan_of(year: Year, pathway: str) -> pathways.Design:
    return pathways.design(toml_of(year, pathway))


def toml_of(year: Year, pathway: str) -> dict[str, Any]:
    return tomllib.loads((year.folder.path / "pathways" / f"{pathway}.toml").read_text(encoding="utf-8"))


def enough_time(case: pathways.Case, plan: pathways.Design, until: date) -> bool:
    """Tell whether all deadlines, one after the other, could have passed by the end of a day."""
    at = case.events[0]
    for rule in plan.constraints:
        by = pathways.deadline(at, rule)
        if by is None:
            continue
        clock = by.astimezone(pathways.ZONE) - timedelta(seconds=1)
        at = pathways.Event("", clock.replace(tzinfo=pathways.ZONE), by - timedelta(seconds=1))
    return at.at < pathways.end_of(until)


def followed(year: Year, pathway: str, scope: str, start: date, until: date) -> tuple[list[pathways.Case], int]:
    """Return the cases that began in a year and were followed for long enough, as they stood; and how many began."""
    plan = plan_of(year, pathway)
    log = pathways.begun(pathways.cases(year.rows("events"), pathway, until), start, until)
    here = [case for case in log if scope in {"programme", case.site}]
    return [case for case in here if enough_time(case, plan, until)], len(here)


@cache
def sides(year: Year, pathway: str, scope: str) -> Sides:
    """Hold the year against the year before; where a pilot began in the year, since against before it."""
    plan, until = plan_of(year, pathway), min(year.end, year.data_to)
    earlier = year.years.get(year.number - 1)
    if earlier:
        start, end = earlier["start"], min(earlier["end"], earlier.get("data_to") or earlier["end"])
    else:
        start, end = year.start - (year.end - year.start) - timedelta(days=1), year.start - timedelta(days=1)
    now, _ = followed(year, pathway, "programme", year.start, until)
    before, _ = followed(year, pathway, "programme", start, end)
    found = parted(plan, now, before, year.start, until, scope, threshold(year.folder, "min_pairs"))
    here = [case for case in now if scope in {"programme", case.site}]
    if found is None:
        sides = (tuple(c for c in each if scope in {"programme", c.site}) for each in (now, before))
        return Sides(plan, *(Side(each) for each in sides), _began(year, pathway, scope, until), len(here))
    return Sides(plan, *found[:2], _began(year, pathway, scope, until), len(here), found[2])


def _began(year: Year, pathway: str, scope: str, until: date) -> int:
    return followed(year, pathway, scope, year.start, until)[1]


def parted(
    plan: pathways.Design,
    now: list[pathways.Case],
    before: list[pathways.Case],
    start: date,
    until: date,
    scope: str,
    least: int,
) -> tuple[Side, Side, str] | None:
    """Return the two sides of the first pilot that began in the year at a place; None where none did.

    For the whole programme it decides only where enough cases of places without any pilot stand beside it.
    """
    begun = [p for p in plan.pilots if start <= p["date"] <= until and scope in {"programme", p["site"]}]
    if not begun:
        return None
    first = min(begun, key=lambda each: each["date"])
    piloting = {each["site"] for each in plan.pilots}
    early = [*before, *(case for case in now if case.began.date() < first["date"])]
    late = [case for case in now if case.began.date() >= first["date"]]
    here = [[case for case in each if case.site == first["site"]] for each in (late, early)]
    there = [[case for case in each if case.site not in piloting] for each in (late, early)]
    enough = min(map(len, there)) >= least
    if scope == "programme" and not (enough and min(map(len, here)) >= least):
        return None
    two = [Side(tuple(a), tuple(b) if enough else ()) for a, b in zip(here, there, strict=True)]
    return two[0], two[1], first["site"]


@dataclass(frozen=True)
class Between:
    """Ties among the organisations that answered both waves."""

    asked: int
    organisations: int
    before: int
    after: int
    kept: int
    change: tuple[tuple[float, float], tuple[float, float]] | None  # ends of the range, each with its own error

    @property
    def possible(self) -> int:
        return self.organisations * (self.organisations - 1)


@lru_cache
def between(year: Year, earlier: str, later: str, scope: str) -> Between:
    """Hold a wave against an earlier one, at a site among its own organisations."""
    one, other = two(year, earlier, later)
    home = {row["organisation_id"]: row["site"] for row in year.rows("organisations")}
    here = {each for each, site in home.items() if scope in {"programme", site}}
    members = sorted(set(one.answered) & set(other.answered) & here)
    before, after = set(one.among(members)), set(other.among(members))
    change = None
    if len(members) > 2:
        matrices = (networks.matrix(before, members), networks.matrix(after, members))
        draws: np.ndarray = networks.resampled(*matrices, 4000, 20)
        sector = {row["organisation_id"]: row["sector"] for row in year.rows("organisations")}
        ends = networks.percentiles(draws)
        change = widened(ends, matrices[1] - matrices[0], [sector[each] for each in members])
    return Between(
        len(set(one.asked) & set(other.asked) & here),
        *(len(members), len(before), len(after), len(before & after), change),
    )


def two(year: Year, earlier: str, later: str) -> tuple[networks.Wave, networks.Wave]:
    waves, ties = year.rows("waves"), year.rows("ties")
    return networks.wave(earlier, waves, ties), networks.wave(later, waves, ties)
