"""What plain reports say without a number: whether more or fewer say so, and that it also holds when compared."""

from __future__ import annotations

import re
from typing import Any

from .asked import claim, whole_moves
from .between import sides, toml_of
from .expected import Holds
from .folder import Year
from .registering import Said, worded
from .says_plain import PLAIN, of_an_outcome, waited
from .waves import FELL, ROSE

WAYS = {"More people say so than before": {ROSE}, "Fewer people say so than at an earlier time": {FELL}}


@worded(PLAIN, rf"(?P<how>{'|'.join(WAYS)})\.")
@of_an_outcome
def more_or_fewer(year: Year, outcome: str, said: Said) -> dict[str, Any]:
    found, state = whole_moves(year, outcome), claim(year, outcome) == "state"
    return {"how": Holds(state and found == WAYS[said["how"]], f"a state: {state}; as a whole, {sorted(found)}")}


@worded(PLAIN, r"This is how things are now\. We can’t say that they changed")
@of_an_outcome
def not_changed(year: Year, outcome: str, said: Said) -> dict[str, Any]:
    found, state = whole_moves(year, outcome), claim(year, outcome) == "state"
    return {"changed": Holds(state and not found, f"a state: {state}; as a whole, {sorted(found)}")}


@worded(
    PLAIN,
    r"By (?P<source>[a-z’ ]+), it also (?:holds when compared with people or places where the work had not begun"
    r"|went better than for people or places without the project)",
)
@of_an_outcome
def also_holds(year: Year, outcome: str, said: Said) -> dict[str, Any]:
    better, pilot = any(each.fit[1] > 0 for each in waited(year, outcome)), pilot_better(year, outcome)
    sources = ([r"the scores that workers gave|workers’ scores"] if better else []) + (
        ["the records|records"] if pilot else []
    )
    told = [re.fullmatch(one, said["source"]) is not None for one in sources]
    return {"source": Holds(any(told), f"a comparison reads better by {sources}")}


def pilot_better(year: Year, outcome: str) -> bool:
    """Tell whether a pilot's place improved more than the places without one, beyond chance."""
    for path in sorted((year.folder.path / "pathways").glob("*.toml")):
        if toml_of(year, path.stem).get("outcome_id") != outcome:
            continue
        found = sides(year, path.stem, "programme")
        if found.now.elsewhere and found.swing_apart.middle > found.swing_apart.least:
            return True
    return False
