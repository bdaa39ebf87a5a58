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
from tideturn.evaluation.claims.quotation import without_quotations
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.claims.values.model import Values
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import PathwayCases, PilotCases

_EVERYWHERE: Final = Gated(
    r"\b(?:programme|overall|across|whole|altogether|in all|everywhere|all (?:\w+ )?(?:places|sites))\b"
)


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
    named = [name for name in places if re.search(rf"\b{re.escape(name)}\b", text)]
    if len(named) == 1:
        yield from _elsewhere(claim, values, named[0], places)


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
