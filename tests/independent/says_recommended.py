"""Recommendations: of the year, of the data to collect, and what was done of those made before."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from .expected import Holds
from .folder import Row, Year, day
from .printing import COUNT, capital, listed, long_date, unlisted
from .reading import Table
from .registering import Said, states, tabulates
from .says_closing import SHORT
from .says_since import verdicts
from .says_theory import sentence

SECTION, MOST = "^recommendations$", 8
PRIORITIES = ("high", "medium", "low", "")
AGAIN = re.compile(r", as in the surveys? “[^”]+”(?:(?:, | and )“[^”]+”)*, and count")
MORE = re.compile(r" It takes .*$| So many agree now .*$")


def of_year(year: Year) -> list[Row]:
    return [row for row in year.rows("recommendations") if row["year"] == str(year.number)]


@tabulates(SECTION, r"^Recommendations of Year \d+$")
def recommended(year: Year, table: Table) -> list[dict[str, Any]]:
    """Expect each with its number leading to the finding that it follows from, the most pressing first."""
    rows = sorted(of_year(year), key=lambda row: (PRIORITIES.index(row["priority"]), row["recommendation_id"]))
    printed = [row["Recommendation"] for row in table.rows]
    own = {row["claim_id"] for row in year.folder.table("findings") if row["year"] == str(year.number)}
    found = []
    for at, row in enumerate(rows):
        due, text = day(row["due"]), sentence(row["text"])
        notes = (row["claim_id"],) if row["claim_id"] in own else ()
        right = printed[at] == text and table.cells[at]["Recommendation"].notes == notes
        words = {"yes": "Done.", "no": "Not done yet."}.get(row["done"], "")
        words = f"{words} {sentence(row['response'])}".strip() if row["response"] else words
        cells = {
            "Recommendation": text if right else Holds(False, f"number {at + 1} is “{text}”, following from {notes}"),
            "Priority": capital(row["priority"]) or "–",
            "For": capital(row["for_whom"]),
            "By": long_date(due) if due else "no date",
            "Answer": words or f"No answer by {long_date(year.data_to)}",
        }
        found.append({column: cells[column] for column in table.columns})
    answered = any(row["response"] or row["done"] for row in rows)
    asked = {"Priority": any(row["priority"] for row in rows), "Answer": answered}
    assert all((column in table.columns) == wanted for column, wanted in asked.items()), f"columns: {asked}"
    return found


def could_not_be_judged(year: Year) -> list[str]:
    """Return the outcomes that were due and have too little evidence somewhere, by the board."""
    due = [row["title"] for row in year.outcomes.values() if int(row["due_year"]) <= year.number]
    return [title for title in due if any(v in SHORT for v, _ in verdicts(year, year.number)[title].values())]


@states(
    SECTION,
    rf"^(?P<n>{COUNT}) outcomes? (?:was|were) due and could not be judged everywhere\. With the data below, the next "
    r"evaluation could judge more\.$",
)
def not_judged(year: Year, said: Said) -> Any:
    return {"n": len(could_not_be_judged(year))}


def kinds(year: Year) -> list[dict[str, str]]:
    """Put together what the annex asks for, by what to do and who does it; those that serve most come first."""
    annex = year.folder.documents[year.number]()[1]
    table = next(each for each in annex.tables if each.section == "to-collect")
    alike: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in table.rows:
        how = MORE.sub("", AGAIN.sub(", in the same words, and count", row["What to collect"]))
        alike.setdefault((how, row["Who"]), []).append(row)
    found, titles = [], [row["title"] for row in year.outcomes.values()]
    order = ["Whole programme", *(year.site_name(code) for code in year.sites)]
    for (how, who), rows in alike.items():
        about = sorted({row["Outcome"] for row in rows}, key=titles.index)
        places = {place for row in rows for place in unlisted(row["Where"])}
        each = re.sub(r"(?<!change to )\bit\b", "each", how) if len(about) > 1 else how
        where = listed(place for place in order if place in places)
        many = sum(len(unlisted(row["Where"])) for row in rows)
        found.append({"Recommendation": each, "About": "; ".join(about), "Where": where, "For": who, "many": str(many)})
    return sorted(found, key=lambda kind: -int(kind["many"]))


@tabulates(SECTION, "^What to collect, about what and where", ("Recommendation", "For"))
def to_collect(year: Year, table: Table) -> list[dict[str, Any]]:
    return [{column: kind[column] for column in table.columns} for kind in kinds(year)[:MOST]]


@states(SECTION, rf"^(?P<more>{COUNT}) further kinds? of data would help too\.")
def further_kinds(year: Year, said: Said) -> Any:
    return {"more": len(kinds(year)) - MOST}


def earlier(year: Year) -> list[Row]:
    """Return the recommendations made before the year."""
    return [row for row in year.rows("recommendations") if int(row["year"]) < year.number]


@states(
    rf"{SECTION}|^summary$",
    r"^Of (?P<n>\d+) recommendations? (?P<when>of Year \d+|made before Year \d+), (?P<k>\d+|none) had been done by "
    r"(?P<day>\d+ \w+ \d+)\.(?: For (?P<silent>\w+), nobody recorded what happened\.)?",
)
def carried_out(year: Year, said: Said) -> Any:
    rows = earlier(year)
    count, years = Counter(row["done"] for row in rows), {row["year"] for row in rows}
    when = f"of Year {rows[0]['year']}" if len(years) == 1 else f"made before Year {year.number}"
    done = {"k": count["yes"] or "none", "silent": count[""] or None, "day": long_date(year.data_to)}
    silence = Holds(bool(said["silent"]) == bool(count[""]), f"nothing is recorded for {count['']}")
    return {"n": len(rows), "when": when, **done, "those without an answer": silence}


@tabulates(SECTION, "^What happened to earlier recommendations$")
def done_since(year: Year, table: Table) -> list[dict[str, Any]]:
    rows = []
    for row in earlier(year):
        by = day(row["due"])
        late = ", and its day has passed" if by and by <= year.data_to else ""
        told = {"yes": "Done.", "no": f"Not done yet{late}."}
        became = told.get(row["done"], f"No answer was recorded{late}.")
        cells = {
            "Recommendation": sentence(row["text"]),
            "For": capital(row["for_whom"]),
            "Made in": f"Year {row['year']}",
            "By": long_date(by) if by else "no date",
            "What happened": f"{became} {sentence(row['response'])}" if row["response"] else became,
        }
        rows.append({column: cells[column] for column in table.columns})
    return rows
