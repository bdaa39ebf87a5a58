"""Return evaluations that a person may see, as plain values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tideturn.dataset.verdict import Verdict as Kind
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.crypto import files
from tideturn.hub.evaluations import access, actions
from tideturn.hub.evaluations.models import Document, Evaluation
from tideturn.hub.jobs.api import JobShown, job_of
from tideturn.hub.ui.tables import Verdict


@dataclass(frozen=True)
class Line:
    """An evaluation in the list."""

    id: UUID
    year: int
    at: datetime
    by: str
    judged_at: datetime | None


@dataclass(frozen=True)
class Judged:
    """An outcome with its verdicts: for the programme, then at each site; None where it is not of that site."""

    title: str
    verdicts: tuple[Verdict | None, ...]


@dataclass(frozen=True)
class DocumentShown:
    """A document."""

    id: UUID
    name: str
    what: str
    size: int


@dataclass(frozen=True)
class EvaluationShown:
    """An evaluation, with its verdicts and documents."""

    line: Line
    digest: str
    queries: int
    scopes: tuple[str, ...]
    outcomes: tuple[Judged, ...]
    documents: tuple[DocumentShown, ...]
    job: JobShown | None
    """Its job while that runs or after it failed, for the person who began it."""

    @property
    def goes_on(self) -> bool:
        """Return whether the page should refresh."""
        return self.job is not None and self.job.goes_on


_LATEST: Final = 50
_NO_WORD: Final = "no_word_of_its_own"
_WHAT: Final = {
    "summary.pdf": "The summary as PDF, two pages",
    "summary.docx": "The summary for Word",
    "report.html": "The report as a page",
    "report.pdf": "The report as PDF",
    "report.docx": "The report for Word",
    "annex.pdf": "The annex of the report as PDF",
    "evidence.html": "The evidence behind it",
    "evaluation.json": "All that was judged, for other programs",
    "plain-young-people.pdf": "In plain language for young people",
    "plain-partners.pdf": "In plain language for partners",
}


def evaluations_seen(by: Standing) -> tuple[Line, ...]:
    """Return the latest evaluations, newest first. Raise NotVisibleError if the person may see none."""
    by.require_unseen(access.JUDGE)
    rows = Evaluation.objects.select_related("by").order_by("-at", "pk").defer("verdicts")
    return tuple(_line(one) for one in access.EVALUATIONS.visible_to(by, rows)[:_LATEST])


def evaluation_read(by: Standing, pk: UUID) -> EvaluationShown:
    """Return one evaluation. Raise NotVisibleError if the person may not see it."""
    documents = access.DOCUMENTS.prefetch(
        "documents", by, to="seen_documents", rows=Document.objects.select_related("file")
    )

    def gather(found: Evaluation) -> EvaluationShown:
        told = json.loads(found.verdicts or '{"scopes": [], "outcomes": []}')
        job = job_of(by, found.job) if found.by_id == by.user and found.judged_at is None else None
        return EvaluationShown(
            _line(found),
            found.digest,
            found.queries,
            tuple(told["scopes"]),
            tuple(
                Judged(one["title"], tuple(_shown(code) if code else None for code in one["verdicts"]))
                for one in told["outcomes"]
            ),
            tuple(
                DocumentShown(one.pk, one.name, _what(one.name), one.file.size)
                for one in sorted(found.seen_documents, key=_order)  # type: ignore[attr-defined]
            ),
            job,
        )

    rows = Evaluation.objects.select_related("by").prefetch_related(documents)
    return show(by, access.EVALUATIONS, pk, action=actions.READ, gather=gather, rows=rows)


def document_taken(by: Standing, pk: UUID) -> files.FileInClear:
    """Return a document of an evaluation. Raise NotVisibleError if the person may not see it."""
    rows = Document.objects.select_related("file")
    return show(by, access.DOCUMENTS, pk, action=actions.TAKEN, gather=lambda one: files.taken(one.file), rows=rows)


def _what(name: str) -> str:
    """Return what a document is, in words."""
    return _WHAT.get(name, "The board of verdicts as a picture" if name.startswith("board") else "")


def _order(document: Document) -> tuple[int, str]:
    known = list(_WHAT)
    return (known.index(document.name) if document.name in known else len(known), document.name)


def _line(found: Evaluation) -> Line:
    return Line(found.pk, found.year, found.at, found.by.name, found.judged_at)


def kept(verdict: OutcomeVerdict) -> str:
    """Return a verdict's code as the hub stores it, with codes of its own for a state that holds and a site without a
    word.
    """
    return verdict.mark if verdict.own else _NO_WORD


def _shown(code: str) -> Verdict:
    """Return the verdict of a code."""
    if code == _NO_WORD:
        return Verdict("No clear difference", Kind.INSUFFICIENT.look.shape)
    look = Kind.of(code).look
    return Verdict(look.word, look.shape)
