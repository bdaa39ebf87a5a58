"""Why a verdict is no lower, in words alone: no source reads against it, and what it was compared with."""

from __future__ import annotations

from typing import Any

from .asked import claim, whole_moves
from .between import sides
from .expected import Holds
from .folder import Year
from .printed_strands import strands
from .registering import Said, worded
from .says_records import pathway_of
from .says_talking import IMPACT
from .standing import Standing, standing, strand_named
from .waited import compared
from .waves import FELL

OTHERS = r"compar(?:ed|ison) with people or places (?P<where>[a-z ]+?)"
NOT_BEGUN = "where the work had not begun"


@worded(IMPACT, r"No (?P<what>source|evidence)[^.]* negative(?P<same> or shows no change)?, and nothing fell\.")
def nothing_against(year: Year, said: Said) -> dict[str, Any]:
    at = standing(year, said.passage)
    if at is None:
        return {"outcome": Holds(False, "it stands in no outcome")}
    reads = strands([said.document]).get((at.outcome, at.scope), {})
    barred = {"negative", *(["no change"] if said["same"] else [])}
    against = [words for words, reading in reads.items() if reading in barred]
    state = claim(year, at.outcome) == "state"
    return {
        "what": Holds(said.match.group().startswith("No source as a whole is negative"), "these words are not known"),
        "none": Holds(bool(reads) and not against, f"against it: {against}"),
        "same": Holds(True),
        "no change": Holds(state == (said["same"] == ""), "of a state alone, no source has to show a change"),
        "fell": Holds(FELL not in whole_moves(year, at.outcome), "the share fell in a survey as a whole"),
    }


@worded(IMPACT, rf"measured in (?P<source>[^.;]+?), {OTHERS}(?=[.,;])")
def measured_beside(year: Year, said: Said) -> dict[str, Any]:
    return beside(year, said)


@worded(IMPACT, rf"there is a {OTHERS} \((?P<source>(?:[^()]|\([^()]*\))+)\)")
def starts_high(year: Year, said: Said) -> dict[str, Any]:
    return beside(year, said)


def beside(year: Year, said: Said) -> dict[str, Any]:
    """Expect that the source which is named was compared with others."""
    at = standing(year, said.passage)
    if at is None:
        return {"source": Holds(False, "it stands in no outcome")}
    where = Holds(said["where"] == NOT_BEGUN, f"they are those {NOT_BEGUN}")
    kind, voice = strand_named(said["source"])
    others = has_others(year, at, kind, voice, said["source"])
    return {"where": where, "source": Holds(others, "it was compared with no others")}


def has_others(year: Year, at: Standing, kind: str, voice: str, words: str) -> bool:
    """Tell whether a strand stands beside people who waited, places without a pilot, or the count elsewhere."""
    if kind in {"worker scores", "own scores", "adults' scores"}:
        return compared(year, at.outcome, voice, at.scope) is not None
    if kind == "pathway":
        return bool(sides(year, pathway_of(year, at.outcome), at.scope).now.elsewhere)
    titled = [row for row in year.rows("indicators") if f"“{row['title']}”" in words]
    return kind == "series" and any(row["compare_with"] for row in titled)
