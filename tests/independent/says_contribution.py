"""The line that says how far the programme is a cause of an outcome."""

from __future__ import annotations

import re
from typing import Any

from .contributed import Contribution
from .expected import Holds
from .folder import Year
from .registering import Said, states
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
