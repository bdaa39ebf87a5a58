"""Find the sites with a verdict of their own: those that differ from the others by more than chance.

A site is small, and some of many small sites read otherwise by chance. A report shows a site's own verdict only where
its numbers differ from the other sites' together, where the programme is contested by place, or where a person set it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.evidence_values import AnswerCounts, ScorePairs
from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.verdicts import QUIET, site_splits
from tideturn.methods.holm import holm
from tideturn.methods.intervals import fisher

ALPHA: Final = 0.05
"""Chance, over all tests of an outcome, that a site gets a verdict of its own although no site differs."""
Share = tuple[int, int]
"""A number of people or cases, and the number that it is part of."""


def with_own_word(verdicts: Sequence[OutcomeVerdict], evidence: Iterable[EvidenceItem]) -> list[OutcomeVerdict]:
    """Return an outcome's verdicts, the programme's first, each with whether a report shows it.

    `evidence` is all the evidence on the outcome. The programme's verdict names the sites whose own verdict differs.
    """
    whole, *local = verdicts
    own = sites_apart(evidence)
    by_place = whole.verdict is Verdict.CONTESTED and bool(site_splits({one.scope: one.strands for one in local}))
    told = [replace(one, printed=by_place or one.scope in own or one.override is not None) for one in local]
    differ = tuple(one.scope for one in told if one.printed and one.standing != whole.standing)
    return [replace(whole, sites_that_differ=differ), *told]


def sites_apart(evidence: Iterable[EvidenceItem]) -> frozenset[str]:
    """Return the sites where a share or a rise differs from that of the other sites together.

    Allow for all the tests: use Fisher's exact test for each site and each survey question, matched set and series;
    then Holm's correction.
    """
    tested = [(site, fisher(*here, *elsewhere)) for site, here, elsewhere in _beside_others(evidence)]
    adjusted = holm([p for _, p in tested])
    return frozenset(site for (site, _), p in zip(tested, adjusted, strict=True) if p < ALPHA)


def _beside_others(evidence: Iterable[EvidenceItem]) -> Iterator[tuple[str, Share, Share]]:
    """Yield each site's share in each piece of evidence, beside the share of the other sites together."""
    alike: dict[str, dict[str, Share]] = defaultdict(dict)
    for item in evidence:
        before, _, after = item.evidence_id.rpartition(f"/{item.scope}/")
        for what, share in _shares(item):
            if item.scope != PROGRAMME_SCOPE and share[1]:
                alike[f"{before}/{after}#{what}"][item.scope] = share
    for sites in alike.values():
        for site, here in sites.items():
            others = [share for other, share in sites.items() if other != site]
            if others:
                yield site, here, (sum(k for k, _ in others), sum(n for _, n in others))


def _shares(item: EvidenceItem) -> Iterator[tuple[str, Share]]:
    """Yield who agreed, which of the same people came to agree, who got better, or what was counted in the year.

    A count is compared with the time before the year, as its share of both together; a rate is not.
    """
    value = item.value
    if isinstance(value, AnswerCounts) and value.k is not None and not value.unplaced:
        yield "k", (value.k, item.n or 0)
    for wave in item.waves:
        if wave.reference and wave.pairs:
            yield "gained", (wave.gained, wave.pairs)
    if isinstance(value, ScorePairs) and value.better is not None:
        yield "better", (value.better, item.n or 0)
    if (
        isinstance(value, SeriesCounts)
        and value.of_counts
        and value.count_year is not None
        and value.count_before is not None
    ):
        year, before = round(value.count_year), round(value.count_before)
        yield "year", (year, year + before)


def dissents_elsewhere(whole: OutcomeVerdict, own: OutcomeVerdict) -> tuple[Strand, ...]:
    """Return the programme's strands that speak against its verdict, of a kind and voice too few to read at a site.

    Without them a site's numbers would seem to agree with each other.
    """
    way = whole.verdict.reads[:1]
    small = {(s.kind, s.voice, s.unit) for s in own.strands if s.reading in QUIET and s.evidence}
    return tuple(
        strand
        for strand in whole.strands
        if way
        and strand.reading not in (*QUIET, *way)
        and strand.kind != "monitoring"
        and (strand.kind, strand.voice, strand.unit) in small
    )
