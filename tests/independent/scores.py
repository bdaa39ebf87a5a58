"""Scores at the start and again: pairs, which way they moved, and who was lost on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from .folder import Row, Year, day
from .shares import agresti_min, least_net, sign_test

# Whose voice a score is: an adult's own is neither a worker's nor a young person's.
RATERS = {"record": "worker", "young_person": "young_person", "stakeholder": "self"}


@dataclass(frozen=True)
class Matched:
    """How those who were scored twice moved, and the chain that leads to them."""

    better: int
    same: int
    worse: int
    reached: int
    scored: int
    due: int
    lost: int
    moves: tuple[float, ...] = ()  # by how much each did better
    scales: frozenset[tuple[str, str]] = frozenset()  # the ends of the scale of each later score
    due_before: int = 0  # of those due, first scored before the year
    who: tuple[str, ...] = ()  # whose moves they are
    due_who: frozenset[str] = frozenset()
    lost_who: frozenset[str] = frozenset()

    @property
    def by_one_step(self) -> int:
        return sum(abs(each) == 1 for each in self.moves)

    @property
    def smallest(self) -> Fraction:
        """The smallest difference of better and worse that would have shown, if as many moved."""
        return Fraction(least_net(self.better + self.worse), self.pairs)

    @property
    def pairs(self) -> int:
        return self.better + self.same + self.worse

    @property
    def p(self) -> float:
        return sign_test(self.better, self.worse)

    @property
    def interval(self) -> tuple[float, float]:
        return agresti_min(self.better, self.worse, self.pairs)

    @property
    def attrition(self) -> Fraction:
        return Fraction(self.lost, self.due)


def rater(row: Row) -> str:
    return row.get("rater") or "worker"


def subjects(year: Year, places: bool, sites: list[str]) -> dict[str, Row]:
    """Return the young people (or places and groups) of some sites by id."""
    table, key = ("contexts", "context_id") if places else ("cases", "case_id")
    return {row[key]: row for row in year.rows(table) if row["site"] in sites}


def reached(year: Year, places: bool, sites: list[str]) -> set[str]:
    """Return who had a case open (or was worked on) at some time in the year."""
    found = set()
    for key, row in subjects(year, places, sites).items():
        opened, closed = day(row["opened"]), day(row["closed"])
        if opened and opened <= year.end and (closed is None or closed >= year.start):
            found.add(key)
    return found


@cache
def matched(year: Year, outcome: str, voice: str, scope: str, places: bool = False) -> Matched:
    """Pair each subject's first baseline with its last review or closure of the year."""
    sites = year.sites_at(outcome, scope)
    known = subjects(year, places, sites)
    key = "context_id" if places else "case_id"
    first: dict[str, tuple[date, Row]] = {}
    last: dict[str, tuple[date, Row]] = {}
    ever_later: dict[str, date] = {}
    for row in year.rows("assessments"):
        subject, on = row.get(key, ""), day(row["date"])
        if row["outcome_id"] != outcome or rater(row) != RATERS[voice] or subject not in known or on is None:
            continue
        if row["stage"] == "baseline" and (subject not in first or on < first[subject][0]):
            first[subject] = on, row
        elif row["stage"] in {"review", "closure"}:
            ever_later[subject] = max(on, ever_later.get(subject, on))
            if year.during(row["date"]) and (subject not in last or on >= last[subject][0]):
                last[subject] = on, row
    sign = -1 if year.outcomes[outcome].get("better") == "down" else 1
    twice = [each for each in first if each in last and last[each][0] > first[each][0]]
    moves = [sign * (float(last[each][1]["score"]) - float(first[each][1]["score"])) for each in twice]
    ends = year.end - timedelta(days=90)
    due = {each for each, (on, _) in first.items() if on <= ends}
    lost = {each for each in due if each not in ever_later}
    open_ = reached(year, places, sites)
    return Matched(
        *(sum(each > 0 for each in moves), sum(each == 0 for each in moves), sum(each < 0 for each in moves)),
        *(len(open_), len(open_ & set(first)), len(due), len(lost), tuple(moves)),
        scales=frozenset((last[each][1]["scale_min"], last[each][1]["scale_max"]) for each in twice),
        due_before=sum(first[each][0] < year.start for each in due),
        who=tuple(twice),
        due_who=frozenset(due),
        lost_who=frozenset(lost),
    )
