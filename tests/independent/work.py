"""Count the work: what was planned and delivered, done, reached, and how soon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from .folder import Row, Year, day

STRANDS = {
    "consultation": "advice to professionals about their own cases",
    "systems": "systems-change work",
    "policy": "policy and strategy",
    "participation": "young people shaping the work",
    "outreach": "outreach",
}
ROLES = {
    "casework": "Casework",
    "systems_change": "Systems change",
    "dual": "Casework and systems change",
    "manager": "Manager",
    "other": "Other",
}
SERVED = {"family": "families"}  # whom a session of a kind is with; any other is with young people


def planned(year: Year) -> list[Row]:
    """Return the pieces of work planned for the year."""
    return [row for row in year.rows("plan") if row["year"] == str(year.number)]


def amount(text: str) -> float:
    return float(text or 0)


def in_full(row: Row) -> bool:
    """Tell whether a piece of work was delivered in full or beyond."""
    return amount(row["delivered"]) >= amount(row["planned"])


def short(row: Row) -> bool:
    """Tell whether less than planned is on record as delivered, and no departure."""
    return bool(row["delivered"]) and not row["departure"] and not in_full(row)


IN_FULL, SHORT, UNCOUNTED = "in full", "short of the plan", "with no count given"


@dataclass(frozen=True)
class Piece:
    """A part of the work at a place, by all that the plan counts of it."""

    component: str
    site: str
    rows: tuple[Row, ...]

    @property
    def done(self) -> str:
        """Return how much of it was delivered: short where any measure is, else not known where any is empty."""
        if any(row["delivered"] and not in_full(row) for row in self.rows):
            return SHORT
        return IN_FULL if all(row["delivered"] for row in self.rows) else UNCOUNTED

    @property
    def judged(self) -> str | None:
        """Return how its departures were judged: drift where any was, nothing where one was not; None without any."""
        gone = {row["judged"] for row in self.rows if row["departure"]}
        return next((each for each in ("drift", "", "adaptation") if each in gone), None)


def pieces(year: Year, node: str = "") -> list[Piece]:
    """Return the pieces of work planned for the year (of an activity)."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in planned(year):
        if node in {"", row["node_id"]}:
            found.setdefault((row["component"], row["site"]), []).append(row)
    return [Piece(*key, tuple(rows)) for key, rows in found.items()]


def within(year: Year, table: str, column: str = "date") -> list[Row]:
    """Return a table's rows of the year itself."""
    return [row for row in year.rows(table) if year.during(row[column])]


@dataclass(frozen=True)
class Trained:
    events: int
    people: int


def trained(year: Year, audience: str) -> Trained:
    """Return the year's training events for an audience and whom they reached, each person once."""
    events = {row["event_id"] for row in within(year, "training_events") if row["audience"] == audience}
    people = {row["attendee_id"] for row in year.rows("attendance") if row["event_id"] in events}
    return Trained(len(events), len(people))


@dataclass(frozen=True)
class Sessions:
    held: int
    offered: int
    cases: int
    served: frozenset[str]  # young people, families: with whom


ALONE, FAMILY, GROUP = frozenset({"one_to_one", "therapy"}), frozenset({"family"}), frozenset({"group"})


def sessions(year: Year, kinds: frozenset[str] = frozenset()) -> Sessions:
    """Return the year's sessions (of some kinds): those that went ahead, of those offered, and the cases seen."""
    rows = [row for row in within(year, "sessions") if not kinds or row["kind"] in kinds]
    held = [row for row in rows if row["held"] == "yes"]
    served = frozenset(SERVED.get(row["kind"], "young people") for row in rows)
    return Sessions(len(held), len(rows), len({row["case_id"] for row in held}), served)


def activities(year: Year) -> Counter[str]:
    """Count the year's activities by strand, in the report's words."""
    return Counter(STRANDS[row["strand"]] for row in within(year, "activities"))


def referrals(year: Year) -> list[Row]:
    """Return the onward referrals made in the year, with their site."""
    site = {row["case_id"]: row["site"] for row in year.rows("cases")}
    return [{**row, "site": site[row["case_id"]]} for row in within(year, "onward_referrals", "referred")]


