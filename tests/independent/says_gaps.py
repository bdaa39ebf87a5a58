"""What records it would take to say more: organisations that answer twice, and cases that are over."""

from __future__ import annotations

from typing import Any

from .between import between, sides
from .expected import Holds
from .folder import Year
from .registering import Said, states, worded
from .rules import rule
from .says_closing import _outcome, _same, _scopes
from .says_network import last_two, numbers
from .says_records import pathway_of
from .says_talking import IMPACT, states_of, strand_of
from .standing import Standing

COLLECT = "^to-collect$"
READ = "it is read"  # in place of what is lacking, where nothing is


def could_answer(year: Year, scope: str) -> int | None:
    """Return how many organisations of a place were asked in each of the last two waves; None where none was."""
    home = {row["organisation_id"]: row["site"] for row in year.rows("organisations")}
    asked = [
        {row["organisation_id"] for row in year.rows("waves") if row["wave"] == wave} for wave in numbers(year)[-2:]
    ]
    return sum(scope in {"programme", home[each]} for each in set.intersection(*asked)) if asked else None


def ties_lack(year: Year, scope: str) -> str:
    """Return what the ties at a place lack to be read; nothing where there are no two waves yet."""
    two, least = last_two(year), rule(year.folder, "min_pairs")
    if two is None:
        return ""
    found, margin = between(year, *two, scope), float(rule(year.folder, "density_margin"))
    if found.organisations < least:
        more = least - found.organisations
        return f"{more} more organisation{'s' * (more != 1)} that answer{'s' * (more == 1)} both waves"
    (low, _), (high, _) = found.change or ((-1.0, 0.0), (1.0, 0.0))
    if low > 0 or high < 0 or -margin <= low <= high <= margin:
        return READ
    return "more organisations that answer both waves"


@states(
    COLLECT,
    r"^Ask partner organisations about their ties in two waves\."
    r"(?: It takes (?P<lack>(?:\d+ )?more organisations? that answers? both waves)\.)?$",
    kind="cell",
)
def organisations_again(year: Year, said: Said) -> dict[str, Any]:
    row, least = said.passage.row, rule(year.folder, "min_pairs")
    own, scopes = _outcome(year, row), _scopes(year, row)
    named = year.folder.settings.get("network", {}).get("outcome_id", "")
    asked = {each: could_answer(year, each) for each in scopes if each != "programme"}
    few = {each: count for each, count in asked.items() if count is not None and count < least}
    lacks = {ties_lack(year, each) for each in scopes}
    held = Holds(lacks == {said["lack"]}, f"the places of this row lack {sorted(lacks)}")
    return {
        "lack": held,
        "what is lacking": held,
        "outcome": Holds(named in {"", own}, f"ties are evidence on {named} alone"),
        "enough asked": Holds(not few, f"no answers would do where so few are asked: {few}"),
    }


@states_of("network", r"it would take more organisations that answer both waves")
def ties_read(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    lack = ties_lack(year, at.scope)
    return {"lack": Holds(lack == "more organisations that answer both waves", f"it takes {lack}")}


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


FEW = "that are over"  # what is lacking is told by a number, which `cases_again` expects


def cases_lack(year: Year, outcome: str, scope: str) -> str:
    """Return what the cases of a pathway lack to be read; nothing where there is none."""
    path, least = pathway_of(year, outcome), rule(year.folder, "min_pairs")
    found = sides(year, path, scope) if path else None
    if found is None or not found.n + found.n0:
        return ""
    if min(found.n, found.n0) < least:
        return FEW
    swing = found.swing_apart if found.now.elsewhere else found.swing
    shown = abs(swing.middle) > swing.most and (found.now.elsewhere or found.p < 0.05)
    if shown or abs(swing.middle) + swing.most <= 100 * rule(year.folder, "no_change_margin"):
        return READ
    if found.now.elsewhere:
        return "more cases at the places with and without a pilot"
    if not found.pilot:
        return "more cases in the year and in the year before"
    where = f" in {year.site_name(found.pilot)}" if scope == "programme" else ""
    return f"more cases since the pilot began{where} and before the pilot began"


def lacking(year: Year, said: Said, outcome: str, scopes: list[str]) -> dict[str, Any]:
    """Tell whether what is said to be lacking is what each place lacks."""
    true = {cases_lack(year, outcome, each) for each in scopes}
    told = FEW if said["lack"].endswith(FEW) else said["lack"]
    return {"lack": Holds(true == {told}, f"these lack {sorted(true)}")}


@worded(
    COLLECT,
    r"^Record the steps of the pathway with their times, before and after any change to it, and where nothing "
    r"changes\.(?: It takes (?P<lack>.+)\.)?",
)
def cases_to_collect(year: Year, said: Said) -> dict[str, Any]:
    row = said.passage.row
    whole = Holds(said.match.end() == len(said.passage.text), "nothing places what follows")
    return {**lacking(year, said, _outcome(year, row), _scopes(year, row)), "all of it": whole}


@worded(IMPACT, r"it would take (?P<lack>more cases [^.;]+)")
def cases_read(year: Year, said: Said) -> dict[str, Any]:
    at = strand_of(year, said)
    if at is None or at.strand != "pathway":
        return {"lack": Holds(False, "these words stand in no pathway’s strand")}
    return lacking(year, said, at.outcome, [at.scope])
