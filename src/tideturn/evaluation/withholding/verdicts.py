"""Restate the verdicts of a release from what may be shown, or say that a verdict is withheld.

A verdict follows from readings, and a reading from counts. So a site has no verdict if a strand that counts young
people or families is hidden there. The whole programme's verdict stays, unless it would leave a hidden count a single
value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks.exposure import PROTECTED, counts_young_people
from tideturn.evaluation.confidence import Asked, confidence
from tideturn.evaluation.model import Evaluation, OutcomeVerdict
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.triangulation import triangulate
from tideturn.evaluation.units import YOUNG
from tideturn.evaluation.verdicts import NEGATIVE, POSITIVE, QUIET, Decision, decide, site_splits
from tideturn.evaluation.withholding.withhold import Withheld

UNTOLD: Final = "The verdict is not shown: with it, numbers that are too small to be shown could be worked out."
_LEFT_OUT: Final = "It was judged on everything that was collected there; what too few people said is not listed."

Strands = Mapping[tuple[str, str], tuple[Strand, ...]]
"""Strands that a release shows, by outcome and scope."""


def released_verdicts(
    dataset: Dataset, evaluation: Evaluation, strands: Strands, withheld: Withheld
) -> tuple[OutcomeVerdict, ...]:
    """Return every verdict as a release shows it, in the evaluation's order."""
    due = {row["outcome_id"]: row["due_year"] for row in dataset.table("outcomes").to_dicts()}
    areas = {row["outcome_id"]: row["area"] for row in dataset.table("outcomes").to_dicts()}
    names = {site.code: site.name for site in dataset.programme.sites}
    told = _Told(
        evaluation, strands, due, areas, names, withheld.narrowed.untold, _at_no_site(evaluation, names, withheld)
    )
    local = {
        (verdict.outcome_id, verdict.scope): told.of_a_site(verdict)
        for verdict in evaluation.outcomes
        if verdict.scope != PROGRAMME_SCOPE
    }
    return tuple(
        local.get((verdict.outcome_id, verdict.scope)) or told.of_the_programme(verdict, local)
        for verdict in evaluation.outcomes
    )


def _at_no_site(evaluation: Evaluation, names: Mapping[str, str], withheld: Withheld) -> frozenset[str]:
    """Return the outcomes that a hidden number of young people or families spoke about, if there are as many sites.

    That is, at least `small_count` sites. If the verdict were withheld at each site where one of them spoke, a reader
    could count the sites instead.
    """
    if len(names) < withheld.rule.small_count:
        return frozenset()
    return frozenset(
        verdict.outcome_id
        for verdict in evaluation.outcomes
        for strand in verdict.strands
        if strand.kind == "interview" and withheld.few_heard(strand.voice, evaluation.year.number)
    )


