"""Prepare an evaluation for publication, without what is withheld in its data or in any of its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE, PROGRAMME_SCOPE, READING
from tideturn.evaluation.by_group import counted_by_group
from tideturn.evaluation.claims.checks.exposure import PROTECTED, counts_adults, counts_young_people, of_organisations
from tideturn.evaluation.claims.model import Claim, Edge, own_first
from tideturn.evaluation.model import COUNT, Evaluation, EvidenceItem, Gap, OutcomeVerdict, Provenance
from tideturn.evaluation.pathways import PATHWAY
from tideturn.evaluation.population import NOBODY_KNOWS, Population
from tideturn.evaluation.record_values import PathwayCases, SeriesCounts
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.evaluation.units import YOUNG
from tideturn.evaluation.withholding.cells import SURVEY, cell, period_cell
from tideturn.evaluation.withholding.counts import hidden_pieces, released_count
from tideturn.evaluation.withholding.free_text import speaks_of_few, tells_small_number, without_small_numbers
from tideturn.evaluation.withholding.networks import released_networks
from tideturn.evaluation.withholding.pathways import SAID, of_a_pathway, released_evidence, released_pathways
from tideturn.evaluation.withholding.theory import (
    heard_in,
    released_causes,
    released_contributions,
    released_fidelity,
    released_links,
    released_mechanisms,
    released_proposals,
)
from tideturn.evaluation.withholding.turnout import TURNOUT, untold_turnout, without_steps
from tideturn.evaluation.withholding.verdicts import released_verdicts
from tideturn.evaluation.withholding.waves import released_line, released_waves, untold_mix, untold_waves, without_mix
from tideturn.evaluation.withholding.withhold import Withheld
from tideturn.methods.disclosure import DisclosureRule, adult_count_shown

_DERIVED: Final = (
    *("share", "low", "high", "disagree_low", "disagree_high", "net", "net_low", "net_high", "median"),
    *("p_sign", "p_wilcoxon", "difference", "mean_before", "mean_after", "could_show", "spread"),
)
"""Numbers that are calculated from counts, and give them away."""
_NEVER: Final = (
    *("before", "after", "agreed_before", "due", "lost", "attrition", "median_change", "one_step", "from_worse"),
    *("days", "days_comparison", "slope"),
)
"""Whole distributions of scores, how far they moved, what people answered before, and how many were lost.

