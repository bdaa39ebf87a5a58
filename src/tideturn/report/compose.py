"""The report's sections in their order."""

from __future__ import annotations

from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.report.blocks import Report, Section
from tideturn.report.sections.board import board
from tideturn.report.sections.delivery import delivery
from tideturn.report.sections.evidence import evidence
from tideturn.report.sections.front import front, how_to_read, rests_on
from tideturn.report.sections.learning import learning
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.next_year import next_year
from tideturn.report.sections.outcomes import outcomes
from tideturn.report.sections.over_time import over_time
from tideturn.report.sections.places import places
from tideturn.report.sections.released import Release
from tideturn.report.sections.rules import rules
from tideturn.report.sections.since_last_year import since_last_year
from tideturn.report.wording import month

STATUS = "Working copy, not for release"


def compose(dataset: Dataset, evaluation: Evaluation, *, release: Release | None = None) -> Report:
    """The whole report as blocks, from a dataset and its evaluation of one year.

    With `release` both must be what may be published: no row about a young person, and nothing that is withheld.
    """
    look = Lookup(dataset, evaluation, release)
    year = evaluation.year
    sections: list[Section | None] = [
        rests_on(look),
        board(look),
        how_to_read(look),
        *outcomes(look),
        over_time(look),
        delivery(look),
        learning(look),
        places(look),
        next_year(look),
        since_last_year(look),
        rules(look),
        evidence(look),
    ]
    return Report(
        programme=evaluation.programme,
        title=f"What changed in Year {year.number}, and how sure we can be",
        kicker=f"{evaluation.programme} · Year {year.number} evaluation · {month(year.start)} to {month(year.end)}",
        status=STATUS if release is None else f"Released version {release.version}",
        front=front(look),
        sections=tuple(section for section in sections if section is not None),
        author=str(dataset.programme.report.get("evaluator", "")),
    )
