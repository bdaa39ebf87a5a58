"""What one may see of folders that came in and went out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.answering import once
from tideturn.hub.import_export import actions, policy
from tideturn.hub.import_export.models import Export, Import, Matching
from tideturn.hub.import_export.resting import at_rest
from tideturn.hub.import_export.services.exporting import HOLDS
from tideturn.hub.import_export.shown import (
    ExportShown,
    Glimpsed,
    ImportLine,
    ImportShown,
    Left,
    Remembered,
    SheetTold,
    Told,
    Wrong,
)
from tideturn.hub.import_export.spreadsheets import tables
from tideturn.hub.import_export.spreadsheets.glimpsing import Glimpse
from tideturn.hub.import_export.spreadsheets.remembering import digest_of, remembered
from tideturn.hub.import_export.terms import Decision, State
from tideturn.hub.jobs.api import JobShown, job_of

_LATEST: Final = 50
_UNDER_WAY: Final = (State.READ, State.LOOKED_AT, State.COMING_IN, State.GOING_OUT)


def imports_seen(by: Standing) -> tuple[ImportLine, ...]:
    """The latest folders that came in, for whoever may see which. Raises NotVisibleError for anybody else."""
    by.require_unseen(policy.SEE_IMPORTS)
    rows = policy.IMPORTS.visible_to(by, Import.objects.select_related("by").order_by("-at", "pk"))
    return tuple(_line(one) for one in rows[:_LATEST])


def import_read(by: Standing, pk: UUID) -> ImportShown:
    """One, with what it brings. What is wrong in it is shown to whoever sent it alone: it may say what is in a cell."""
    rows = Import.objects.select_related("by")

    def gather(found: Import) -> ImportShown:
        own = found.by_id == by.user
        wrong = json.loads(found.problems or "[]") if own else []
        job = job_of(by, found.job) if own else None
        state = State(found.state)
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
            _sheet(found.sheet),
        )

    return show(by, policy.IMPORTS, pk, action=actions.READ, gather=gather, rows=rows)


def sheet_glimpsed(by: Standing, pk: UUID) -> Glimpsed:
    """What is shown of a spreadsheet while it is matched; read once for each page, however often it is asked for.

    Raises NotVisibleError where it is another's, or there is none.
    """

    def gather(found: Import) -> Glimpsed:
        sheets = tuple(Glimpse.of(one) for one in _kept(found))
        said = (found.sheet or {}) | json.loads(found.answers or "{}")
        return Glimpsed(found.name, State(found.state), said, sheets)

    return once(
        f"the first rows of {pk} for {by.user}",
        lambda: show(by, policy.OWN_IMPORTS, pk, action=actions.GLIMPSED, gather=gather),
    )


def matching_of(by: Standing, table: str, headings: Mapping[int, str]) -> Remembered | None:
    """How a sheet with the same headings was matched before."""
    digest = digest_of(headings.values())
    rows = Matching.objects.select_related("by").filter(table=table, headings=digest)
    found = once(f"matching of {table} {digest}", lambda: policy.MATCHINGS.visible_to(by, rows).first())
    if found is None:
        return None
    named = remembered({str(index): str(index) for index in headings}, headings)
    columns = {int(index): found.columns[name] for name, index in named.items() if name in found.columns}
    return Remembered(columns, found.order, dict(found.words), found.at, found.by.name)


def _kept(found: Import) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = json.loads(found.glimpse or "[]")
    return kept


def _sheet(said: Mapping[str, Any] | None) -> SheetTold | None:
    if said is None:
        return None
    table = tables.every().get(said.get("table", ""))
    return SheetTold(said.get("sheet", ""), table.title if table else "")


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
    return ImportLine(found.pk, found.name, found.at, found.by.name, at_rest(found))


def _export(by: Standing, found: Export, job: JobShown | None = None) -> ExportShown:
    holds = found.decided_at + HOLDS if found.decided_at and found.decision == Decision.AGREED else None
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
        rows=tuple(Left(**one) for one in found.rows),
        digest=found.digest,
        job=job,
    )
