"""Plan what would be collected about each outcome in the coming year, with each source at its best.

The code that will judge the year also reads its surveys and series here, from answers and counts that are as good as
possible. For scores, interviews, documents, changes, pathways and networks, the plan expects as much as last time, and
sets each to the best reading that this amount allows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.evidence_values import AssessmentPairs, ComparedPairs
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.ledger.scopes import outcomes_of
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import CHANGE, STATE, EvidenceItem
from tideturn.evaluation.planning.answers import with_answers
from tideturn.evaluation.planning.coming import Coming
from tideturn.evaluation.planning.counts import with_counts
from tideturn.evaluation.planning.samples import Sample
from tideturn.evaluation.planning.served import Served, served
from tideturn.evaluation.planning.systems import planned_networks, planned_pathways
from tideturn.evaluation.population import NOBODY_KNOWS
from tideturn.evaluation.readings import imprecise
from tideturn.evaluation.readings_scores import LEFT_OF_A_CRISIS
from tideturn.evaluation.readings_words import FEWEST_DOCUMENTS, FEWEST_SPEAKERS
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.evaluation.told import told
from tideturn.evaluation.units import of_unit
from tideturn.evaluation.verdicts import INSUFFICIENT, MIXED, POSITIVE
from tideturn.methods.intervals import Interval, paired_difference
from tideturn.methods.power import Least, least_shown, smallest_net

Scope = tuple[str, str]
"""Id of an outcome, and a scope."""
MATCHED: Final = "matched"
_COMPARED: Final = "compared"
"""Prefix of the ids of scores: of people scored twice, and of those served beside those who wait."""
SERIES: Final = "series"
_SCORES: Final = "assessments"
_OF_SURVEYS: Final = ("outcomes", "training_events", "attendance")
_OF_SERIES: Final = ("series", "indicators")
_LAST_TIME: Final = {"interview": "interviews", "document": "extracts", "change": "changes", MATCHED: _SCORES}
"""Sources expected again as last time, with the table that shows whether they ever existed."""


@dataclass(frozen=True)
class Planned:
    """The strands of each outcome and scope at their best, the dataset that surveys and series were read from."""

    strands: Mapping[Scope, tuple[Strand, ...]]
    dataset: Dataset
    last: Mapping[str, int]
    """Year of each kind of source that is expected as it was last time."""
    least: Mapping[str, Least]
    """Smallest change that scores, pathways and the network could show, by the id of their evidence."""
    beside: Mapping[str, Least]
    """Smallest change that a pathway could show beside as many cases where there is no pilot, by evidence id."""
    served: Mapping[str, Served]
    """People whose scores could be compared with those of others who wait, by evidence id."""


def planned_strands(coming: Coming, samples: tuple[Sample, ...], rules: Rules) -> Planned:
    """Return what the coming year would hold at its best."""
    claims = {outcome.outcome_id: outcome.claim for outcome in outcomes_of(coming.dataset).values()}
    best = with_counts(with_answers(coming.dataset, samples, coming.year.number), coming.year)
    found = defaultdict(list, {scope: [*own] for scope, own in read_again(best, coming.year, rules).items()})
    last: dict[str, int] = {}
    least: dict[str, Least] = {}
    beside: dict[str, Least] = {}
    could_compare: Mapping[str, Served] = {}
    outside = _asks_outside(coming.dataset)
    kept = {name: frame for name, frame in coming.dataset.tables.items() if name not in _OF_SERIES}
    others = replace(coming.dataset, tables=kept, pathways={}, surveys={})
    for year in coming.past:
        wanted = {kind for kind, table in _LAST_TIME.items() if kind not in last and coming.dataset.has(table)}
        if not wanted:
            break
        items, gathered = gather(others, year, rules, measured_networks=(), measured_pathways=())
        for scope, read in gathered.items():
            for strand in read:
                kind = source_of(strand)
                if kind in wanted:
                    last[kind] = year.number
                    found[scope].append(_at_best(strand, claims[scope[0]], rules, outside=outside))
        if MATCHED in wanted:
            least |= {item.evidence_id: _least(item) for item in items if item.origin == _SCORES}
            could_compare = served(others, year, {item.evidence_id: item.n or 0 for item in items})
    for system in (*planned_pathways(coming, rules), *planned_networks(coming, rules)):
        if claims[system.outcome_id] == CHANGE:
            found[system.outcome_id, system.scope].append(system.strand)
            least[system.strand.evidence[0]] = system.least
            if system.beside:
                beside[system.strand.evidence[0]] = system.beside
    strands = {scope: tuple(own) for scope, own in found.items()}
    return Planned(strands, best, last, least, beside, could_compare)


def read_again(
    dataset: Dataset, year: Year, rules: Rules, *, series: bool = True
) -> Mapping[Scope, tuple[Strand, ...]]:
    """Return what surveys, and `series`, read in the year, and nothing else; an entry for each outcome and scope."""
    read = (*_OF_SURVEYS, *(_OF_SERIES if series else ()))
    only = replace(dataset, tables={name: dataset.table(name) for name in read}, pathways={})
    return gather(only, year, rules, measured_networks=(), measured_pathways=())[1]


def _least(item: EvidenceItem) -> Least:
    """Return the least change in scores that would show if as many move again: a share of pairs, or scale points."""
    if isinstance(item.value, ComparedPairs):
        least = least_shown(Interval(*item.interval)) if item.interval else None
    else:
        value = item.value_as(AssessmentPairs)
        above = None if "from_worse" in value.left_out else LEFT_OF_A_CRISIS
        least = smallest_net(known(value.pairs), known(value.better) + known(value.worse), above=above)
    return Least(least, least)


def source_of(strand: Strand) -> str:
    """Return the kind of a source: its kind, and for monitoring `matched`, `series`, `pathway` or `network`."""
    if strand.kind != "monitoring":
        return strand.kind
    which = strand.evidence[0].partition("/")[0]
    return MATCHED if which == _COMPARED else which


def of_young_people(strand: Strand) -> bool:
    """Return whether it is scores of young people, who can wait."""
    return source_of(strand) == MATCHED and strand.unit == "young people"


def _asks_outside(dataset: Dataset) -> bool:
    """Return whether anybody outside the programme has been asked to confirm a change."""
    answers = dataset.table("substantiations")
    return not answers.filter(pl.col("independent") & (pl.col("voice").fill_null("") != "staff")).is_empty()


def _at_best(strand: Strand, claim: str, rules: Rules, *, outside: bool) -> Strand:
    """Return it as it would read if as much were collected again, and all of it spoke for the outcome."""
    strand = replace(strand, why="", fell=False, too_early=0, smallest_change="")
    match source_of(strand):
        case "interview":
            return interviews_at_best(strand, rules)
        case "document":
            origins = sum(token.startswith("document:") for token in strand.tokens)
            return _reads(strand, origins >= FEWEST_DOCUMENTS, "documents of two different origins")
        case "change":
            few = strand.imprecise if (strand.n or 0) < FEWEST_DOCUMENTS else ""
            needs = "somebody outside the programme to be asked about each change"
            return replace(_reads(strand, outside, needs), imprecise=few)
    if claim == STATE or strand.reading == MIXED:  # too many lost, or too few places compared: the same again
        return replace(strand, reading=INSUFFICIENT, rose=False)
    return scores_at_best(strand, rules)


def _reads(strand: Strand, positive: bool, needs: str) -> Strand:
    return replace(
        strand,
        reading=POSITIVE if positive else INSUFFICIENT,
        rose=positive and strand.measured,
        imprecise="",
        needs="" if positive else needs,
    )


def interviews_at_best(strand: Strand, rules: Rules) -> Strand:
    """Return interviews if all who are `asked` speak for the outcome."""
    asked = strand.asked or 0
    few = asked < FEWEST_SPEAKERS
    best = _reads(strand, asked >= max(rules.interview_sources, 1), f"{rules.interview_sources} people asked about it")
    return replace(
        best,
        n=asked,
        k=asked,
        sources=asked,
        concerns=(),
        population=NOBODY_KNOWS,
        may_support=asked >= rules.interview_supported,
        imprecise=told("Only {n} would be asked.", n=asked) if few else "",
    )


def scores_at_best(strand: Strand, rules: Rules) -> Strand:
    """Return scores if all `n` who are scored twice get better."""
    pairs, least = strand.n or 0, max(rules.min_pairs, 1)
    best = _reads(strand, pairs >= least, f"{of_unit(least - pairs, strand.unit)} more, scored twice")
    if strand.design == COMPARED or not pairs:
        return best
    return replace(best, imprecise=imprecise(paired_difference(pairs, 0, pairs), rules, "Better less worse"))
