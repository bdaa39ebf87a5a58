"""Limit what a release shows of a question's earlier waves: never more than the release of the wave's own year.

For young people and families it shows nothing, since their small counts may have been hidden there. For adults it
follows the rule for the year's own answers: all of the whole programme, and those of a site where ten or more answered,
as long as no other site's number follows from it. It never shows who answered by site or sector, since groups are small
there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks.exposure import counts_young_people
from tideturn.evaluation.evidence_values import AnswerCounts
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.strand import StrandItem
from tideturn.evaluation.told import bound_in
from tideturn.evaluation.waves import Wave
from tideturn.methods.disclosure import DisclosureRule

_MIX: Final = ".mix."
_MIXED: Final = "Other sites or sectors make up the later wave than the earlier one; their numbers are not shown."
_PARTS: Final = 6


def untold_waves(items: Iterable[EvidenceItem], rule: DisclosureRule) -> frozenset[str]:
    """Return the evidence whose earlier waves a release leaves out."""
    places: dict[tuple[str, ...], dict[str, EvidenceItem]] = {}
    untold: set[str] = set()
    for item in items:
        if item.kind != "survey" or not item.waves:
            continue
        if counts_young_people(item):
            untold.add(item.evidence_id)
        parts = item.evidence_id.split("/")
        if len(parts) == _PARTS:
            places.setdefault((*parts[:4], parts[5]), {})[item.scope] = item
    least = rule.small_denominator
    for scopes in places.values():
        whole = scopes.get(PROGRAMME_SCOPE)
        for scope, item in scopes.items():
            if any(_gives_away(wave, scope, whole, scopes, least) for wave in item.waves):
                untold.add(item.evidence_id)
    return frozenset(untold)


def _gives_away(
    wave: Wave,
    scope: str,
    whole: EvidenceItem | None,
    scopes: Mapping[str, EvidenceItem],
    least: int,
) -> bool:
    """Return whether a wave counts few at a site, or gives away the few at another site.

    A reader could subtract sites from the whole programme.
    """

    def few(one: Wave) -> bool:
        own = (one.n, one.n_now) if scope != PROGRAMME_SCOPE or any(one.elsewhere) else ()
        return any(0 < count < least for count in (*own, *one.elsewhere))

    if few(wave):
        return True
    if scope == PROGRAMME_SCOPE:
        return False
    same = next((one for one in (whole.waves if whole else ()) if one.year == wave.year), None)
    if same is None or few(same):
        return True
    told = {site for site, item in scopes.items() if any(one.year == wave.year for one in item.waves)}
    return not told.issuperset(same.sites)


def released_waves(item: EvidenceItem, untold: frozenset[str]) -> EvidenceItem:
    """Return a question without the waves that a release hides, or the mix by site or sector of the others."""
    if not isinstance(item.value, AnswerCounts) or not item.waves:
        return item
    return replace(item, value=replace(item.value, waves=())) if item.evidence_id in untold else without_mix(item)


def without_mix(item: EvidenceItem) -> EvidenceItem:
    """Return a question without the mix of any wave; no reading depends on it."""
    if not isinstance(item.value, AnswerCounts) or not item.waves:
        return item
    return replace(item, value=replace(item.value, waves=[replace(wave, mix=()) for wave in item.waves]))


def released_line(line: StrandItem, untold: frozenset[str]) -> StrandItem:
    """Return a question's line in a strand as a release has it."""
    return replace(line, waves=() if line.evidence in untold else tuple(replace(wave, mix=()) for wave in line.waves))


def untold_mix(concern: str) -> str:
    """Return a concern about who answered the waves without its numbers."""
    return _MIXED if any(_MIX in bound.field for bound in bound_in(concern)) else concern
