"""The executive summary, counted from the board of verdicts as printed."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import Any

from .chance import measured
from .expected import Holds
from .folder import Year
from .printing import COUNT
from .registering import Said, states

# What the summary calls each verdict of the board.
CALLED = {
    "gives early support": "Emerging",
    "disputed": "Contested",
    "could not be judged": "Not enough evidence",
    "contradicts": "Adverse",
    "emerging": "Emerging",
    "contested": "Contested",
    "mixed": "Mixed",
    "shows? no change": "No change seen",
    "contradicted by the evidence": "Adverse",
    "too little evidence to judge": "Not enough evidence",
    "not measured": "Not measured",
}
HOLDS, EARLY = "Holds", "Too early to tell"
WHOLE = "Whole programme"


def board(said: Said) -> list[dict[str, str]]:
    return [row for table in said.document.tables if "Verdict on each outcome" in table.caption for row in table.rows]


def verdict(cell: str) -> str:
    """Return the verdict of a cell of the board, which also names the evidence or the confidence."""
    names = sorted({HOLDS, EARLY, "Supported", *CALLED.values()}, key=len, reverse=True)
    return next((each for each in names if cell.startswith(each)), "")


def claims(year: Year, said: Said) -> dict[str, Counter[str]]:
    """Return the verdicts on what was due, of states and of changes, from the board."""
    found: dict[str, Counter[str]] = {"state": Counter(), "change": Counter()}
    by_title = {row["title"]: row.get("claim") or "change" for row in year.outcomes.values()}
    for row in board(said):
        word = verdict(row[WHOLE])
        if word != EARLY:
            found[by_title[row["Outcome"]]][word] += 1
    return found


@states("summary", r"(?P<due>\d+) of (?P<all>\d+) outcomes (?:was|were) due\.")
def how_many_due(year: Year, said: Said) -> dict[str, Any]:
    due = [row for row in year.outcomes.values() if int(row["due_year"]) <= year.number]
    counts = sum((claims(year, said).values()), Counter())
    right = Holds(counts.total() == len(due), f"the board judges {counts.total()}")
    return {"due": len(due), "all": len(year.outcomes), "board": right}


@states("summary", r"(?P<n>\d+) of (?P<all>\d+) states? holds?")
def states_hold(year: Year, said: Said) -> dict[str, Any]:
    found = claims(year, said)["state"]
    right = Holds(not found["Supported"], "a state is called supported on the board")
    return {"n": found[HOLDS], "all": found.total(), "board": right}


@states("summary", r"(?P<n>\d+) of (?P<all>\d+) changes? (?:is|are) supported")
def changes_supported(year: Year, said: Said) -> dict[str, Any]:
    found = claims(year, said)["change"]
    right = Holds(not found[HOLDS], "a change is said to hold on the board")
    return {"n": found["Supported"], "all": found.total(), "board": right}


@states(
    "summary",
    r"(?:changes? (?:is|are) supported|states? holds?)\. (?:The evidence )?"
    r"(?P<list>[^;.]*\d[^;.]*)(?:; (?P<rest>[^.]+))?\.",
)
def verdicts_due(year: Year, said: Said) -> dict[str, Any]:
    """Expect every other verdict on the board, with how many have it."""
    counts = sum((claims(year, said).values()), Counter())
    for told_before in (HOLDS, "Supported"):
        counts.pop(told_before, 0)
    told: Counter[str] = Counter()
    clauses = [each for part in (said["list"], said["rest"]) for each in re.split(r", | and ", part) if each]
    for each in clauses:
        name = next((name for pattern, name in CALLED.items() if re.search(pattern, re.sub(r"^\d+ ", "", each))), each)
        number = re.search(r"\d+", each)
        told[name] += int(number[0]) if number else 0
    right = Holds(told == counts, f"the board gives {dict(counts)}")
    return {"list": right, "rest": right}


@states(
    "summary",
    rf"(?P<n>{COUNT}) verdicts? (?:was|were) overridden: [^.]+\. The report shows the rules’ own verdicts? too, "
    r"with the reason",
)
def overrides(year: Year, said: Said) -> dict[str, Any]:
    return {"n": sum(row["year"] == str(year.number) for row in year.rows("overrides"))}


@states(
    "method",
    r"this evaluation made (?P<r>\d+|no) measured readings?\. If nothing had changed, about (?P<chance>[\d.]+) of them "
    r"would read positive by chance, and as many negative; (?P<positive>\d+|none) read positive and "
    r"(?P<negative>\d+|none) negative",
)
def by_chance(year: Year, said: Said) -> dict[str, Any]:
    """Expect one in forty of the strands that compare: each is read by a test of 5 % on two sides."""
    found = Counter(measured(year, said.document))
    counts = {name: found[name.capitalize()] or "none" for name in ("positive", "negative")}
    return {"r": found.total() or "no", "chance": Fraction(found.total(), 40), **counts}
