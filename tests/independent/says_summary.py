"""The executive summary, counted from the board of verdicts as printed."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from .expected import Holds
from .folder import Year
from .printing import COUNT
from .registering import Said, states

# What the summary calls each verdict of the board.
CALLED = {
    "^supports": "Supported",
    "gives early support": "Emerging",
    "disputed": "Contested",
    "^contradicts": "Adverse",
    "could not be judged": "Not enough evidence",
    "are supported": "Supported",
    "is supported": "Supported",
    "emerging": "Emerging",
    "contested": "Contested",
    "mixed": "Mixed",
    "shows? no change": "No change seen",
    "contradicted by the evidence": "Adverse",
    "too little evidence to judge": "Not enough evidence",
    "not measured": "Not measured",
    "not due yet": "Too early to tell",
}
WHOLE = "Whole programme"


def board(said: Said) -> list[dict[str, str]]:
    return [row for table in said.document.tables if "Verdict on each outcome" in table.caption for row in table.rows]


def verdict(cell: str) -> str:
    """Return the verdict of a cell of the board, which also names the evidence or the confidence."""
    names = sorted(set(CALLED.values()), key=len, reverse=True)
    return next((each for each in names if cell.startswith(each)), "")


def confidences(said: Said) -> Counter[str]:
    """Return how many outcomes have each confidence, from the pages of the outcomes."""
    found: Counter[str] = Counter()
    for each in said.document.passages:
        if each.kind == "paragraph" and re.match(r"outcome-\w+$", each.ids[-1] if each.ids else ""):
            level = re.match(r"Confidence is (very low|high|moderate|low)\b", each.text)
            if level:
                found[level[1]] += 1
    return found


@states(
    "summary",
    r"(?P<due>\d+) of (?P<all>\d+) outcomes (?:was|were) due\. (?:The evidence )?(?P<list>[^;.]+)"
    r"(?:; (?P<rest>[^.]+))?\.",
)
def verdicts_due(year: Year, said: Said) -> dict[str, Any]:
    counts = Counter(verdict(row[WHOLE]) for row in board(said))
    early = counts.pop("Too early to tell", 0)
    told: Counter[str] = Counter()
    clauses = [each for part in (said["list"], said["rest"]) for each in re.split(r", | and ", part) if each]
    for each in clauses:
        name = next((name for pattern, name in CALLED.items() if re.search(pattern, re.sub(r"^\d+ ", "", each))), each)
        told[name] += int(re.search(r"\d+", each)[0]) if re.search(r"\d+", each) else 0  # type: ignore[index]
    right = Holds(told == counts, f"the board gives {dict(counts)}")
    return {"due": counts.total(), "all": counts.total() + early, "list": right, "rest": right}


@states(
    "summary",
    rf"(?P<n>{COUNT}) verdicts? (?:was|were) overridden; the rules’ own verdicts? (?:is|are) shown too, with the "
    r"reason",
)
def overrides(year: Year, said: Said) -> dict[str, Any]:
    return {"n": sum(row["year"] == str(year.number) for row in year.rows("overrides"))}


@states(
    "summary",
    r"How sure: of (?P<all>\d+) verdicts?(?: that could be judged| (?P<but>judged by the rules alone)), "
    r"confidence is (?P<list>.+)\.",
)
def how_sure(year: Year, said: Said) -> dict[str, Any]:
    counts = confidences(said)
    told = {level: int(number) for level, number in re.findall(r"(very low|high|moderate|low) in (\d+)", said["list"])}
    some = overrides(year, said)["n"]
    return {
        "but": said["but"],
        "overridden": Holds(bool(said["but"]) == (some > 0), f"{some} were overridden"),
        "all": counts.total(),
        "list": Holds(told == {k: v for k, v in counts.items() if v}, f"the outcomes' pages give {dict(counts)}"),
    }
