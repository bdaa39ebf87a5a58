"""Change over time: counts against the limits within which they varied before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from string import ascii_uppercase
from typing import Any

from . import series as charts
from .expected import Holds
from .folder import Year, day
from .happened import happenings, placed, told_marks
from .numbers import rounded
from .printing import long_date, number, significant
from .reading import Passage, Table
from .registering import Said, draws, states, tabulates, worded

SECTION = "^over-time$"
WORDS = {
    charts.BEYOND: "beyond a limit",
    charts.TREND: "at least the seventh in a row to {move}",
    charts.TWO_OF_THREE: "two of three near a limit",
    charts.SHIFT: "at least the seventh in a row on one side of the average",
}


@lru_cache
def of_year(year: Year) -> dict[str, charts.Series]:
    """Return the series that had a period before the year and in it, by title."""
    found = [charts.series(year, row["indicator"]) for row in year.rows("indicators")]
    return {each.title: each for each in found}


def _about(year: Year, said: Said) -> charts.Series | None:
    """Return the series of a picture: its caption begins with its title."""
    where = said.passage.ids[-1]
    captions = (each.text for each in said.document.passages if each.kind == "figure" and each.ids[-1] == where)
    return next((found for text in captions if (found := _titled(year, text))), None)


def _titled(year: Year, text: str) -> charts.Series | None:
    """Return the series whose title a text begins with, the longest where one title begins another."""
    titles = [title for title in of_year(year) if text.startswith(title)]
    return of_year(year)[max(titles, key=len)] if titles else None


def _bounds(found: charts.Series) -> dict[str, Any]:
    bounds = charts.limits(found.counts[: found.before])
    return {"mean": _short(bounds.mean), "low": _short(bounds.low), "high": _short(bounds.high)}


def _short(value: float) -> str:
    """Return a number to one place, below one to two figures, without needless noughts."""
    return number(float(rounded(value, 1))) if value >= 1 else significant(value, 2)


@states(SECTION, r"^(?P<title>[^:]+): (?P<signals>\d+|no) signals? in the year")
def title(year: Year, said: Said) -> Any:
    found = next((each for each in of_year(year).values() if each.title == said["title"]), None)
    return {"title": said["title"], "signals": found and (len(charts.signals(found)) or "no")}


@states(
    SECTION,
    r"Before the year (?P<what>it|the rate \(the count divided by its denominator\)) averaged (?P<mean>[\d.]+)"
    r"(?: a (?:month|quarter))?, and anything from (?P<low>[\d.]+) to (?P<high>[\d.]+) was ordinary "
    r"variation\. The year, shaded, holds (?P<signals>\d+|no) signals?(?:; a (?P<way>rise|fall) "
    r"was expected, as written "
    r"down on (?P<day>\d+ \w+ \d+))?\.",
    kind="figure",
)
def summary(year: Year, said: Said) -> Any:
    found = _about(year, said)
    if found is None:
        return None
    row = next(each for each in year.rows("indicators") if each["title"] == found.title)
    count = len(charts.signals(found))
    return {
        "what": "the rate (the count divided by its denominator)" if found.rate else "it",
        **_bounds(found),
        "signals": count or "no",
        "way": {"up": "rise", "down": "fall"}.get(row["expected"], ""),
        "day": long_date(day(row["registered_on"]) or date.min),
    }


@states(
    SECTION,
    r"^(?P<n>\d+) (?:months|quarters) from (?P<first>\w+ \d{4}) to (?P<last>\w+ \d{4})\. "
    r"Average before the year (?P<mean>[\d.]+), "
    r"limits (?P<low>[\d.]+) to (?P<high>[\d.]+)\.(?: (?P<marks>Marked: .*))?$",
    kind="description",
)
def described(year: Year, said: Said) -> Any:
    found = _about(year, said)
    if found is None:
        return None
    marks = told_marks(year, found)
    first, last = (f"{day(found.periods[at]) or year.end:%B %Y}" for at in (0, -1))
    return {
        "n": len(found.periods),
        "first": first,
        "last": last,
        "marks": marks,
        **_bounds(found),
        "all marks": Holds(said["marks"] == marks, f"it is “{marks}”"),
    }


@states(
    SECTION,
    r"^(?P<title>.*): (?P<n>\d+) (?P<periods>months|quarters) before the year, "
    r"which is too few to draw limits from\.$",
)
def too_few(year: Year, said: Said) -> Any:
    found = of_year(year).get(said["title"])
    periods = "quarters" if found and "Q" in found.periods[0] else "months"
    return found and {"title": found.title, "n": found.before, "periods": periods}


@tabulates(SECTION, r"month by month \((?:count|rate)\)$")
def by_month(year: Year, table: Table) -> list[dict[str, Any]]:
    found = _titled(year, table.caption)
    assert found is not None
    told = charts.signals(found)
    rows: dict[str, dict[str, Any]] = {}
    for at, period in enumerate(found.periods):
        month = day(period) or year.end
        begins = month.year - (month.month < year.start.month)
        row = rows.setdefault(f"{month:%B}", {"Month": f"{month:%B}"})
        text = significant(found.counts[at], 2) if found.rate else number(found.counts[at])
        if at in told:
            rule, way = told[at]
            text += f" ({WORDS[rule].format(move='rise' if way == 'up' else 'fall')}, {way})"
        row[f"From {year.start:%B} {begins}"] = text
    return list(rows.values())


@draws(SECTION, "chart-series-")
def axis(year: Year, drawn: Passage) -> Sequence[Any]:
    """Expect an axis of even steps: a picture of a series prints no count."""
    lines = drawn.text.split("\n")
    letters = [line for line in lines if re.fullmatch("[A-Z]", line)]
    if letters not in [list(placed(year, each)) for each in of_year(year).values()]:
        raise LookupError(f"the letters {letters} mark nothing")
    ticks = [float(line) for line in lines if re.fullmatch(r"[\d.]+", line)]
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 0
    return [step * at for at in range(len(ticks))]


@worded(
    SECTION, r"^(?P<letter>[A-Z]) (?P<day>\d+ \w+ \d{4})(?:, (?P<where>[^:]+): (?P<text>.+)|: the programme began\.)$"
)
def stands_for(year: Year, said: Said) -> dict[str, Any]:
    found = dict(zip(ascii_uppercase, happenings(year), strict=False))
    drawn = {letter for series in of_year(year).values() for letter in placed(year, series)}
    when, where, text = found.get(said["letter"], (date.min, "", ""))
    return {
        "letter": Holds(said["letter"] in drawn, f"the letters are {sorted(drawn)}"),
        "day": long_date(when),
        "where": where,
        "text": Holds(said["text"].rstrip(".") == text.rstrip("."), f"it is “{text}”"),
    }
