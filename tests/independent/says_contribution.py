"""The line that says how far the programme is a cause of an outcome."""

from __future__ import annotations

from typing import Any

from .contributed import Contribution
from .expected import Holds
from .folder import Year
from .registering import Said, states
from .says_talking import IMPACT
from .standing import standing

RATINGS = "Not shown|Plausible|One of several causes|The main one of several causes"


@states(IMPACT, rf"^(?P<line>(?:{RATINGS})\. .+)$", kind="paragraph")
def contribution(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None or not any(each.endswith(".contribution") for each in said.passage.ids):
        return None
    wrong = Contribution(year, at.outcome, said.document).fits(said["line"])
    return {"line": Holds(not wrong, wrong)}