These are nearly always small at a place, and no release publishes them for young people and families.
"""
_LEVEL: Final = "|".join(CONFIDENCE.terms.values())
_HOW_SURE: Final = re.compile(rf",? with (?:{_LEVEL}) confidence,?| \((?:{_LEVEL}) confidence\)")
_DIGIT: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"\d+")
UNREAD: Final = ""
"""Polarity of evidence whose reading a release does not give."""
_IMPRECISE: Final = "Only a few were counted, or spoke; the number is too small to show."
NOT_SHOWN: Final = "the numbers behind it are too small to be shown"
OTHERS_NOT_SHOWN: Final = "a published report leaves out the numbers of the places that it was compared with"


def published(dataset: Dataset, evaluation: Evaluation, withheld: Withheld) -> Evaluation:
    """Return the evaluation without what is withheld.

    Leave out numbers, intervals and provenance that would show a small count, and reword every sentence that would give
    one. Leave out words that nobody agreed to have quoted. For a site, also leave out the readings of strands whose
    counts are hidden and, where those count young people or families, the verdict: a reading narrows what the counts
    can be. All other verdicts, readings and confidence stay as they were judged on everything.
    """
    few = few_adults(evaluation.evidence, withheld.rule)
    unasked = untold_turnout(evaluation.evidence, withheld.rule)
    pieces = hidden_pieces(evaluation.evidence, withheld)
    earlier = untold_waves(evaluation.evidence, withheld.rule)
    along = {at.identity: at for at in evaluation.pathways}
    evidence = tuple(
        released_evidence(item, along[item.evidence_id], withheld.not_shown, withheld.rule)
        if item.evidence_id in along
        else _item(released_waves(item, earlier), withheld, few, unasked, pieces)
        for item in evaluation.evidence
        if not never_released(item)
    )
    now = {(item.outcome_id, item.evidence_id): item for item in evidence}
    before = {(item.outcome_id, item.evidence_id): item for item in evaluation.evidence}
    changed = {key for key, item in now.items() if _poorer(before[key], item)}
    strands: dict[tuple[str, str], tuple[Strand, ...]] = {
        (verdict.outcome_id, verdict.scope): tuple(
            told
            for strand in verdict.strands
            if (told := _strand(strand, verdict, changed, unasked, earlier, withheld)) is not None
        )
        for verdict in evaluation.outcomes
    }
    outcomes = released_verdicts(dataset, evaluation, strands, withheld)
    judged = {(verdict.outcome_id, verdict.scope): verdict for verdict in outcomes}
    unread = _unread(evaluation, strands)
    heard = heard_in(withheld, evaluation.year.number)
    work = released_fidelity(dataset, evaluation, withheld)
    hidden = frozenset(item.scope for item in evaluation.evidence if item.evidence_id in few and of_organisations(item))
    return replace(
        evaluation,
        outcomes=outcomes,
        evidence=tuple(
            replace(item, polarity=UNREAD)
            if item.value is not None and (item.outcome_id, item.evidence_id) in unread
            else item
            for item in evidence
        ),
        gaps=tuple(
            _gap(gap, own)
            for gap in evaluation.gaps
            if (own := judged.get((gap.outcome_id, gap.scope))) is None or own.verdict is not Verdict.WITHHELD
        ),
        fidelity=work,
        networks=released_networks(evaluation.networks, withheld.rule, hidden),
        pathways=released_pathways(evaluation.pathways, withheld.not_shown, withheld.rule),
        toc_links=released_links(evaluation.toc_links, work, withheld.rule, heard),
        contributions=released_contributions(evaluation.contributions, outcomes, withheld.rule),
        causes=released_causes(evaluation.causes, withheld.rule, heard),
        proposals=released_proposals(evaluation.proposals, withheld, evaluation.year.number),
        mechanisms=released_mechanisms(evaluation.mechanisms, withheld, evaluation.year.number),
        rings=tuple(tuple(without_small_numbers(name, withheld.rule) for name in ring) for ring in evaluation.rings),
    )


def never_released(item: EvidenceItem) -> bool:
    """Return whether no release holds a piece of evidence: a theme of young people, or an outcome by group.

    The existence of a theme shows who was heard where. Outcomes by group count the same people as who was reached.
    """
    return bool(item.code and counts_young_people(item)) or counted_by_group(item) is not None


def published_claims(
    claims: Iterable[Claim], evidence: Mapping[str, Sequence[EvidenceItem]], verdicts: Sequence[OutcomeVerdict]
) -> tuple[Claim, ...]:
    """Return the claims with published evidence and verdicts.

    `evidence` holds the published items of every year by id.
    """
    judged = {(verdict.outcome_id, verdict.scope): verdict for verdict in verdicts}
    return tuple(_claim(claim, evidence, judged) for claim in claims)


def _claim(
    claim: Claim,
    evidence: Mapping[str, Sequence[EvidenceItem]],
    judged: Mapping[tuple[str, str], OutcomeVerdict],
) -> Claim:
    verdict = judged.get((claim.outcome_id, claim.scope))
    if verdict is not None and verdict.verdict is Verdict.WITHHELD:
        # The confidence of a verdict would reveal of those who spoke what the verdict itself would.
        claim = replace(
            claim,
            text=_HOW_SURE.sub("", claim.text),
            written=_HOW_SURE.sub("", claim.written),
            judged_part=tuple(_HOW_SURE.sub("", part) for part in claim.judged_part),
            judged_reason=_HOW_SURE.sub("", claim.judged_reason or "") or None,
        )
    return replace(
        claim,
        edges=tuple(
            _edge(edge, own_first(evidence.get(edge.evidence_id, ()), claim.outcome_id)) for edge in claim.edges
        ),
        verdict=verdict,
        body=tuple(_claim(part, evidence, judged) for part in claim.body),
    )


def _edge(edge: Edge, items: tuple[EvidenceItem, ...]) -> Edge:
    """Return the edge to published evidence; hide which side that supports if the release does not give its reading."""
    unread = any(item.value is not None and item.polarity == UNREAD for item in items)
    return replace(edge, edge="context" if unread else edge.edge, sha256=None, items=items)


def few_adults(items: Iterable[EvidenceItem], rule: DisclosureRule) -> frozenset[str]:
    """Return the evidence of adults at places where too few answered for their counts to be shown.

    If that is only one place, subtracting the others from the whole programme would give it. So the place with the
    fewest of the others is hidden too.
    """
    asked: dict[tuple[str, ...], dict[str, EvidenceItem]] = {}
    for item in items:
        if counts_adults(item):
            *named, last = item.evidence_id.split("/")
            named.reverse()  # a code of another part may be the same as the site's, which comes last before the year
            named.remove(item.scope)
            asked.setdefault((*named, last), {})[item.scope] = item
    hidden: set[str] = set()
    for places in asked.values():
        told = sorted((i.n or 0, i.evidence_id) for scope, i in places.items() if scope != PROGRAMME_SCOPE)
        few = [name for n, name in told if not adult_count_shown(n, False, rule)]
        alone = sum(n > 0 for n, name in told if name in few) == 1 and PROGRAMME_SCOPE in places
        hidden.update(name for _, name in told[: len(few) + alone])
    return frozenset(hidden)


def _population(population: Population, unit: str, scope: str) -> Population:
    """Return what a release shows of a population: that of adults over the whole programme, and no other.

    The steps are in no audited sum, so a reader could work out a place, or young people, from them.
    """
    return population if scope == PROGRAMME_SCOPE and unit not in YOUNG | {"sources"} else NOBODY_KNOWS


def _item(
    item: EvidenceItem,
    withheld: Withheld,
    few: frozenset[str],
    unasked: frozenset[str],
    pieces: frozenset[tuple[str, str]],
) -> EvidenceItem:
    item = replace(item, population=_population(item.population, item.unit, item.scope))
    if item.evidence_id in unasked:
        # Fields are read by name, here and below: what a release hides is a list of fields, of any kind of evidence.
        kept = {name: None if name in TURNOUT else one for name, one in item.by_name.items()}
        item = replace(item, population=NOBODY_KNOWS, value=item.value and item.value.of(kept))
    if item.kind == COUNT and item.evidence_id not in few:
        return released_count(item, withheld, pieces)
    bare = Provenance(item.provenance.table, (), 0, "")
    if item.value is None:
        # A release holds what people say only where it may be quoted.
        quoted = item.quotable or item.kind in ("document", "change")
        tells = speaks_of_few if item.kind == "interview" else tells_small_number
        shown = (
            quoted
            and not tells(item.text, withheld.rule)
            and not (item.kind == "interview" and withheld.few_heard(item.voice, item.year))
        )
        return replace(item, text=item.text if shown else "", quotable=item.quotable and shown, provenance=bare)
    if not counts_young_people(item):
        if item.evidence_id not in few:
            return replace(item, provenance=bare)
        return replace(item, n=None, value=item.value.of(_emptied(item.by_name)), interval=None, provenance=bare)
    value, hidden = _value(item, withheld)
    of_year = isinstance(item.value, SeriesCounts) and withheld.hides(cell(item, "count_year"))
    n_hidden = of_year or _not_audited(item, "n", item.n, withheld)
    small = (item.n or 0) < withheld.rule.small_denominator
    if hidden or small:
        value = {name: None if name in _DERIVED else one for name, one in value.items()}
    interval = None if hidden or small else item.interval
    return replace(item, n=None if n_hidden else item.n, value=item.value.of(value), interval=interval, provenance=bare)


def _value(item: EvidenceItem, withheld: Withheld) -> tuple[dict[str, Any], bool]:
    """Return the values without the hidden ones, and whether any was hidden."""
    held: Mapping[str, Any] = item.by_name
    value = dict(held)
    hidden = False
    if isinstance(item.value, SeriesCounts):
        periods = [period_cell(item, period) for period in item.value.periods or ()]
        if not item.value.of_counts or any(withheld.hides(name) for name in periods):
            # A chart or a limit drawn through hidden points would show where they lie.
            gone = (
                "periods",
                "rates",
                "mean",
                "low",
                "high",
                "signals",
                "warnings",
                "rate_year",
                "rate_before",
                "totals",
                "moved",
            )
            value = {name: one for name, one in value.items() if name not in gone}
            hidden = True
        there = item.totals.elsewhere if item.totals and "totals" in value else None
        if there and any(withheld.rule.small(round(count)) for count in (there.last, there.year)):
            del value["totals"]
            hidden = True
        for name in ("count_year", "count_before"):
            if withheld.hides(cell(item, name)):
                value[name], hidden = None, True
        return value, hidden
    value = {name: one for name, one in value.items() if name not in _NEVER}
    for name in (*SURVEY, "invited", "better", "same", "worse", "programme", "comparison"):
        if name in value and _not_audited(item, name, value[name], withheld):
            value[name], hidden = None, True
    if _not_audited(item, "n", item.n, withheld):
        hidden = True
    inner = value.get("counts")
    if inner:
        value["counts"] = {k: None if withheld.hides(cell(item, f"counts.{k}")) else v for k, v in inner.items()}
        hidden |= None in value["counts"].values()
    if "pairs" in value and _not_audited(item, "n", item.n, withheld):
        value["pairs"] = None
    if hidden and "shares" in value:
        value["shares"] = dict.fromkeys(value["shares"] or {})
    return value, hidden


def _not_audited(item: EvidenceItem, name: str, count: int | None, withheld: Withheld) -> bool:
    """Return whether a count is hidden, or its cell holds another number.

    A question may count other answers for another outcome.
    """
    own = cell(item, name)
    return withheld.hides(own) or (item.kind == "survey" and bool(count) and withheld.counts.get(own) != count)


def _emptied(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value's names with nothing in them: the counts of so few adults at one place are nobody's business."""
    return {name: one if name in ("proxy", "barr_level") else None for name, one in value.items() if name != "periods"}