def timeliness(year: Year, rows: Iterable[Row]) -> Counter[str]:
    """Count referrals within the target of days after the concern, later, and of unknown time."""
    limit = year.folder.settings["timeliness"]["onward_referral_days"]
    found: Counter[str] = Counter()
    for row in rows:
        concern, referred = day(row["concern"]), day(row["referred"])
        if concern is None or referred is None:
            found["Not known"] += 1
        else:
            found["Within target" if (referred - concern).days <= limit else "Late"] += 1
    return found


@dataclass(frozen=True)
class Milestone:
    row: Row
    planned: date
    actual: date | None

    @property
    def on_time(self) -> bool:
        return self.actual is not None and self.actual <= self.planned


def milestones(year: Year) -> list[Milestone]:
    """Return the milestones planned for the year, reached in it, or still open from before."""
    found = []
    for row in year.rows("milestones"):
        due, actual = day(row["planned"]), day(row["actual"])
        if due is not None and (year.during(row["planned"]) or (due < year.start and not _done(actual, year.start))):
            found.append(Milestone(row, due, actual))
    return found


def _done(actual: date | None, by: date) -> bool:
    return actual is not None and actual < by


def posts(year: Year) -> list[Row]:
    """Return the posts that there were in the year."""
    return [row for row in year.rows("posts") if (day(row["left"]) or date.max) >= year.start]


def filled(year: Year, rows: Iterable[Row]) -> int:
    """Count the posts in which somebody was on the year's last day."""
    return sum(bool(row["filled"]) and (day(row["left"]) or date.max) > year.last_day for row in rows)


def weeks_to_fill(rows: Iterable[Row]) -> list[float]:
    """Return the weeks from each post's advertisement to its being filled."""
    found = []
    for row in rows:
        start, end = day(row["advertised"]), day(row["filled"])
        if start and end:
            found.append((end - start).days / 7)
    return sorted(found)


def filled_in(year: Year, rows: Iterable[Row]) -> list[Row]:
    """Return the posts that were filled in the year itself."""
    return [row for row in rows if year.during(row["filled"])]


def middle(values: list[float]) -> float:
    return median(values)


def criteria_held(year: Year) -> int:
    """Count the referral criteria that held on the last day of the year with known records."""
    return sum(
        (day(row["from"]) or date.min) <= year.last_day <= (day(row["to"]) or date.max) for row in year.rows("criteria")
    )


def criteria_altered(year: Year) -> list[Row]:
    """Return the criteria that ended in the year, or that began in it after the programme had begun."""
    return [
        row
        for row in year.rows("criteria")
        if year.during(row["to"]) or (year.during(row["from"]) and (day(row["from"]) or date.min) > _first_day(year))
    ]


def criteria_moved(year: Year) -> tuple[int, int]:
    """Count the criteria that came in during the year, after the programme began, and those withdrawn."""
    rows = criteria_altered(year)
    came = sum(year.during(row["from"]) and (day(row["from"]) or date.min) > _first_day(year) for row in rows)
    return came, sum(year.during(row["to"]) for row in rows)


def _first_day(year: Year) -> date:
    return min(each["start"] for each in year.years.values())


def _engagements(year: Year) -> list[Row]:
    return [row for row in year.rows("engagements") if (day(row["date"]) or date.min) <= year.last_day]


def engaged(year: Year) -> dict[str, Row]:
    """Return how far each partner has come: its latest record."""
    return {row["organisation_id"]: row for row in sorted(_engagements(year), key=lambda row: row["date"])}


def first_stage(year: Year, partner: str) -> str:
    """Return the stage at which a partner was first recorded."""
    rows = [row for row in year.rows("engagements") if row["organisation_id"] == partner]
    return min(rows, key=lambda row: row["date"])["stage"]


def newly_engaged(year: Year) -> set[str]:
    """Return the partners whose first record is of the year."""
    known = {row["organisation_id"] for row in _engagements(year) if not year.during(row["date"])}
    return set(engaged(year)) - known


def first_stages(year: Year) -> set[str]:
    """Return the stages at which partners were first recorded."""
    return {first_stage(year, each) for each in engaged(year)}
