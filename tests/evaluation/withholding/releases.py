"""A small programme as it would be released: a year judged, then without what would give a hidden count away."""

from __future__ import annotations

from tideturn.dataset.model import Dataset
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld, published, withhold


def released(data: Dataset) -> tuple[Evaluation, Evaluation, Withheld]:
    """Year 1 as it was judged, as it is published, and what is hidden."""
    judged = evaluate(data, year=1)
    held = withhold(data, judged)
    if held.exposed() and held.limits:
        held = held.telling_less()
    assert held.exposed() == ()
    return judged, published(data, judged, held), held
