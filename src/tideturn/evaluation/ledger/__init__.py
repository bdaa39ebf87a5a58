"""Gather the evidence ledger: everything that was said or measured about each outcome in a year, and its reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tideturn.dataset.answers import with_no_opinion
from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import KIND, VOICE
from tideturn.evaluation.ledger.changes import changes
from tideturn.evaluation.ledger.coders import doubted
from tideturn.evaluation.ledger.documents import documents
from tideturn.evaluation.ledger.indicators import indicators
from tideturn.evaluation.ledger.interviews import interviews
from tideturn.evaluation.ledger.matched import matched_assessments
from tideturn.evaluation.ledger.networks import networks
from tideturn.evaluation.ledger.pathways import pathways
from tideturn.evaluation.ledger.scopes import Found, outcomes_of
from tideturn.evaluation.ledger.survey_items import survey_parts
from tideturn.evaluation.ledger.survey_matched import survey_matched_parts
from tideturn.evaluation.ledger.survey_options import option_parts
from tideturn.evaluation.ledger.survey_strands import survey_strands
from tideturn.evaluation.ledger.themes import themes
from tideturn.evaluation.ledger.tokens import shared_out
from tideturn.evaluation.ledger.turnout import Training
from tideturn.evaluation.ledger.waves import Waves
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.networks import NetworkAt, networks_of
from tideturn.evaluation.pathways import PathwayAt, pathways_of
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand


def gather(
    dataset: Dataset,
    year: Year,
    rules: Rules,
    *,
    measured_networks: Sequence[NetworkAt] | None = None,
    measured_pathways: Sequence[PathwayAt] | None = None,
) -> tuple[list[EvidenceItem], dict[tuple[str, str], tuple[Strand, ...]]]:
    """Return every evidence item of the year, and every strand by outcome and scope.

    Pass the year's networks and pathways if they are measured already: they need measuring only once. The strands hold
    an entry, perhaps empty, for each outcome, due or not, at each scope that it applies to. They are in the order of
    the kinds of evidence, then of the voices.
    """
    outcomes = outcomes_of(dataset)
    if measured_networks is None:
        measured_networks = networks_of(dataset, year, rules)
    if measured_pathways is None:
        measured_pathways = pathways_of(dataset, year, rules)
    parts = []
    training = Training.of(dataset)
    surveys = [with_no_opinion(dataset.surveys[code], dataset.programme.answers) for code in sorted(dataset.surveys)]
    waves = Waves(surveys, year, rules, {site.code: site.name for site in dataset.programme.sites})
    for survey in surveys:
        parts += option_parts(survey, outcomes, dataset.programme.answers, year, rules, training)
        parts += survey_parts(survey, outcomes, year, rules, training, waves)
        parts += survey_matched_parts(survey, outcomes, year, rules, training)
    found = (
        Found(tuple(part.item for part in parts), tuple(survey_strands(parts, rules))),
        matched_assessments(dataset, outcomes, year, rules),
        indicators(dataset, outcomes, year, rules),
        networks(dataset, measured_networks, outcomes, year, rules),
        pathways(dataset, measured_pathways, outcomes, rules),
        doubted(interviews(dataset, outcomes, year, rules), dataset, year, rules),
        documents(dataset, outcomes, year),
        changes(dataset, outcomes, year),
        Found(themes(dataset, year), ()),
    )
    strands: dict[tuple[str, str], list[Strand]] = defaultdict(list)
    for one in found:
        for outcome_id, scope, strand in one.strands:
            strands[outcome_id, scope].append(strand)
    told = (item for one in found for item in shared_out(one.items, one.strands))
    items = sorted(told, key=lambda item: (item.evidence_id, item.outcome_id))
    return items, {
        (outcome.outcome_id, scope): tuple(sorted(strands[outcome.outcome_id, scope], key=_order))
        for outcome in outcomes.values()
        for scope in outcome.scopes
    }


def _order(strand: Strand) -> tuple[int, int, str]:
    return KIND.codes.index(strand.kind), VOICE.codes.index(strand.voice), strand.about
