"""What records it would take to say more: organisations that answer twice, and cases that are over."""

from __future__ import annotations

from typing import Any

from .between import between, sides
from .folder import Year
from .registering import Said, states
from .rules import rule
from .says_closing import _outcome, _same, _scopes
from .says_network import last_two
from .says_records import pathway_of

COLLECT = "^recommendations$"


@states(
    COLLECT,
    r"^Ask partner organisations about their ties in two waves\."
    r"(?: It takes (?P<more>\d+) more organisations? that answers? both waves)?",
    kind="cell",
)
def organisations_again(year: Year, said: Said) -> dict[str, Any]:
    if not said["more"]:
        return {}
    waves, least = last_two(year) or ("", ""), rule(year.folder, "min_pairs")
    scopes = _scopes(year, said.passage.row)
    return {"more": _same({least - between(year, *waves, each).organisations for each in scopes})}


@states(COLLECT, r"^Ask partners how things are, in the same words in two waves, and count those invited", kind="cell")
def waves_to_ask(year: Year, said: Said) -> dict[str, Any]:
    return {}  # advice on what to ask: how many waves a comparison takes is no number of the folder


@states(
    COLLECT,
    r"It takes (?:(?P<now>\d+) more in the year(?: and )?)?(?:(?P<more>\d+) more in the year before)? that are over",
    kind="cell",
)
def cases_again(year: Year, said: Said) -> dict[str, Any]:
    outcome, least = _outcome(year, said.passage.row), rule(year.folder, "min_pairs")
    found = [sides(year, pathway_of(year, outcome), scope) for scope in _scopes(year, said.passage.row)]
    return {"now": _same({least - each.n for each in found}), "more": _same({least - each.n0 for each in found})}
