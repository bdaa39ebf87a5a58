"""People who came to a training: who was asked, who answered before and after it, and how their answers moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from .folder import Row, Year, day
from .shares import least_net
from .surveys import Item, classed


@dataclass(frozen=True)
class Turnout:
    """How many came, how many of them were asked and at how many of the events."""

    came: int
    asked: int
    asked_at: int
    events: int
    invited: bool  # the programme counted whom it asked
    by: date | None  # where all answers are follow-ups: the day of the last, after which nobody could be asked


OPINIONS = {"agree", "disagree", "neither"}
STAGED = {"before", "after", "follow_up"}  # looking back stands apart


def turnout(year: Year, survey: str, sites: list[str]) -> Turnout:
    """Count who came to events for professionals, and who was asked, as docs/reference/methods.md says."""
    answered = [
        row
        for row in year.responses(survey)
        if row["year"] == str(year.number) and row["stage"] in STAGED and row["site"] in sites
    ]
    stages, gave = {row["stage"] for row in answered}, {row["event_id"] for row in answered}
    by = max(day(row["date"]) or date.min for row in answered) if stages == {"follow_up"} else None
    held = year.rows("training_events")
    audiences = {row["audience"] for row in held if row["event_id"] in gave} or {"professionals"}
    events = {
        row["event_id"]
        for row in held
        if row["site"] in sites and row["audience"] in audiences and _counts(year, row, gave, by)
    }
    people: dict[str, set[str]] = {each: set() for each in events}
    for row in year.rows("attendance"):
        if row["event_id"] in events:
            people[row["event_id"]].add(row["attendee_id"])
    asked = set().union(*(people[each] for each in events & gave))
    invited = [
        int(row["invited"])
        for row in year.folder.table(f"surveys/{survey}/invited")
        if row["year"] == str(year.number) and row["site"] in sites
    ]
    # The list of those invited has no stage: it says this only of a survey whose answers are all of one.
    counted = bool(invited) and len(stages) == 1
    came = set().union(*people.values())
    return Turnout(len(came), sum(invited) if counted else len(asked), len(events & gave), len(events), counted, by)


def _counts(year: Year, event: Row, gave: set[str], by: date | None) -> bool:
    """Tell whether those who came to an event are among those who could have answered in the year."""
    if by:
        return (day(event["date"]) or date.max) <= by
    return year.during(event["date"]) or event["event_id"] in gave


@dataclass(frozen=True)
class Moves:
    better: int
    same: int
    worse: int

    @property
    def pairs(self) -> int:
        return self.better + self.same + self.worse

    @property
    def smallest(self) -> Fraction:
        """The smallest difference of better and worse that would have shown, if as many moved."""
        return Fraction(least_net(self.better + self.worse), self.pairs)


def before_after(year: Year, item: Item, sites: list[str], first: str = "before", then: str = "after") -> Moves:
    """Count which way the answers of the same people moved, along the question's scale."""
    answers: dict[str, dict[str, float]] = {}
    for row in year.responses(item.survey):
        if row["year"] == str(year.number) and row["site"] in sites and row.get(item.name):
            place = scale_place(item, row[item.name])
            if place is not None:
                answers.setdefault(row["person_id"], {})[row["stage"]] = place
    moves = [each[then] - each[first] for each in answers.values() if first in each and then in each]
    return Moves(sum(m > 0 for m in moves), sum(m == 0 for m in moves), sum(m < 0 for m in moves))


@cache
def agreed_before(year: Year, item: Item, sites: tuple[str, ...]) -> tuple[int, int]:
    """Count who had agreed before, of the people who gave an opinion on the question before and after."""
    opinions: dict[str, dict[str, str]] = {}
    for row in year.responses(item.survey):
        meaning = classed(year, item, row.get(item.name, ""))
        if row["year"] == str(year.number) and row["site"] in sites and meaning in OPINIONS:
            opinions.setdefault(row["person_id"], {})[row["stage"]] = meaning
    both = [each["before"] for each in opinions.values() if {"before", "after"} <= set(each)]
    return both.count("agree"), len(both)


def scale_place(item: Item, answer: str) -> float | None:
    """Return an answer's own number, else its place on the scale."""
    try:
        return float(answer)
    except ValueError:
        return float(item.choices.index(answer)) if answer in item.choices else None
