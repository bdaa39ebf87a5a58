"""Compose the year's report from blocks, charts and wording, and write every document from the same blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from typing import Final, NamedTuple

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset
from tideturn.evaluation.answer import answer
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld
from tideturn.report.annex import alone, apart
from tideturn.report.blocks import Report
from tideturn.report.compose import EVIDENCE, REPORT, compose, compose_evidence
from tideturn.report.engine_claims import EngineClaim, Proof
from tideturn.report.plain import AUDIENCES, plain
from tideturn.report.renderers.html import page
from tideturn.report.renderers.typst.pdf import pdf
from tideturn.report.renderers.wall import wall_pages
from tideturn.report.sections.released import Release

ANSWER: Final = "evaluation.json"
ANNEX: Final = "annex.pdf"
SUMMARY_PDF: Final = "summary.pdf"


@dataclass(frozen=True)
class Said:
    """Every document of a year, without the sentences that are not proved, and the engine's sentences as claims."""

    report: Report
    own_claims: tuple[EngineClaim, ...]
    """The sentences of the report itself."""
    others: Callable[[], _Others]
    """Call that returns the other documents: it waits for the process that composes them, or composes them once."""

    @property
    def evidence(self) -> Report:
        """Return the evidence page."""
        return self.others().evidence

    @property
    def plain(self) -> Mapping[str, Report]:
        """Return the plain reports by audience."""
        return self.others().plain

    @property
    def claims(self) -> tuple[EngineClaim, ...]:
        """Return the sentences of all documents as claims."""
        return (*self.own_claims, *self.others().claims)


class _Others(NamedTuple):
    evidence: Report
    plain: Mapping[str, Report]
    claims: tuple[EngineClaim, ...]


def said(
    dataset: Dataset, evaluation: Evaluation, *, release: Release | None = None, meanwhile: Executor | None = None
) -> Said:
    """Return the documents of a year as blocks. `meanwhile` composes the others while this process composes the report.

    With `release`, the dataset and the evaluation must already hold only what may be published.
    """
    dataset = known_by(dataset, evaluation.year.as_of)  # once for all documents
    others = partial(_others, dataset, evaluation, release)
    beside = meanwhile.submit(others) if meanwhile is not None else None
    proof = _proof(dataset, evaluation, release)
    report = proof.of(compose(dataset, evaluation, release=release))
    return Said(report, tuple(proof.claims), beside.result if beside else cache(others))


def _others(dataset: Dataset, evaluation: Evaluation, release: Release | None) -> _Others:
    """Compose the evidence and the plain reports."""
    proof = _proof(dataset, evaluation, release)
    evidence = proof.of(compose_evidence(dataset, evaluation, release=release))
    plainly = {one: proof.of(plain(dataset, evaluation, one, release=release), f"plain-{one}/") for one in AUDIENCES}
    return _Others(evidence, plainly, tuple(proof.claims))


def answered(evaluation: Evaluation, year: Said) -> bytes:
    """Return the year's `evaluation.json`."""
    return answer(evaluation, [claim.as_dict() for claim in year.claims])


def documents(
    dataset: Dataset, evaluation: Evaluation, *, release: Release | None = None, meanwhile: Executor | None = None
) -> dict[str, bytes]:
    """Return every document of a year by file name. The same input gives the same bytes.

    With `release`, the dataset and the evaluation must already hold only what may be published, and `evaluation.json`
    is left out.
    """
    from tideturn.report.renderers.docx.word import docx  # heavy, and the pages do not need it

    year = said(dataset, evaluation, release=release, meanwhile=meanwhile)
    # Typst runs outside Python, so one core sets the PDF while the other draws the rest.
    with ThreadPoolExecutor(1) as other:
        set_apart = other.submit(pdf, year.report)
        further = {ANNEX: other.submit(pdf, apart(year.report))}
        summary = alone(year.report)
        further |= {SUMMARY_PDF: other.submit(pdf, summary)} if summary else {}
        drawn = {REPORT: page(year.report), EVIDENCE: page(year.evidence)}
        further |= {f"plain-{who.replace('_', '-')}.pdf": other.submit(pdf, one) for who, one in year.plain.items()}
        template = dataset.word_template
        drawn |= {"report.docx": docx(year.report, template=template), "report.pdf": set_apart.result()}
        drawn |= {"summary.docx": docx(summary, template=template)} if summary else {}
        drawn |= {name: one.result() for name, one in further.items()}
    if release is None:
        drawn[ANSWER] = answered(evaluation, year)
    walls = wall_pages(year.report)
    boards = ["board.svg"] if len(walls) == 1 else [f"board-{number}.svg" for number in range(1, len(walls) + 1)]
    return drawn | dict(zip(boards, walls, strict=True))


def pages(dataset: Dataset, evaluation: Evaluation, *, meanwhile: Executor | None = None) -> dict[str, bytes]:
    """Return only the report's page, its evidence and `evaluation.json`, which take a fraction of the time."""
    year = said(dataset, evaluation, meanwhile=meanwhile)
    return {REPORT: page(year.report), EVIDENCE: page(year.evidence), ANSWER: answered(evaluation, year)}


def render_html(dataset: Dataset, evaluation: Evaluation) -> bytes:
    """Return the report of one year as a self-contained page in UTF-8. The same input gives the same bytes."""
    return page(_proof(dataset, evaluation).of(compose(dataset, evaluation)))


def render_evidence(dataset: Dataset, evaluation: Evaluation) -> bytes:
    """Return the page of the evidence behind that report."""
    return page(_proof(dataset, evaluation).of(compose_evidence(dataset, evaluation)))


def _proof(dataset: Dataset, evaluation: Evaluation, release: Release | None = None) -> Proof:
    """Return the `Proof` that walks through the documents of a year and proves their sentences."""
    shown = release.shown if release is not None else None
    return Proof(Bindings(evaluation, released=release is not None, dataset=dataset, shown=shown))


def release_documents(
    dataset: Dataset, evaluation: Evaluation, withheld: Withheld, version: str, *, meanwhile: Executor | None = None
) -> dict[str, bytes]:
    """Return every document of a release by name. Nothing withheld may be left in the dataset or the evaluation."""
    return documents(dataset, evaluation, release=Release(version, withheld.told()), meanwhile=meanwhile)
