"""Count the work done and the sources of the evaluation, as evidence without an outcome.

There is one item for each measure and scope, `count/MEASURE/SCOPE/YEAR`, with its unit, its fields and the rows that it
counts. Sections of the report print these and count nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.counts import casework, delivery, money, plan, reach, sources
from tideturn.evaluation.ledger.counts.measure import Measure
from tideturn.evaluation.model import EvidenceItem

MEASURES: Final[tuple[Measure, ...]] = (
    *(casework.OPEN, casework.SEEN, *casework.SESSIONS, casework.MADE, casework.IN_TIME, casework.DAYS),
    *(delivery.EVENTS, *delivery.TRAINING.values(), delivery.ACTIVITIES, delivery.MILESTONES, delivery.CRITERIA),
    *(delivery.POSTS, *delivery.POSTS_OF_ROLE.values(), delivery.PARTNERS, plan.PIECES),
    *(sources.INTERVIEWS, sources.RESPONSES, sources.SCORED, sources.DOCUMENTS, sources.CHANGES),
    *(money.COST, money.PER_YOUNG_PERSON, money.PER_SESSION, money.PER_PERSON_TRAINED),
    *(sources.INDICATORS, sources.ASKED, reach.REFERRED, *reach.REFERRED_BY.values(), *reach.REACHED_BY.values()),
    *reach.POPULATION_BY.values(),
)
"""All measures with one name everywhere. Other names depend on the folder: those of the plan, by its components and
what it counts, and those of money, by what it was spent on."""


def counts(dataset: Dataset, year: Year, items: Sequence[EvidenceItem] = ()) -> list[EvidenceItem]:
    """Return every count of a year by its id; some counts use `items`, the rest of the year's evidence.

    `dataset` holds only what was known by the year's `as_of`.
    """
    work = (*casework.casework(dataset, year), *delivery.delivery(dataset, year))
    whole = {item.evidence_id.split("/")[1]: item for item in work if item.scope == PROGRAMME_SCOPE}
    found = (
        *work,
        *plan.plan(dataset, year),
        *money.money(dataset, year, whole),
        *reach.reach(dataset, year),
        *sources.sources(dataset, year, items),
    )
    return sorted(found, key=lambda item: item.evidence_id)
