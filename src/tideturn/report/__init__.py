"""The year's report: blocks, charts and wording, drawn as one accessible page."""

from __future__ import annotations

from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld
from tideturn.report.compose import compose
from tideturn.report.renderers.html import page


def render_html(dataset: Dataset, evaluation: Evaluation) -> bytes:
    """The report of one year as a self-contained page in UTF-8; the same input gives the same bytes."""
    return page(compose(dataset, evaluation))


def release_documents(dataset: Dataset, evaluation: Evaluation, withheld: Withheld, version: str) -> dict[str, bytes]:
    """Every document of a release by name, from a dataset and an evaluation in which nothing withheld is left."""
    return {"report.html": page(compose(dataset, evaluation))}
