"""The year's report: blocks, charts and wording, drawn as documents from the same blocks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld
from tideturn.report.compose import EVIDENCE, REPORT, compose, compose_evidence
from tideturn.report.plain import AUDIENCES, plain
from tideturn.report.renderers.docx.word import docx
from tideturn.report.renderers.html import page
from tideturn.report.renderers.typst.pdf import pdf
from tideturn.report.renderers.wall import wall_pages
from tideturn.report.sections.released import Release


def documents(dataset: Dataset, evaluation: Evaluation, *, release: Release | None = None) -> dict[str, bytes]:
    """Every document of a year's report by its name; the same input gives the same bytes.

    With `release` the dataset and the evaluation must be what may be published.
    """
    report = compose(dataset, evaluation, release=release)
    behind = compose_evidence(dataset, evaluation, release=release)
    names = [f"plain-{audience.replace('_', '-')}.pdf" for audience in AUDIENCES]
    # Typst works apart from Python, so that the second core sets the PDF while the first draws the rest.
    with ThreadPoolExecutor(1) as other:
        set_apart = other.submit(pdf, report)
        plainly = [other.submit(pdf, plain(dataset, evaluation, one, release=release)) for one in AUDIENCES]
        drawn = {REPORT: page(report), EVIDENCE: page(behind), "report.docx": docx(report)}
        drawn |= {"report.pdf": set_apart.result()}
        drawn |= {name: one.result() for name, one in zip(names, plainly, strict=True)}
    walls = wall_pages(report)
    boards = ["board.svg"] if len(walls) == 1 else [f"board-{number}.svg" for number in range(1, len(walls) + 1)]
    return drawn | dict(zip(boards, walls, strict=True))


def pages(dataset: Dataset, evaluation: Evaluation) -> dict[str, bytes]:
    """The report's page and its evidence alone, which are drawn in a fraction of the time."""
    return {REPORT: render_html(dataset, evaluation), EVIDENCE: render_evidence(dataset, evaluation)}


def render_html(dataset: Dataset, evaluation: Evaluation) -> bytes:
    """The report of one year as a self-contained page in UTF-8; the same input gives the same bytes."""
    return page(compose(dataset, evaluation))


def render_evidence(dataset: Dataset, evaluation: Evaluation) -> bytes:
    """What that report rests on, as the page beside it."""
    return page(compose_evidence(dataset, evaluation))


def release_documents(dataset: Dataset, evaluation: Evaluation, withheld: Withheld, version: str) -> dict[str, bytes]:
    """Every document of a release by name, from a dataset and an evaluation in which nothing withheld is left."""
    return documents(dataset, evaluation, release=Release(version, withheld.told()))