@dataclass(frozen=True)
class _Told:
    """The basis of the released verdicts; `untold` holds the outcomes whose programme verdict would reveal too much.

    `at_no_site` holds those without a verdict at any site.
    """

    evaluation: Evaluation
    strands: Strands
    due: Mapping[str, int]
    areas: Mapping[str, str]
    names: Mapping[str, str]
    untold: frozenset[str]
    at_no_site: frozenset[str]

    def of_a_site(self, verdict: OutcomeVerdict) -> OutcomeVerdict:
        """Return a site's verdict: the same if every strand is shown; without its reasons if only adults' are hidden.

        Withhold it if a strand of young people or families is hidden, or if the outcome has no verdict at any site. If
        it is not due yet, keep what the shown strands say.
        """
        own = self.strands[verdict.outcome_id, verdict.scope]
        kept = {_key(strand) for strand in own}
        gone = [strand for strand in verdict.strands if _key(strand) not in kept]
        year, due_year = self.evaluation.year.number, self.due[verdict.outcome_id]
        if verdict.outcome_id in self.at_no_site and due_year <= year:
            return _untold(verdict, own)
        if not gone:
            return replace(verdict, strands=own, confidence_reasons=self._reasons(verdict, own))
        if due_year > year:
            return _early(verdict, own, _soon(own, due_year, self._decided(verdict, own).why))
        if any(self._of_young_people(verdict.outcome_id, strand) for strand in gone):
            return _untold(verdict, own)
        return replace(
            verdict, strands=own, why=_LEFT_OUT, confidence_reasons=(), triangulation=triangulate(own), left_out=True
        )

    def of_the_programme(
        self, verdict: OutcomeVerdict, local: Mapping[tuple[str, str], OutcomeVerdict]
    ) -> OutcomeVerdict:
        """Return the programme's verdict as it was judged, with the reasons that may be shown.

        Withhold it if it would reveal too much. `local` holds the sites' verdicts as released.
        """
        outcome, year, due_year = verdict.outcome_id, self.evaluation.year.number, self.due[verdict.outcome_id]
        own = self.strands[outcome, PROGRAMME_SCOPE]
        sites = {site: self.strands[outcome, site] for site in self.names if (outcome, site) in self.strands}
        why = self._decided(verdict, own, sites).why
        reasons = self._reasons(verdict, own)
        if due_year > year:
            return replace(_early(verdict, own, why), confidence_reasons=reasons)
        by_place = verdict.verdict is Verdict.CONTESTED and not {POSITIVE, NEGATIVE} <= {
            s.reading for s in verdict.strands
        }
        if outcome in self.untold or (by_place and not site_splits(sites)):
            return _untold(verdict, own)
        differ = tuple(
            site for site in verdict.sites_that_differ if local[outcome, site].verdict is not Verdict.WITHHELD
        )
        return replace(verdict, strands=own, why=why, confidence_reasons=reasons, sites_that_differ=differ)

    def _of_young_people(self, outcome: str, strand: Strand) -> bool:
        if strand.voice in PROTECTED or strand.unit in YOUNG:
            return True
        evidence = (item for item in self.evaluation.evidence if item.outcome_id == outcome)
        return any(counts_young_people(item) for item in evidence if item.evidence_id in strand.evidence)

    def _reasons(self, verdict: OutcomeVerdict, own: Sequence[Strand]) -> tuple[str, ...]:
        """Return the reasons for the confidence, without numbers where they come from what is withheld."""
        if own == verdict.strands:
            return verdict.confidence_reasons
        whole = verdict.scope == PROGRAMME_SCOPE
        judged = [self.evaluation.verdict(verdict.outcome_id, site) for site in self.names if whole]
        sites = {one.scope: one.strands for one in judged if one is not None}
        decision = self._decided(verdict, own, sites)
        asked = Asked(verdict.claim, self.areas[verdict.outcome_id], sites, self.names if whole else {})
        return confidence(decision, own, self.evaluation.rules, asked)[1] or verdict.confidence_reasons

    def _decided(
        self, verdict: OutcomeVerdict, own: Sequence[Strand], sites: Mapping[str, Sequence[Strand]] | None = None
    ) -> Decision:
        """Return what the rules decide from what is shown."""
        due_year, year = self.due[verdict.outcome_id], self.evaluation.year.number
        return decide(own, due_year=due_year, year=year, claim=verdict.claim, sites=sites or None, names=self.names)


def _key(strand: Strand) -> tuple[str, str, str, str, tuple[str, ...]]:
    """Return what makes a strand the same when its numbers are removed."""
    return strand.kind, strand.voice, strand.unit, strand.about, strand.evidence


def _soon(own: Sequence[Strand], due_year: int, why: str) -> str:
    """Say why it is not judged yet, if some evidence is left out; never say that there are no signs."""
    if any(strand.reading not in QUIET for strand in own):
        return f"{why} Not all that was collected is shown."
    due = f"The theory of change expects this in Year {due_year}, when it will be judged."
    return f"{due} Whether there are early signs is not shown."


def _early(verdict: OutcomeVerdict, own: tuple[Strand, ...], why: str) -> OutcomeVerdict:
    """Return a verdict that is not due yet: that is no secret, but what its early signs read may be."""
    speak = {(strand.kind, strand.voice, strand.reading) for strand in own if strand.reading not in QUIET}
    return replace(
        verdict,
        strands=own,
        why=why,
        confidence_reasons=(),
        confidence=None if len(own) < len(verdict.strands) else verdict.confidence,
        triangulation=triangulate(own),
        early_signs=tuple(sign for sign in verdict.early_signs if (sign.kind, sign.voice, sign.reading) in speak),
        left_out=len(own) < len(verdict.strands),
    )


def _untold(verdict: OutcomeVerdict, own: tuple[Strand, ...]) -> OutcomeVerdict:
    """Return the replacement for a verdict that would narrow hidden counts, and for any override of it."""
    return OutcomeVerdict(
        outcome_id=verdict.outcome_id,
        scope=verdict.scope,
        verdict=Verdict.WITHHELD,
        why=UNTOLD,
        confidence=None,
        confidence_reasons=(),
        strands=own,
        claim=verdict.claim,
        left_out=True,
    )
