"""The theory of change: how faithfully the work was done, part by part and place by place."""

from __future__ import annotations

from typing import Any

from . import work
from .folder import Row, Year
from .printing import capital, listed, number, percent
from .reading import Table
from .registering import Said, states, tabulates
from .says_theory import SECTION, sentence

DEPARTURES = {"not_delivered": "Not all delivered", "modified": "Modified", "added": "Added"}
JUDGED = {"adaptation": "adapted", "drift": "drifted", "": "not judged"}


def amounts(row: Row) -> str:
    """Return delivered of planned, as a share where ten or more were planned and it is counted in people or in dose."""
    delivered, planned = work.amount(row["delivered"]), work.amount(row["planned"])
    if not row["delivered"]:
        return f"not recorded, of {number(planned)} {row['measure']}"
    share = f" ({percent(delivered, planned)})" if planned >= 10 else ""
    return f"{number(delivered)} of {number(planned)} {row['measure']}{share}"


def departed(row: Row) -> str:
    """Return how a piece of work departed from the plan."""
    none = row["departure"] == "not_delivered" and not work.amount(row["delivered"])
    return "Not delivered" if none else DEPARTURES[row["departure"]]


@tabulates(SECTION, "^Each part of the work, place by place$")
def parts(year: Year, table: Table) -> list[dict[str, Any]]:
    rows = []
    for row in work.planned(year):
        if row["departure"]:
            departure = f"{departed(row)}: {JUDGED[row['judged']]}"
        else:
            departure = "None recorded, though less than planned" if work.short(row) else "None recorded"
        rows.append(
            {
                "Part of the work": f"{capital(row['component'])}, {year.site_name(row['site'])}",
                "Delivered of planned": amounts(row),
                "Quality": sentence(row["quality"]) if row["quality"] else "Not recorded",
                "Departure from the plan": departure,
            }
        )
    return rows


@states(
    SECTION,
    r"^(?P<all>\d+) pieces of work were planned for this year\. (?P<departed>\d+) departed from "
    r"the plan(?P<how>, all \w+|: "
    r"[\w ,]+)\. A further (?P<short>\d+) fell short of the plan, with no departure recorded\b",
)
def summary(year: Year, said: Said) -> Any:
    rows = work.planned(year)
    judged = {words: sum(row["judged"] == each for row in rows if row["departure"]) for each, words in JUDGED.items()}
    found = {words: count for words, count in judged.items() if count}
    how = f", all {next(iter(found))}" if len(found) == 1 else f": {listed(f'{n} {w}' for w, n in found.items())}"
    return {
        "all": len(rows),
        "departed": sum(bool(row["departure"]) for row in rows),
        "how": how,
        "short": sum(map(work.short, rows)),
    }
