"""What records say: harvested changes, documents, series, pathways and the network, each as a strand."""

from __future__ import annotations

import math
import re
from typing import Any

from .between import Between, between, sides, toml_of
from .expected import Below, Holds, Near
from .folder import Year
from .harvested import papers, tallied
from .printing import COUNT
from .registering import Said, states
from .rules import rule
from .says_talking import IMPACT, states_of, strand_of
from .standing import Standing

THREE = 3 * math.sqrt(3)  # three errors of the difference between their 2,000 draws and our 4,000


_WHAT = {
    "confirmed for the better": "better",
    "for the worse": "worse",
    "confirmed for the worse": "worse",
    "disputed": "disputed",
    "reversed since and not counted": "reversed",
    "not confirmed or not yet adopted": "not confirmed",
}
_EACH = "|".join(sorted(_WHAT, key=len, reverse=True))


@states_of("changes", rf"(?P<all>{COUNT}) changes? reported: (?P<list>\d+ (?:{_EACH})(?:, \d+ (?:{_EACH}))*)")
def changes_reported(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = tallied(year, at.outcome, at.scope)
    told = {_WHAT[words]: int(count) for count, words in re.findall(rf"(\d+) ({_EACH})", said["list"])}
    wanted = {kind: count for kind, count in found.items() if count or kind in told}
    return {"all": sum(found.values()), "list": Holds(told == wanted, f"the folder gives {wanted}")}


@states_of("documents", r"(?P<all>\d+) documents?: (?P<origins>\d+) origins? in support, (?P<against>\d+) against")
def documents_say(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = papers(year, at.outcome, at.scope)
    return {"all": found.documents, "origins": found.origins_for, "against": found.against}


@states(IMPACT, r"it takes (?P<least>\d+) of different origin")
def least_origins(year: Year, said: Said) -> dict[str, Any]:
    return {"least": 2}


@states_of("documents", r"it would take (?P<more>\d+) more documents? of another origin")
def more_documents(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    return {"more": 2 - papers(year, at.outcome, at.scope).origins_for}


CHANGED = (
    r"; a difference of (?P<points>[−\d]+) points?, (?P<low>[−\d]+) to (?P<high>[−\d]+), allowing for how much "
    r"places and months vary; Fisher’s exact test p (?P<p>[<=] [\d.]+)"
)
PATHWAY = (
    r"(?P<k>\d+) of (?P<n>\d+) cases (?P<when>in the year|since the pilot began(?: in (?P<place>[A-Z][\w ]*?))?) "
    r"met the whole designed pathway, against "
    r"(?P<k0>\d+) of (?P<n0>\d+) (?P<before>in the year before|before the pilot began)"
    rf"(?: \((?P<share>\d+%) against (?P<share0>\d+%)(?:{CHANGED})?\))?"
)


@states(IMPACT, PATHWAY)
def pathway_met(year: Year, said: Said) -> dict[str, Any] | None:
    at = strand_of(year, said)
    path = pathway_of(year, at.outcome) if at else ""
    if at is None or not path:
        return None
    found = sides(year, path, at.scope)
    pilot = Holds(bool(found.pilot) == ("pilot" in said["when"]), "the sides are not told as they are")
    place = {"place": year.site_name(found.pilot)} if said["place"] else {}
    ends = found.swing.holds(said["low"], said["high"]) if said["low"] else {}
    return {**found.values(), **ends, **place, "p": Below(found.p), "when": pilot, "before": pilot}


@states_of(
    "pathway",
    r"Over the same months, at the places? without a pilot, (?P<k>\d+) of (?P<n>\d+) did, against (?P<k0>\d+) of "
    r"(?P<n0>\d+) before \((?P<share>\d+%) against (?P<share0>\d+%)\)\. The change is (?P<apart>\d+) points? "
    r"(?P<how>better|worse) than at those places \((?P<low>[−\d]+) to (?P<high>[−\d]+), allowing for "
    r"how much places and months vary\)",
)
def than_elsewhere(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = sides(year, pathway_of(year, at.outcome), at.scope)
    there, ends = found.elsewhere(), found.swing_apart.holds(said["low"], said["high"])
    how = Holds((said["how"] == "better") == (there["apart"] > 0), f"by {float(there['apart']):.1f} points")
    return {**there, **ends, "apart": abs(there["apart"]), "how": how}


@states_of(
    "pathway", r"could have shown a change of the share of more than (?P<points>\d+) points?, of (?P<n>\d+) cases"
)
def share_could_have_shown(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = sides(year, pathway_of(year, at.outcome), at.scope)
    return {"points": found.swing.smallest(said["points"]), "n": found.n}


def pathway_of(year: Year, outcome: str) -> str:
    names = sorted(each.stem for each in (year.folder.path / "pathways").glob("*.toml"))
    return next((name for name in names if toml_of(year, name).get("outcome_id") == outcome), "")


@states_of("pathway", r"(?P<began>\d+) cases began in the year; (?P<followed>\d+) were followed for long enough")
def cases_began(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found = sides(year, pathway_of(year, at.outcome), at.scope)
    return {"began": found.began, "followed": found.followed}


@states(IMPACT, r"it takes (?P<least>\d+) cases on each side")
def least_cases(year: Year, said: Said) -> dict[str, Any]:
    return {"least": rule(year.folder, "min_pairs")}


@states_of(
    "pathway",
    r"it would take (?:(?P<now>\d+) more in the year and )?(?P<more>\d+) more in the year before that are over",
)
def more_cases(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    found, least = sides(year, pathway_of(year, at.outcome), at.scope), rule(year.folder, "min_pairs")
    return {"more": least - found.n0, "now": least - found.n}


def ties(year: Year, said: Said) -> Between | None:
    at = strand_of(year, said)
    waves = re.search(r"wave (\d+) against wave (\d+)", said.passage.near.get("strand", ""))
    return between(year, waves[2], waves[1], at.scope) if at and at.strand == "network" and waves else None


@states(
    IMPACT,
    r"of (?P<possible>\d+) possible ties among them, (?P<before>\d+) were (?:told of|reported) in the "
    r"earlier (?:wave )?and "
    r"(?P<after>\d+) in the "
    r"later \((?P<share>\d+%) and (?P<share1>\d+%); a change of (?P<points>[−\d]+) points, (?P<low>[−\d]+) to "
    r"(?P<high>[−\d]+) in (?P<draws>[\d,]+) draws, allowing for sectors that change together\)",
)
def ties_changed(year: Year, said: Said) -> dict[str, Any] | None:
    found = ties(year, said)
    if found is None or found.change is None:
        return None
    (low, low_error), (high, high_error) = found.change
    return {
        "possible": found.possible,
        "before": found.before,
        "after": found.after,
        "share": found.before / found.possible,
        "share1": found.after / found.possible,
        "points": (found.after - found.before) / found.possible * 100,
        "low": Near(low * 100, THREE * low_error * 100),
        "high": Near(high * 100, THREE * high_error * 100),
        "draws": rule(year.folder, "draws"),
    }


@states(IMPACT, r"(?P<n>\d+) organisations? (?P<what>answered both waves|were asked in both waves)")
def answered_both(year: Year, said: Said) -> dict[str, Any] | None:
    found = ties(year, said)
    if found is None:
        return None
    return {"n": found.asked if "asked" in said["what"] else found.organisations, "what": said["what"]}


@states(IMPACT, r"(?P<n>\d+) answered both waves")
def of_them_both(year: Year, said: Said) -> dict[str, Any] | None:
    found = ties(year, said)
    return {"n": found.organisations} if found else None


@states(IMPACT, r"it would take (?P<more>\d+) more organisations that answer both waves")
def more_organisations(year: Year, said: Said) -> dict[str, Any] | None:
    found = ties(year, said)
    return {"more": rule(year.folder, "min_pairs") - found.organisations} if found else None


@states(
    IMPACT,
    r"could have shown a change of density of more than (?P<points>\d+) points? among (?P<n>\d+) organisations",
)
def density_could_have_shown(year: Year, said: Said) -> dict[str, Any] | None:
    """Expect half the width of the interval of the change."""
    found = ties(year, said)
    if found is None or found.change is None:
        return None
    (low, low_error), (high, high_error) = found.change
    half = Near((high - low) / 2 * 100, THREE * (low_error + high_error) / 2 * 100)
    return {"points": half, "n": found.organisations}
