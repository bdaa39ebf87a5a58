"""People who came to a training: who was asked, who answered before and after it, and how their answers moved."""

from __future__ import annotations

from dataclasses import dataclass

from .folder import Year
from .surveys import Item


@dataclass(frozen=True)
class Turnout:
    """How many came, how many of them were asked and at how many of the events."""

    came: int
    asked: int
    asked_at: int
    events: int


STAGED = {"before", "after", "follow_up"}  # looking back stands apart


def turnout(year: Year, survey: str, sites: list[str]) -> Turnout:
    """Count who came to events for professionals, and who was asked, as docs/reference/methods.md says."""
    answered = [
        row
        for row in year.responses(survey)
        if row["year"] == str(year.number) and row["stage"] in STAGED and row["site"] in sites
    ]
    stages, gave = {row["stage"] for row in answered}, {row["event_id"] for row in answered}
    events = {
        row["event_id"]
        for row in year.rows("training_events")
        if row["site"] in sites and row["audience"] == "professionals"
        if year.during(row["date"]) or row["event_id"] in gave or stages == {"follow_up"}
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
    told = sum(invited) if invited and len(stages) == 1 else len(asked)
    return Turnout(len(set().union(*people.values())), told, len(events & gave), len(events))


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
