"""What the letters in the charts of counts over time stand for: the programme's start, events and milestones."""

from __future__ import annotations

from datetime import date
from string import ascii_uppercase

from .folder import Year, day
from .printing import listed
from .series import Series

MOST = 7  # the programme's start, the latest events, and milestones where there is room
Happening = tuple[date, str, str]


def happenings(year: Year) -> list[Happening]:
    """Return what is marked, in its order: the day, where, and the folder's words (of the start: none)."""

    def latest(rows: list[dict[str, str]], at: str, words: str) -> list[Happening]:
        dated = ((day(row[at]), row) for row in rows)
        found = [(when, year.site_name(row["site"]), row[words]) for when, row in dated if when and when <= year.end]
        return sorted(found, reverse=True)

    events = latest([row for row in year.rows("context") if row["kind"] == "event"], "from", "description")
    start = min(each["start"] for each in year.years.values())
    others = [*events, *latest(year.rows("milestones"), "actual", "title")][: MOST - 1]
    return sorted([(start, "", ""), *others])


def placed(year: Year, series: Series) -> dict[str, int]:
    """Return each letter of a chart with its period, the first that ends no earlier; the chart's first has none."""
    ends = [day(period) or date.max for period in series.periods]
    places = {
        letter: sum(end < when for end in ends)
        for letter, (when, *_) in zip(ascii_uppercase, happenings(year), strict=False)
    }
    return {letter: place for letter, place in places.items() if 0 < place < len(ends)}


def told_marks(year: Year, series: Series) -> str:
    """Return the marks of a chart as its description tells them."""
    told = [f"{letter} in {day(series.periods[at]) or year.end:%B %Y}" for letter, at in placed(year, series).items()]
    return f"Marked: {listed(told)}." if told else ""
