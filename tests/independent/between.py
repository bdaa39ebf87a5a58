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
from .shares import agresti_caffo, fisher


@dataclass(frozen=True)
class Sides:
    """How many cases met the whole pathway, now and before, and what parts the two sides."""

    k: int
    n: int
    k0: int
    n0: int
    began: int
    followed: int
    by_pilot: bool

    def values(self) -> dict[str, Any]:
        """Return all that is ever said of the two sides, by name."""
        found: dict[str, Any] = {"k": self.k, "n": self.n, "k0": self.k0, "n0": self.n0}
        if self.n and self.n0:
            share, share0 = Fraction(self.k, self.n), Fraction(self.k0, self.n0)
            low, high = agresti_caffo(self.k, self.n, self.k0, self.n0)
            found |= {"share": share, "share0": share0, "points": (share - share0) * 100}
            found |= {"low": low * 100, "high": high * 100}
        return found

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
    """Hold the year against the year before; at a site where a pilot began in the year, since against before it."""
    plan = plan_of(year, pathway)
    until = min(year.end, year.data_to)
    now, began = followed(year, pathway, scope, year.start, until)
    earlier = year.years.get(year.number - 1)
    if earlier:
        start, end = earlier["start"], min(earlier["end"], earlier.get("data_to") or earlier["end"])
    else:
        start, end = year.start - (year.end - year.start) - timedelta(days=1), year.start - timedelta(days=1)
    before, _ = followed(year, pathway, scope, start, end)
    long_enough = len(now)
    days = [each["date"] for each in plan.pilots if each["site"] == scope and year.start <= each["date"] <= year.end]
    if days:
        first = min(days)
        before += [case for case in now if case.began.date() < first]
        now = [case for case in now if case.began.date() >= first]
    met = [sum(pathways.met(case, plan) for case in side) for side in (now, before)]
    return Sides(met[0], len(now), met[1], len(before), began, long_enough, bool(days))


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
        change = networks.percentiles(draws)
    return Between(
        len(set(one.asked) & set(other.asked) & here),
        *(len(members), len(before), len(after), len(before & after), change),
    )


def two(year: Year, earlier: str, later: str) -> tuple[networks.Wave, networks.Wave]:
    waves, ties = year.rows("waves"), year.rows("ties")
    return networks.wave(earlier, waves, ties), networks.wave(later, waves, ties)
