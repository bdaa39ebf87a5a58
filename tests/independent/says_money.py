"""What it cost: the total, what it comes to for each person and session, and the table by place and kind."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from . import costs, work
from .expected import Holds
from .folder import Row, Year
from .numbers import rounded
from .printing import capital, listed
from .reading import Table
from .registering import Said, states, tabulates, worded

SECTION = "^delivery$"
POUNDS = r"£(?P<{}>[\d,]+)"
THAT = r"^The programme spent .*"
NOBODY, ALL = "No one place", "All"
OTHERS = {"staff": "the programme’s own staff", "young_people": "young people", "families": "families"}


def spent_in(year: Year) -> dict[str, Any]:
    """Return what was spent in the year and in the one before."""
    found = {"total": costs.total(costs.spent(year)), "year": year.number}
    if year.number == min(year.years):
        return found
    before = year.folder.year(year.number - 1)
    return {**found, "then": costs.total(costs.spent(before)), "past": before.number}


@states(
    SECTION,
    rf"^The programme spent {POUNDS.format('total')} in Year (?P<year>\d+)(?: \(Evidence ⟨\d+⟩\)\. In Year "
    rf"(?P<past>\d+) it spent {POUNDS.format('then')})?",
)
def spent(year: Year, said: Said) -> dict[str, Any]:
    return spent_in(year)


@states(SECTION, rf"(?P<on>[A-Z][\w ,]+) cost {POUNDS.format('cost')}\. That is ")
def spent_on(year: Year, said: Said) -> dict[str, Any]:
    training = said["on"] == capital(listed(costs.parts(year, training=True)))
    found = costs.unit(year, training=training)
    return {"on": capital(found.on), "cost": found.spent}


@states(
    SECTION,
    rf"That is {POUNDS.format('each')} for each of the (?P<seen>[\d,]+) young people who had a session that went",
)
def for_each_young_person(year: Year, said: Said) -> dict[str, Any]:
    found = costs.unit(year)
    return {"each": found.each, "seen": found.sharing, "enough": Holds(found.sharing >= costs.FEWEST, "too few")}


@states(SECTION, rf"For each of the (?P<held>[\d,]+) sessions that went ahead, it is {POUNDS.format('each')}")
def for_each_session(year: Year, said: Said) -> dict[str, Any]:
    found = costs.unit(year, by_session=True)
    return {"each": found.each, "held": found.sharing, "enough": Holds(found.sharing >= costs.FEWEST, "too few")}


@states(
    SECTION,
    rf"(?P<lead>That|It) is (?P<most>at most )?{POUNDS.format('each')} for each of the (?P<people>[\d,]+) outside "
    r"professionals who came to training, each counted once",
)
def for_each_person_trained(year: Year, said: Said) -> dict[str, Any]:
    found = costs.unit(year, training=True)
    enough = Holds(found.sharing >= costs.FEWEST, "too few")
    return {
        "each": found.each,
        "people": found.sharing,
        "enough": enough,
        "most": "" if all_listed(year) else "at most ",
        "lead": "That" if costs.tied(year) else "It",
    }


def all_listed(year: Year) -> bool:
    """Tell whether there is a list of who came to each event for professionals."""
    events = {row["event_id"] for row in work.within(year, "training_events") if row["audience"] == "professionals"}
    return events <= {row["event_id"] for row in year.rows("attendance")}


@states(
    SECTION, rf"The other {POUNDS.format('rest')} paid for other work or for the whole programme; we do not divide it"
)
def not_divided(year: Year, said: Said) -> dict[str, Any]:
    return {"rest": costs.elsewhere(year)}


@worded(SECTION, THAT)
def what_is_said_beside(year: Year, said: Said) -> dict[str, Any]:
    """Expect the sentences without a number exactly where they are true."""
    text = said.match.group()
    audiences = {row["audience"] for row in work.within(year, "training_events")}
    also = listed(words for audience, words in OTHERS.items() if audience in audiences)
    groups = any(row["kind"] == "group" for row in work.within(year, "sessions"))
    wanted = {
        "so each figure here divides what the whole programme spent. Do not add them up.": not costs.tied(year),
        "A group session counts once for each young person who came.": groups,
        "Not every event has a list of who came.": not all_listed(year),
        f"It also paid for training {also}.": bool(also) and costs.tied(year),
    }
    return {
        words: Holds((words in text) == true, f"“{words}” is {'missing' if true else 'not true'}")
        for words, true in wanted.items()
    }


@worded(SECTION, r"^This leaves out volunteers.*")
def rounding(year: Year, said: Said) -> dict[str, Any]:
    uneven = any(Fraction(row["amount"]).denominator > 1 for row in costs.spent(year))
    told = "Amounts are rounded, so they may not add up to the totals." in said.match.group()
    return {"rounded": Holds(told == uneven, "the amounts have pence" if uneven else "the amounts are whole pounds")}


@tabulates(SECTION, r"^What it cost in Year \d+, in whole pounds$")
def by_place_and_kind(year: Year, table: Table) -> list[dict[str, Any]]:
    rows, head = costs.spent(year), table.columns[0]
    places = {NOBODY if code == "programme" else year.site_name(code): code for code in {row["site"] for row in rows}}
    kinds = {capital(kind): kind for kind in {row["category"] for row in rows}}
    down, across = (places, kinds) if head == "Where" else (kinds, places)

    def of(name: str, codes: dict[str, str], column: str) -> list[Row]:
        return [row for row in rows if name == ALL or row[column] == codes[name]]

    columns = ("site", "category") if head == "Where" else ("category", "site")
    found = []
    for name in (*down, ALL):
        cells: dict[str, Any] = {head: name}
        own = of(name, down, columns[0])
        for other in (*across, ALL):
            both = [row for row in own if row in of(other, across, columns[1])]
            cells[other] = f"{rounded(costs.total(both), 0):,}" if both else "–"
        found.append(cells)
    return found
