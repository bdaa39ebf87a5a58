"""What the pages show of an evaluation: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tideturn.hub.jobs.api import JobShown
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
    """The work for it while that goes on, or where it did not work; to whoever began it."""

    @property
    def goes_on(self) -> bool:
        """Whether the page is worth looking at again."""
        return self.job is not None and self.job.goes_on
