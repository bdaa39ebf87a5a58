"""Small multiples by place: how each question was answered at every place with enough opinions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from .answer_words import DOES, does
from .expected import Holds, Maybe, OneOf
from .folder import Year
from .printing import capital
from .reading import Passage, Table
from .registering import Said, draws, states, tabulates
from .rules import rule
from .says_answering import counted, noun_of
from .says_charts import BY_PLACE, PARTS, WHO, answers, percent, sides, where
from .says_charts import Answered as Asked
from .standing import Standing
from .surveys import Tally

SECTION = "area-"


@dataclass(frozen=True)
class Panel:
    """One question as one group answered it, with the places that are drawn, in the programme's order."""

    asked: Asked
    sites: tuple[tuple[str, Tally], ...]

    @property
    def shares(self) -> list[tuple[Fraction, str]]:
        """Return the places from the smallest share to the largest."""
        return sorted(((count.share, site) for site, count in self.sites), key=lambda pair: pair[0])

    @property
    def gap(self) -> Fraction:
        return self.shares[-1][0] - self.shares[0][0]


@cache
def panels(year: Year, outcome: str) -> list[Panel]:
    """Return what is drawn: no place of fewer than ten opinions, and nothing where fewer than two are left."""
    least = max(rule(year.folder, "min_n"), rule(year.folder, "small_denominator"))
    found = []
    for asked in answers(year, outcome):
        at = asked.at
        counts = (
            (year.site_name(site), counted(year, asked.item, Standing(outcome, site, "survey", at.voice)))
            for site in year.sites_at(outcome, "programme")
        )
        sites = tuple((name, count) for name, count in counts if count.n >= least)
        if len(sites) > 1:
            found.append(Panel(asked, sites))
    return found


def heading(every: list[Panel], panel: Panel) -> str:
    """Return what tells a panel from the others."""
    labels, voices = {each.asked.label for each in every}, {each.asked.told for each in every}
    if len(labels) == 1:
        return capital(panel.asked.told) if len(voices) > 1 else ""
    return f"{panel.asked.label} ({panel.asked.told})" if len(voices) > 1 else panel.asked.label


def here(passage: Passage) -> bool:
    return any(each.startswith(BY_PLACE) for each in passage.ids)


@draws(SECTION, BY_PLACE)
def bars(year: Year, chart: Passage) -> list[Any]:
    found: list[Any] = []
    for panel in panels(year, where(year, chart)):
        for _, count in panel.sites:
            found += [Maybe(Fraction(each, count.n)) for each in (count.agree, count.neither, count.disagree) if each]
            found.append(count.n)
    return found


@tabulates(SECTION, "^How people answered, place by place: .*, in numbers$", key=("Question", "Who answered", "Where"))
def by_place(year: Year, table: Table) -> list[dict[str, Any]]:
    every = panels(year, where(year, table))
    names = sides([panel.asked for panel in every])
    return [
        {
            "Question": panel.asked.label,
            "Who answered": panel.asked.told,
            "Where": site,
            **dict(zip(names, (count.agree, count.neither, count.disagree), strict=True)),
            f"{names[0]}, of those with an opinion": (
                f"{count.agree} of {count.n} {noun_of(panel.asked.at)} ({percent(count.share)}; "
                f"{percent(count.interval[0])} to {percent(count.interval[1])})"
            ),
        }
        for panel in every
        for site, count in panel.sites
    ]


@states(SECTION, rf"(?:^|(?<=\. ))(?P<place>[^:]+?): (?P<parts>{PARTS})\.", kind="description")
def told_in_words(year: Year, said: Said) -> dict[str, Any] | None:
    if not here(said.passage):
        return None
    every = panels(year, where(year, said.passage))
    names = sides([panel.asked for panel in every])
    told = {
        ", ".join(filter(None, (heading(every, panel), site))): ", ".join(
            f"{n} {side.lower()}" for n, side in zip((count.agree, count.neither, count.disagree), names, strict=True)
        )
        for panel in every
        for site, count in panel.sites
    }
    place = said["place"].strip()
    return {"place": Holds(place in told, f"the bars are {list(told)}"), "parts": told.get(place, "")}


ENDS = rf"(?P<low>\d+%) of (?P<who>{WHO}) \((?P<where>[^)]+)\) {{}} (?P<high>\d+%) \((?P<there>[^)]+)\)"


def ends(year: Year, said: Said) -> tuple[Panel, dict[str, Any]]:
    """Return the panel with the widest gap, and its two ends; of places with one share either may be named."""
    widest = max(panels(year, where(year, said.passage)), key=lambda panel: panel.gap)
    low, high = widest.shares[0][0], widest.shares[-1][0]
    return widest, {
        "low": low,
        "high": high,
        "who": widest.asked.told,
        "where": OneOf(tuple(site for share, site in widest.shares if share == low)),
        "there": OneOf(tuple(site for share, site in widest.shares if share == high)),
    }


@states(SECTION, rf"^The widest gap between places: {ENDS.format('and')}")
def widest_gap(year: Year, said: Said) -> dict[str, Any]:
    several = len(panels(year, where(year, said.passage))) > 1
    return {**ends(year, said)[1], "several": Holds(several, "there is one question")}


@states(SECTION, rf"^From {ENDS.format('to')} (?P<does>{DOES})")
def one_question(year: Year, said: Said) -> dict[str, Any]:
    alone = len(panels(year, where(year, said.passage))) == 1
    panel, found = ends(year, said)
    return {**found, "does": does(year, panel.asked.item), "alone": Holds(alone, "there are several questions")}


@states(SECTION, r"Shares of those with an opinion, at places where (?P<least>\d+) or more gave one\.")
def fewest(year: Year, said: Said) -> dict[str, Any]:
    return {"least": max(rule(year.folder, "min_n"), rule(year.folder, "small_denominator"))}
