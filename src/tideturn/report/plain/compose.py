"""Compose the two plain reports as blocks: the findings in short, and what each reader also needs."""

from __future__ import annotations

from typing import Final

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.report.blocks import PLAIN, Report, Section
from tideturn.report.plain.partners import pages, partners
from tideturn.report.plain.phrases import PARTNERS, YOUNG_PEOPLE
from tideturn.report.plain.young_people import PAGES, young_people
from tideturn.report.sections.front import status
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.released import Release
from tideturn.report.wording import month

AUDIENCES: Final = (YOUNG_PEOPLE, PARTNERS)
"""Audiences that have a plain report."""
_TITLES: Final = {YOUNG_PEOPLE: "What we found out in Year {}", PARTNERS: "Year {} in short, for partners"}


def plain(dataset: Dataset, evaluation: Evaluation, audience: str, *, release: Release | None = None) -> Report:
    """Return the report in plain words for `young_people` or `partners`; raise KeyError for any other audience.

    With `release`, the dataset and the evaluation must already hold only what may be published.
    """
    look = Lookup(known_by(dataset, evaluation.year.as_of), evaluation, release)
    title, year = _TITLES[audience], evaluation.year
    front, sections = (young_people if audience == YOUNG_PEOPLE else partners)(look)
    return Report(
        programme=evaluation.programme,
        title=title.format(year.number),
        kicker=f"{evaluation.programme} · {month(year.start)} to {month(year.end)}",
        status=status(look),
        front=front,
        sections=tuple(section for section in sections if isinstance(section, Section)),
        author=str(dataset.programme.report.get("evaluator", "")),
        layout=PLAIN,
        pages=PAGES if audience == YOUNG_PEOPLE else pages(look),
    )