def _poorer(before: EvidenceItem, after: EvidenceItem) -> bool:
    def kept(value: Mapping[str, Any]) -> dict[str, Any]:
        # The number of adults who did not answer does not change how the adults' answers read.
        unread = set(_NEVER) if counts_young_people(before) else {*_NEVER, *TURNOUT}
        told = SAID if of_a_pathway(before) else value.keys() - unread
        return {name: one for name, one in value.items() if name in told}

    if isinstance(before.value, PathwayCases) and before.value.elsewhere:
        return True  # what it is compared with is in no release
    own = without_mix(before).by_name
    return before.value is not None and (kept(own) != kept(after.by_name) or before.n != after.n)


def _strand(
    strand: Strand,
    verdict: OutcomeVerdict,
    changed: set[tuple[str, str]],
    unasked: frozenset[str],
    earlier: frozenset[str],
    withheld: Withheld,
) -> Strand | None:
    """Return the strand without what is hidden; None if its reading would narrow what that can be."""
    own = NOBODY_KNOWS if unasked & set(strand.evidence) else strand.population
    strand = replace(strand, population=_population(own, strand.unit, verdict.scope))
    concerns = tuple(untold_mix(concern) for concern in strand.concerns)
    strand = replace(strand, items=tuple(released_line(one, earlier) for one in strand.items), concerns=concerns)
    if strand.voice in PROTECTED or strand.unit in YOUNG:
        concerns = tuple(_without_numbers(concern) for concern in strand.concerns)
        strand = replace(strand, concerns=concerns, imprecise=_IMPRECISE if strand.imprecise else "", detail="")
    elif strand.population == NOBODY_KNOWS:
        strand = replace(strand, concerns=without_steps(strand.concerns))
    hidden = {identity for identity in strand.evidence if (verdict.outcome_id, identity) in changed}
    few = strand.kind == "interview" and _few_speakers(strand, verdict.scope, withheld)
    if not hidden and not few:
        return strand
    # For the whole programme, only what counts young people and families is ever hidden.
    if verdict.scope != PROGRAMME_SCOPE or verdict.outcome_id in withheld.narrowed.untold:
        return None
    reading = READING.terms[strand.reading]
    others = strand.design == COMPARED and any(identity.startswith(PATHWAY) for identity in strand.evidence)
    return replace(
        strand,
        why=f"It reads as {reading}; {OTHERS_NOT_SHOWN if others else NOT_SHOWN}.",
        population=NOBODY_KNOWS,
        n=None,
        k=None,
        share=None,
        low=None,
        high=None,
        items=tuple(
            replace(item, n=0, k=0, share=None, low=None, high=None, waves=(), meaning="")
            if item.evidence in hidden
            else item
            for item in strand.items
        ),
        asked=None,
        too_early=0,
        concerns=tuple(_without_numbers(concern) for concern in strand.concerns),
        imprecise=_IMPRECISE if strand.imprecise else "",
        smallest_change="a change too small to be seen among so few" if strand.smallest_change else "",
        needs="more of them" if strand.needs else "",
    )


