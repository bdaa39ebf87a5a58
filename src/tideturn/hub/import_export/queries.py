"""Return imports and exports that a person may see, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.import_export import actions, policy
from tideturn.hub.import_export.findings import Told, Wrong
from tideturn.hub.import_export.models import Export, Import, State
from tideturn.hub.import_export.spreadsheets import tables
from tideturn.hub.jobs.api import JobShown, job_of
from tideturn.hub.ui.first_use import counted

_LATEST: Final = 50
_UNDER_WAY: Final = (State.READ, State.LOOKED_AT, State.COMING_IN, State.GOING_OUT)


@dataclass(frozen=True)
class ImportShown:
    """An import, as its page shows it."""

    id: UUID
    name: str
    at: datetime
    by: str
    state: State
    own: bool
    held: bool
    """Whether the file that was sent still exists."""
    told: tuple[Told, ...]
    problems: tuple[Wrong, ...]
    came_in_at: datetime | None
    ended_at: datetime | None
    job: JobShown | None
    """Its job, for the person who started it; None if no job is running and none failed."""
    sheet: Mapping[str, str] | None
    """The sheet and the title of its table, both empty until a person chooses them; None for a folder."""

    @property
    def changes(self) -> int:
        """Return how many rows it adds or changes."""
        return sum(one.added + one.changed for one in self.told)


def imports_seen(by: Standing) -> Sequence[Import]:
    """Return the latest imports. Raise NotVisibleError if the person may not see them."""
    by.require_unseen(policy.SEE_IMPORTS)
    rows = policy.IMPORTS.visible_to(by, Import.objects.select_related("by").order_by("-at", "pk"))
    return tuple(rows[:_LATEST])


def import_read(by: Standing, pk: UUID) -> ImportShown:
    """Return an import with its changes. Show its problems only to the person who sent it, because they may quote
    cells.
    """
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
            found.pk,
            found.name,
            found.at,
            found.by.name,
            found.at_rest,
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


def exports_seen(by: Standing) -> Sequence[Export]:
    """Return the latest requests for an export. Raise NotVisibleError if the person may not see them."""
    by.require_unseen(policy.SEE_EXPORTS)
    rows = policy.EXPORTS.visible_to(by, Export.objects.select_related("by").order_by("-at", "pk"))
    return tuple(rows[:_LATEST])


def export_read(by: Standing, pk: UUID) -> Export:
    """Return an export. Raise NotVisibleError if the person may not see it or it does not exist."""
    return policy.EXPORTS.get_visible(by, pk, Export.objects.select_related("by", "decided_by"))


def how_many_came_in() -> str:
    """Return in words how many folders and spreadsheets people imported."""
    return counted(Import.objects.filter(state=State.IN).count(), "folder or spreadsheet", "folders or spreadsheets")
