"""How far the programme is a cause of an outcome: the line, the table, other explanations and tests."""

from __future__ import annotations

import re
from typing import Any

from .contributed import CAME_ABOUT, Contribution, plainly
from .expected import Holds
from .folder import Year
from .printing import capital
from .reading import Table
from .registering import Said, explains, states, tabulates
from .says_talking import IMPACT
from .standing import standing

LINE = re.compile(
    r"^The programme’s contribution: (?P<line>(?:not shown|plausible|one of several causes|the main one of several "
    r"causes)\. .+)$"
)


@states(IMPACT, LINE.pattern, kind="paragraph")
def contribution(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    wrong = Contribution(year, at.outcome, said.document).fits(said["line"])
    return {"line": Holds(not wrong, wrong)}


SECTION = "^contribution"
WEIGHTS = {
    "ruled_out": "Ruled out",
    "weaker": "Weaker",
    "as_strong": "As strong",
    "stronger": "Stronger",
    "unknown": "Not known",
    "": "Not weighed",
}
EXPLANATION = re.compile(rf"(.+?) \(({'|'.join(WEIGHTS.values()).lower()})\)\. ?")
NONE = "None was considered."
TESTS = {
    "hoop": "A hoop test",
    "smoking_gun": "A smoking gun",
    "straw": "A straw in the wind",
    "doubly_decisive": "A doubly decisive test",
}
SEEN = {"yes": "It was seen.", "no": "It was not seen.", "unclear": "Nobody can tell.", "": "Nobody has looked yet."}
explains(SECTION, "Nobody wrote down beforehand what would be seen if the programme was a cause.")


def rated(year: Year) -> list[Contribution]:
    """Return the outcomes that may have come about, each with what decides its rating."""
    report, _ = year.folder.documents[year.number]()
    every = [Contribution(year, outcome, report) for outcome in year.outcomes]
    return [each for each in every if each.verdict in CAME_ABOUT]


def title(year: Year, outcome: str) -> str:
    return year.outcomes[outcome]["title"]


@tabulates(SECTION, "^What the programme contributed, and what else may explain it")
def ratings(year: Year, table: Table) -> list[dict[str, Any]]:
    """Recompute each rating, and hold each other explanation with its weight against the folder."""
    rows = {row["Outcome"]: row["Other explanations"] for row in table.rows}
    weighed = {(row["outcome_id"], plainly(row["rival"])): row["weighed"] for row in year.rows("rivals")}
    found = []
    for each in rated(year):
        name = title(year, each.outcome)
        cell = rows.get(name, "")
        told = [(plainly(words), weight) for words, weight in EXPLANATION.findall(cell)]
        true = [(rival, WEIGHTS[weighed.get((each.outcome, rival), "")].lower()) for rival in each.rivals]
        right = sorted(told) == sorted(true) and not EXPLANATION.sub("", cell).strip() if true else cell == NONE
        found.append(
            {
                "Outcome": name,
                "Contribution": capital(each.rating),
                "Other explanations": Holds(right, f"they are {true}"),
            }
        )
    return found


@tabulates(SECTION, "^Why other explanations were weighed as they were", ("Outcome", "Other explanation"))
def reasons(year: Year, table: Table) -> list[dict[str, Any]]:
    """Find the words, weight and reason of each explanation in the folder."""
    written = {(row["outcome_id"], plainly(row["rival"])): row for row in year.rows("rivals")}
    printed = {(row["Outcome"], plainly(row["Other explanation"])): row["Other explanation"] for row in table.rows}
    found = []
    for each in rated(year):
        for rival in each.rivals:
            row = written.get((each.outcome, rival), {"weighed": "", "reason": ""})
            name = title(year, each.outcome)
            found.append(
                {
                    "Outcome": name,
                    "Other explanation": printed.get((name, rival), rival),
                    "Weight": WEIGHTS[row["weighed"]],
                    "Why": f"{row['reason'].rstrip('.')}." if row["reason"] else "–",
                }
            )
    return found


@tabulates(SECTION, "^Tests of the programme as a cause", ("Outcome", "What was expected"))
def tests(year: Year, table: Table) -> list[dict[str, Any]]:
    return [
        {
            "Outcome": title(year, each.outcome),
            "Test": TESTS[row["test"]],
            "What was expected": f"{row['expected'].rstrip('.')}.",
            "Whether it was seen": SEEN[row["seen"]],
        }
        for each in rated(year)
        for row in each.tests
    ]