def _few_speakers(strand: Strand, scope: str, withheld: Withheld) -> bool:
    """Return whether too few were interviewed to show how many of them said what.

    For young people and families this is shown only for the whole programme, if many spoke and no few of them said
    anything different: a reader could work out a place by subtracting the others from the whole.
    """
    asked = strand.asked if strand.asked is not None else strand.sources
    if strand.voice in PROTECTED:
        told = {int(number) for number in _NUMBER.findall(strand.why)} | {strand.sources, asked, strand.too_early}
        parts = {abs(one - other) for one in told for other in told}
        few = any(withheld.rule.small(count) for count in told | parts if count)
        return few or scope != PROGRAMME_SCOPE or strand.sources < withheld.rule.small_denominator
    return not adult_count_shown(asked, scope == PROGRAMME_SCOPE, withheld.rule)


def _unread(
    evaluation: Evaluation, strands: Mapping[tuple[str, str], tuple[Strand, ...]]
) -> frozenset[tuple[str, str]]:
    """Return the evidence whose reading the release does not give: that of every strand that it leaves out."""

    def of(some: Iterable[Strand]) -> set[str]:
        return {identity for strand in some for identity in strand.evidence}

    return frozenset(
        (verdict.outcome_id, identity)
        for verdict in evaluation.outcomes
        for identity in of(verdict.strands) - of(strands[verdict.outcome_id, verdict.scope])
    )


def _without_numbers(text: str) -> str:
    """Return a concern that gives no number away."""
    if not _DIGIT.search(text):
        return text
    return "Too many were lost, or too few answered; the numbers are too small to be shown"


def _gap(gap: Gap, verdict: OutcomeVerdict | None) -> Gap:
    """Return what to collect, without how much more is needed if that would show how much there is."""
    hides = verdict is not None and (verdict.left_out or any(NOT_SHOWN in strand.why for strand in verdict.strands))
    return replace(gap, collect=gap.collect.partition(" It takes ")[0]) if hides else gap
