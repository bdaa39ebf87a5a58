"""Find names with a number in them. The engine's sentences repeat such names without claiming the number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation

_NAMES: Final = (
    *(("plan", "component"), ("plan", "measure"), ("baselines", "measure"), ("factors", "factor")),
    *((table, "title") for table in ("outcomes", "priorities", "toc_nodes", "milestones", "indicators", "codebook")),
    *((table, "title") for table in ("training_events", "activities", "documents")),
    *(("organisations", "name"), ("organisations", "sector")),
)
"""Table and column pairs that hold names."""
_NUMBERED: Final = re.compile(r"(?=.*\d)(?=.*[^\W\d_]).+")


def numbered_names(evaluation: Evaluation, dataset: Dataset | None) -> re.Pattern[str] | None:
    """Return a pattern of every name of the programme that holds a number, longest first; None where none does.

    It ignores a name without a letter, which would hide numbers that the sentences do state.
    """
    found = {name.strip() for name in _names(evaluation, dataset) if _NUMBERED.fullmatch(name.strip())}
    told = "|".join(re.escape(name) for name in sorted(found, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE) if found else None


def _names(evaluation: Evaluation, dataset: Dataset | None) -> Iterator[str]:
    yield evaluation.programme
    for at in evaluation.pathways:
        yield at.design.name
        yield from (step.name for step in at.design.steps)
        yield from (rule.name for rule in at.design.constraints)
    if dataset is None:
        return
    yield from (site.name for site in dataset.programme.sites)
    yield from (text for text in dataset.programme.report.values() if isinstance(text, str))
    for table, column in _NAMES:
        yield from dataset.table(table)[column].drop_nulls().unique().to_list()
