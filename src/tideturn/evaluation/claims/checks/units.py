"""Check that a number counts the people that the sentence names, at the place that it names (`unit_mismatch`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks.finding import Finding, fail
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof.clause import Clause
from tideturn.evaluation.claims.proof.words import GROUPS, counts, who_in
from tideturn.evaluation.claims.quotation import without_quotations
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.claims.values.model import Values
from tideturn.evaluation.model import COUNT, EvidenceItem
from tideturn.evaluation.record_values import PathwayCases, PilotCases
from tideturn.evaluation.units import TRAINED

_EVERYWHERE: Final = Gated(
    r"\b(?:programme|overall|across|whole|altogether|in all|everywhere|all (?:\w+ )?(?:places|sites))\b"
)
_PEOPLE: Final = frozenset({"young people", "families", "staff", TRAINED})
"""Units of counts of work that are people; `36 staff posts` counts no people."""
_THERE: Final = re.compile(r" (?:in|at|from) (?P<place>[A-Z]\w+(?: [A-Z]\w+)*)(?!\w|,? and\b|,? or\b|, [A-Z])")
"""A place alone: `in London and Birmingham` names a larger part of the programme."""


def unit_mismatch(
    claim: Claim, values: Values, clauses: Sequence[Clause], places: Mapping[str, str]
) -> Iterator[Finding]:
    """Fail each number whose sentence names other people, and would be proved with the people that it counts.

    Fail it too if it was counted at a place other than the one named; `places` are the sites by name.
    """
    for against in (one for clause in clauses for one in clause.against if one.whom):
        item = against.fact.item
        why = f"“{against.text}” counts {item.unit}, not {against.whom} ({item.evidence_id})."
        yield fail(why, f"Say “{against.text} {item.unit}”, or give the number of {against.whom}.")
    text = without_quotations(claim.text)
    yield from _counted(claim, text, places)
    named = [name for name in places if re.search(rf"\b{re.escape(name)}\b", text)]
    if len(named) == 1:
        yield from _elsewhere(claim, values, named[0], places)


def _counted(claim: Claim, text: str, places: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a fault for each count of work that the sentence gives for the wrong people or the wrong place."""
    items = [edge.item for edge in claim.evidence if edge.item is not None]
    for said in (one for one in numbers_said(text) if one.kind == "count"):
        own = [
            item
            for item in items
            if item.kind == COUNT and item.unit in _PEOPLE and said.value in (item.n, item.number("k"))
        ]
        group = next(iter(who_in(text, said.end, len(text))), None)
        if len(own) != 1 or group is None or text[said.end : group.start].strip() or group.means not in GROUPS:
            continue
        (item,) = own
        number, people = said.text.strip(), text[group.start : group.end].strip()
        if not any(counts(group.means, one) for one in items):
            why = f"“{number}” counts {item.unit}, not {people} ({item.evidence_id})."
            yield fail(why, f"Say “{number} {item.unit}”, or give the number of {people}.")
        there = _THERE.match(text, group.end)
        scope = places.get(there["place"]) if there else None
        if there and scope and item.scope == PROGRAMME_SCOPE and not any(one.scope == scope for one in items):
            yield fail(
                f"“{number}” is of the whole programme, not of {there['place']} ({item.evidence_id}).",
                f"Leave {there['place']} out, or give the number of {there['place']}.",
            )


def _scopes(item: EvidenceItem, pair: tuple[float, int | None]) -> Iterator[str]:
    """Yield the places where a pair of numbers was counted; in a pathway, the place of the pilot."""
    value = item.value_if(PathwayCases)
    pilots: Sequence[PilotCases] = (value.pilots if value else None) or ()
    for pilot in pilots:
        if any(side == pair for side in ((pilot.met, pilot.cases), (pilot.met_before, pilot.cases_before))):
            yield pilot.site
            return
    yield "" if value and value.elsewhere else item.scope


def _is_told_of(place: str, text: str) -> bool:
    """Return whether a sentence begins with a place, and never speaks of all places."""
    return re.match(rf"In {re.escape(place)},? ", text) is not None and _EVERYWHERE.search(text) is None


def _elsewhere(claim: Claim, values: Values, place: str, places: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a fault for each `k of n` that was counted only at places that the sentence does not name."""
    items = {edge.evidence_id: edge.item for edge in claim.evidence if edge.item is not None}
    names = {code: name for name, code in places.items()}
    for said in (one for one in numbers_said(claim.text) if one.kind == "of"):
        pair = said.value, said.whole
        own = [items[one.evidence_id] for one in values.pairs if one.evidence_id and (one.k, one.n) == pair]
        scopes = dict.fromkeys(scope for item in own for scope in _scopes(item, pair))
        if [*scopes] == [PROGRAMME_SCOPE] and _is_told_of(place, claim.text):
            yield fail(
                f"“{said.text.strip()}” is of the whole programme, not of {place} ({own[0].evidence_id}).",
                f"Leave {place} out, or give the number of {place}.",
            )
        if scopes and names.keys() - {places[place]} >= scopes.keys():
            whose = " and ".join(names[scope] for scope in scopes)
            yield fail(
                f"“{said.text.strip()}” is of {whose}, not of {place} ({own[0].evidence_id}).",
                f"Name {whose}, or give the number of {place}.",
            )
