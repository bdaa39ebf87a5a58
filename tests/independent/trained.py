"""People who came to a training: who was asked, who answered before and after it, and how their answers moved."""

from __future__ import annotations

from dataclasses import dataclass

from .folder import Row, Year
from .surveys import Item


@dataclass(frozen=True)
class Turnout:
    """How many came, how many of them were asked and at how many of the events."""

    came: int
    asked: int
    asked_at: int
    events: int


def trainings(year: Year, sites: list[str], since_start: bool = False) -> list[Row]:
    """Return the training events for professionals at some sites in the year, or since the programme began."""
    return [
        row
        for row in year.rows("training_events")
        if row["site"] in sites and row["audience"] == "professionals" and (since_start or year.during(row["date"]))
    ]


def turnout(year: Year, survey: str, sites: list[str], stage: str) -> Turnout:
    """Count who came; asked is who came to an event that has any staged answer, or the number in invited.csv."""
    follow_up = stage == "follow_up"
    events = {row["event_id"] for row in trainings(year, sites, since_start=follow_up)}
    staged = {
        row["event_id"] for row in year.responses(survey) if row["year"] == str(year.number) and row["stage"] == stage
    }
    people: dict[str, set[str]] = {}
    for row in year.rows("attendance"):
        if row["event_id"] in events:
            people.setdefault(row["event_id"], set()).add(row["attendee_id"])
    came = set().union(*people.values()) if people else set()
    at = {each for each in events if each in staged}
    asked = set().union(*(people.get(each, set()) for each in at)) if at else set()
    invited = [
        int(row["invited"])
        for row in year.folder.table(f"surveys/{survey}/invited")
        if row["year"] == str(year.number) and row["site"] in sites
    ]
    return Turnout(len(came), sum(invited) if invited else len(asked), len(at), len(events))


@dataclass(frozen=True)
class Moves:
    better: int
    same: int
    worse: int

    @property
    def pairs(self) -> int:
        return self.better + self.same + self.worse


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


def scale_place(item: Item, answer: str) -> float | None:
    """Return an answer's own number, else its place on the scale."""
    try:
        return float(answer)
    except ValueError:
        return float(item.choices.index(answer)) if answer in item.choices else None
