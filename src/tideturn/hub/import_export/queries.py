"""What one may see of folders that came in and went out, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.import_export import actions, policy
from tideturn.hub.import_export.findings import Told, Wrong
from tideturn.hub.import_export.models import Decision, Export, Import, State
from tideturn.hub.import_export.spreadsheets import tables
from tideturn.hub.jobs.api import JobShown, job_of
from tideturn.hub.ui.first_use import counted

_LATEST: Final = 50
_UNDER_WAY: Final = (State.READ, State.LOOKED_AT, State.COMING_IN, State.GOING_OUT)


@dataclass(frozen=True)
class ImportLine:
    """A folder in the list of those that came in."""

    id: UUID
    name: str
    at: datetime
    by: str
    state: State


@dataclass(frozen=True)
class ImportShown:
    """A folder that was sent."""

    line: ImportLine
    own: bool
    held: bool
    """Whether what was sent is still there."""
    told: tuple[Told, ...]
    problems: tuple[Wrong, ...]
    came_in_at: datetime | None
    ended_at: datetime | None
    job: JobShown | None
    """The work for it, to whoever started that; None where none is under way and none went wrong."""
    sheet: Mapping[str, str] | None
    """Of a spreadsheet which sheet, and of which table in words; both empty until they are said. None of a folder."""

    @property
    def changes(self) -> int:
        """How many rows it adds or changes."""
        return sum(one.added + one.changed for one in self.told)


@dataclass(frozen=True)
class ExportShown:
    """Somebody's wish to take the folder out."""

    id: UUID
    why: str
    at: datetime
    by: str
    own: bool
    decision: Decision
    decided_by: str
    decided_at: datetime | None
    answer: str
    holds_until: datetime | None
    """Until when it may be made that was agreed to."""
    made_at: datetime | None
    rows: Sequence[Mapping[str, Any]]
    """Of each table, how many left the hub."""
    digest: str
    job: JobShown | None


def imports_seen(by: Standing) -> tuple[ImportLine, ...]:
    """The latest folders that came in, for whoever may see which. Raises NotVisibleError for anybody else."""
    by.require_unseen(policy.SEE_IMPORTS)
    rows = policy.IMPORTS.visible_to(by, Import.objects.select_related("by").order_by("-at", "pk"))
    return tuple(_line(one) for one in rows[:_LATEST])


def import_read(by: Standing, pk: UUID) -> ImportShown:
    """One, with what it brings. What is wrong in it is shown to whoever sent it alone: it may say what is in a cell."""
    rows = Import.objects.select_related("by")

    def gather(found: Import) -> ImportShown:
        own, sheet = found.by_id == by.user, found.sheet
        wrong = json.loads(found.problems or "[]") if own else []
        job = job_of(by, found.job) if own else None
        state = State(found.state)
        if sheet is not None:
            sheet = {"sheet": sheet.get("sheet", ""), "table": tables.in_words(sheet.get("table", ""))}
        told_of_job = job if job is not None and (job.goes_on or (job.failed and state in _UNDER_WAY)) else None
        return ImportShown(
            _line(found),
            own,
            found.file_id is not None,
            tuple(Told(**one) for one in json.loads(found.told or "[]")),
            tuple(Wrong(**one) for one in wrong),
            found.came_in_at,
            found.ended_at,
            told_of_job,
            sheet,
        )

    return show(by, policy.IMPORTS, pk, action=actions.READ, gather=gather, rows=rows)


def exports_seen(by: Standing) -> tuple[ExportShown, ...]:
    """The latest wishes to take the folder out. Raises NotVisibleError for who may not see who did."""
    by.require_unseen(policy.SEE_EXPORTS)
    rows = policy.EXPORTS.visible_to(by, Export.objects.select_related("by", "decided_by").order_by("-at", "pk"))
    return tuple(_export(by, one) for one in rows[:_LATEST])


def export_read(by: Standing, pk: UUID) -> ExportShown:
    """One. Raises NotVisibleError."""
    found = policy.EXPORTS.get_visible(by, pk, Export.objects.select_related("by", "decided_by"))
    return _export(by, found, job=job_of(by, found.job) if found.by_id == by.user else None)


def _line(found: Import) -> ImportLine:
    return ImportLine(found.pk, found.name, found.at, found.by.name, found.at_rest)


def _export(by: Standing, found: Export, job: JobShown | None = None) -> ExportShown:
    holds = found.decided_at + actions.HOLDS if found.decided_at and found.decision == Decision.AGREED else None
    return ExportShown(
        id=found.pk,
        why=found.why,
        at=found.at,
        by=found.by.name,
        own=found.by_id == by.user,
        decision=Decision(found.decision),
        decided_by=found.decided_by.name if found.decided_by else "",
        decided_at=found.decided_at,
        answer=found.answer,
        holds_until=holds if holds and holds > clock.now() else None,
        made_at=found.made_at,
        rows=found.rows,
        digest=found.digest,
        job=job,
    )


def how_many_came_in() -> str:
    """Return how many folders and spreadsheets came in, in words."""
    return counted(Import.objects.filter(state=State.IN).count(), "folder or spreadsheet", "folders or spreadsheets")
