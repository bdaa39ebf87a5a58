"""What all sentences about a pathway begin with: its design, its cases, and those of a place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache

from . import pathways as ways
from .between import enough_time
from .folder import Year
from .reading import Passage, Table

SECTION = "^pathways$"


@dataclass(eq=False)
class Log:
    """A pathway of a year: its design, every case up to the year's end, and the year's own."""

    year: Year
    name: str

    @cached_property
    def plan(self) -> ways.Design:
        return ways.design(self.toml)

    @cached_property
    def toml(self) -> dict[str, object]:
        return tomllib.loads((self.year.folder.path / "pathways" / f"{self.name}.toml").read_text(encoding="utf-8"))

    @cached_property
    def everything(self) -> list[ways.Case]:
        return ways.cases(self.year.folder.table("events"), self.name, self.year.last_day)

    @cached_property
    def began(self) -> list[ways.Case]:
        """The cases that began in the year, also those of which too little was seen to say whether they met it."""
        return ways.begun(self.everything, self.year.start, self.year.end)

    @cached_property
    def cases(self) -> list[ways.Case]:
        return [case for case in self.began if enough_time(case, self.plan, self.year.last_day)]

    @cached_property
    def before(self) -> list[ways.Case]:
        """The cases of the year before; none before the first."""
        number = self.year.number - 1
        return _log(self.year.folder.year(number), self.name).cases if number in self.year.years else []

    @cached_property
    def both_years(self) -> list[ways.Case]:
        """The cases of this year and the year before, each year's as they stood at its own end."""
        return [*self.before, *self.cases]

    @cached_property
    def places(self) -> dict[str, list[ways.Case]]:
        """The year's cases of the whole programme and of each place that had some, by its name."""
        return self._by_place(self.cases)

    @cached_property
    def watched(self) -> dict[str, list[ways.Case]]:
        """All that began in the year, by place: how long they took counts however late they began."""
        return self._by_place(self.began)

    def _by_place(self, cases: list[ways.Case]) -> dict[str, list[ways.Case]]:
        found = {"Whole programme": cases}
        for site in self.year.sites:
            if mine := [case for case in cases if case.site == site]:
                found[self.year.site_name(site)] = mine
        return found

    def sides(self, site: str) -> tuple[list[ways.Case], list[ways.Case]]:
        """Return a pilot's cases before its day, and since."""
        pilot = next(each for each in self.plan.pilots if each["site"] == site)
        there = [case for case in self.both_years if case.site == site]
        before = [case for case in there if case.began.date() < pilot["date"]]
        return before, [case for case in there if case not in before]

    @cached_property
    def skips(self) -> list[ways.Comparison]:
        return ways.who_skips(self.cases, self.both_years, self.plan)

    @cached_property
    def pairs(self) -> dict[tuple[str, str], ways.Alike]:
        """How alike each two places are, by their codes."""
        sites = sorted({case.site for case in self.cases})
        found = {}
        for at, one in enumerate(sites):
            for other in sites[at + 1 :]:
                mine = [[case for case in self.cases if case.site == site] for site in (one, other)]
                found[one, other] = ways.alike(*mine, self.left_out(one, other), draws=DRAWS, seed=11)
        return found

    def left_out(self, one: str, other: str) -> list[str]:
        away = self.plan.differs.get(one, frozenset()) | self.plan.differs.get(other, frozenset())
        return [step for step in self.plan.steps if step in away]


DRAWS, THEIR_DRAWS = 400, 1000  # how often the cases are dealt again, here and in the report


@lru_cache
def _log(year: Year, name: str) -> Log:
    return Log(year, name)


def log_of(year: Year, where: Passage | Table) -> Log:
    """Return the pathway that a passage or a table is about, by the section that it stands in."""
    section = next(each for each in where.ids if each.startswith("pathway-"))
    return _log(year, section.removeprefix("pathway-"))
