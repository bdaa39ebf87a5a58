"""Who was reached: referred, accepted and reached by place and by group, and beside the population."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import reached as r
from .expected import Holds
from .folder import Year
from .printing import FEWEST, capital, in_points, long_date, percent, points
from .reading import Table
from .registering import Said, explains, states, tabulates

SECTION = "^delivery$"
PLACES = "^reach-by-place$"
NOTHING = "–"
DIFFERENCE = "Difference, of those recorded (95%)"
MOST = 5
AGED = {"16 to 17": "16 or 17"}

explains(
    SECTION,
    "Shares are of everyone referred or reached, recorded or not.",
    DIFFERENCE,
)


@states(
    SECTION,
    r"In the year, (?P<n>[\d,]+) young people were referred to the programme; it had accepted (?P<k>[\d,]+)"
    r"(?: \((?P<share>\d+%)\))? by (?P<day>\d+ \w+ \d+)",
)
def referred(year: Year, said: Said) -> Any:
    rows = r.referred(year)
    accepted = sum(bool(row["opened"]) for row in rows)
    share = percent(accepted, len(rows)) if len(rows) >= FEWEST else "(too few)"
    return {"n": len(rows), "k": accepted, "share": share, "day": long_date(year.data_to)}


@states(SECTION, r"It reached (?P<n>[\d,]+) young people")
def reached(year: Year, said: Said) -> Any:
    return {"n": len(r.reached(year))}


@states(SECTION, r"In Year (?P<year>\d+), (?P<referred>[\d,]+) were referred and (?P<reached>[\d,]+) reached")
def year_before(year: Year, said: Said) -> Any:
    past = year.folder.year(year.number - 1)
    return {"year": past.number, "referred": len(r.referred(past)), "reached": len(r.reached(past))}


@tabulates(SECTION, "^Young people referred, accepted and reached, by place$")
def place_table(year: Year, table: Table) -> list[dict[str, Any]]:
    rows = []
    for scope in ("programme", *year.sites):
        cells: dict[str, Any] = {"Where": "Whole programme" if scope == "programme" else year.site_name(scope)}
        for each in dict.fromkeys((max(year.number - 1, 1), year.number)):
            of = year.folder.year(each)
            came, seen = r.referred(of, scope), r.reached(of, scope)
            more = "" if of is year else f" in Year {each}"
            cells |= {
                f"Referred{more}": len(came) if came else NOTHING,
                f"Accepted{more}": sum(bool(row["opened"]) for row in came) if came else NOTHING,
                f"Reached{more}": len(seen) if seen else NOTHING,
            }
        if {*cells.values()} - {cells["Where"], NOTHING}:
            rows.append(cells)
    return rows


def share(k: int, n: int) -> str:
    return f"{k:,} ({percent(k, n)})" if n >= FEWEST else f"{k:,}"


def group_rows(year: Year, scope: str, groups: Iterable[str]) -> list[dict[str, Any]]:
    rows = []
    for group in groups:
        came, seen = r.referred(year, scope), r.reached(year, scope)
        for value in (*r.every_value(year, group), ""):
            each = r.beside(year).get((group, value))
            low, high = each.interval if each else (0, 0)
            ours, theirs = (r.broken_down(year, group, rows)[value] for rows in (came, seen))
            if value or ours or theirs:
                rows.append(
                    {
                        "Group": f"{capital(r.GROUPS[group][1])}: {value or 'not recorded'}",
                        "Referred": share(ours, len(came)) if came else NOTHING,
                        "Reached": share(theirs, len(seen)) if seen else NOTHING,
                        "In the population": percent(each.count, each.of) if each else NOTHING,
                        DIFFERENCE: f"{in_points(each.difference)} ({points(low)} to {points(high)})"
                        if each and r.enough(each)
                        else NOTHING,
                    }
                )
    return rows


def columns(table: Table, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{column: row[column] for column in table.columns} for row in rows]


@tabulates(SECTION, "^Who was referred and reached, by group, beside the population$")
def groups_beside_the_population(year: Year, table: Table) -> list[dict[str, Any]]:
    return columns(table, group_rows(year, "programme", [each for each in r.GROUPS if r.population(year, each)]))


@tabulates(SECTION, "^Who was referred and reached, by group$")
def other_groups(year: Year, table: Table) -> list[dict[str, Any]]:
    return columns(table, group_rows(year, "programme", [each for each in r.GROUPS if not r.population(year, each)]))


@tabulates(PLACES, "^Who was referred and reached, by group: ")
def groups_at_a_place(year: Year, table: Table) -> list[dict[str, Any]]:
    scope = year.site_code(table.caption.partition(": ")[2])
    return columns(table, group_rows(year, scope or "", r.GROUPS))


@states(
    SECTION,
    r"^(?P<who>Girls|Boys|Young people (?:aged [\w ]+?|recorded as “[^”]+”)) were (?P<share>\d+%) of the young people "
    r"reached(?P<known> whose [a-z ]+ is recorded)? \((?P<k>[\d,]+) of (?P<n>[\d,]+)\) and (?P<theirs>\d+%) of the "
    r"population \((?P<count>[\d,]+) of (?P<of>[\d,]+)\)\. That is (?P<points>\d+) points? lower "
    r"\((?P<level>95%) interval (?P<low>[−\d]+) to (?P<high>[−\d]+)\)",
    kind="bullet",
)
def missing(year: Year, said: Said) -> Any:
    found = r.fewer(year)[:MOST]
    each = next((each for each in found if called(each) == said["who"]), None)
    if each is None:
        return {"who": Holds(False, f"those clearly fewer are {[called(each) for each in found]}")}
    low, high = each.interval
    known = f" whose {r.GROUPS[each.group][1]} is recorded" if each.n != len(r.reached(year)) else ""
    return {
        "who": said["who"],
        "share": percent(each.k, each.n),
        "known": Holds(said["known"] == known, f"it should say “{known}”"),
        "k": each.k,
        "n": each.n,
        "theirs": percent(each.count, each.of),
        "count": each.count,
        "of": each.of,
        "points": points(-each.difference),
        "level": 0.95,
        "low": points(-high),
        "high": points(-low),
    }


def called(each: r.Beside) -> str:
    if each.group == "age_band":
        return f"Young people aged {AGED.get(each.value, each.value)}"
    return {"girl": "Girls", "boy": "Boys"}.get(each.value, f"Young people recorded as “{each.value}”")


@states(SECTION, r"^(?P<none>No group of the population was clearly less common among the young people reached)")
def nobody_missing(year: Year, said: Said) -> Any:
    return {"none": Holds(not r.fewer(year), "some were")}


@states(SECTION, r"^(?P<none>No comparison population covers the whole programme)")
def no_population(year: Year, said: Said) -> Any:
    return {"none": Holds(not r.beside(year), "one does")}
