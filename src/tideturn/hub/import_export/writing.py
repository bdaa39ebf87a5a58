"""Worker's writes for an import: the findings of a check, the rows as records, and the undo.

Each row is written by its app's own service. All rows can be tried first, to collect what would be refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tideturn.hub.access.reading import show_all
from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.record import record
from tideturn.hub.audit.refusing import NotVisibleError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.history.models import Versioned
from tideturn.hub.history.reading import parts_since
from tideturn.hub.import_export import actions, policy
from tideturn.hub.import_export.findings import Told, Wrong
from tideturn.hub.import_export.keeping import keep
from tideturn.hub.import_export.models import Import, Kept, State, Written
from tideturn.hub.import_export.rooms import Planned, Write
from tideturn.hub.resources.folder import FolderRow
from tideturn.hub.resources.tables import table_named

_LONGEST: Final = 100
"""Maximum length in letters of a row's name."""


@service(actions.LOOKED_THROUGH, needs=policy.BRING_IN)
def keep_findings(*, by: Standing, pk: UUID, ready: bool, told: Sequence[Told], problems: Sequence[Wrong]) -> None:
    """Save the findings of a check, and whether the import is ready. Delete the file if it is not."""
    found = _held(by, pk, State.LOOKED_AT, State.READ)
    found.told, found.problems = _plain(told), _plain(problems)
    if ready:
        found.state = State.READY
        found.save()
    else:
        actions.let_go(found, State.REFUSED)
    record(actions.LOOKED_THROUGH, by=by.user, via=by.via, on=found, details={"ready": ready})


@service(actions.SHEET_READ, needs=policy.BRING_IN)
def keep_glimpse(*, by: Standing, pk: UUID, glimpses: Sequence[Mapping[str, Any]]) -> None:
    """Save what the pages show of a spreadsheet, so that a person can match it."""
    found = _held(by, pk, State.READ)
    found.state, found.glimpse = State.TO_MATCH, json.dumps(list(glimpses))
    found.save(update_fields=["state", "glimpse"])
    record(actions.SHEET_READ, by=by.user, via=by.via, on=found, details={"sheets": len(glimpses)})


@service(actions.CAME_IN, needs=policy.BRING_IN)
def write_folder(
    *,
    by: Standing,
    pk: UUID,
    plan: Sequence[Planned],
    kept: Kept | None,
    told: Sequence[Told],
) -> None:
    """Import a folder, all of it or nothing: write each row by its own service, and keep the rest. For a list, which is
    not part of the folder, keep nothing besides its records.

    Raise HubError, with the row, if a row is refused or something changed meanwhile.
    """
    found = _held(by, pk, State.COMING_IN)
    place = 0
    for planned in plan:
        for write, came in written(by, planned, _refuse):
            said = [write.table.told_by(write.cells)[:300], write.there.version if write.there else None]
            Written.objects.create(
                of=found,
                place=place,
                table=write.table.name,
                record=came.pk,
                said=json.dumps(said),
                version=came.version,
            )
            place += 1
    if kept is not None:
        keep(kept, because=found)
    found.told, found.came_in_at = _plain(told), clock.now()
    actions.let_go(found, State.IN)
    record(actions.CAME_IN, by=by.user, via=by.via, on=found, details={"records": place})


@service(actions.TAKEN_BACK, needs=policy.BRING_IN)
def undo_folder(*, by: Standing, pk: UUID, kept: Kept | None, stays: Sequence[Wrong]) -> int:
    """Undo an import, the last record first. Leave what somebody has changed since.

    Return how much of it stays.
    """
    found = _held(by, pk, State.GOING_OUT)
    left = list(stays)
    rows: dict[str, dict[UUID, FolderRow]] = {}
    for one in _written(by, found):
        table = table_named(one.table)
        if one.table not in rows:
            rows[one.table] = {row.record: row for row in table.rows(by)}
        why = _undone(by, one, rows[one.table].get(one.record), found.came_in_at)
        if why is not None:
            left.append(Wrong.of(why, f"{one.table}, {one.key}"))
    if kept is not None:
        keep(kept, because=found)
    found.state, found.ended_at, found.problems = State.TAKEN_BACK, clock.now(), _plain(left)
    found.save(update_fields=["state", "ended_at", "problems"])
    record(actions.TAKEN_BACK, by=by.user, via=by.via, on=found, details={"stay": len(left)})
    return len(left)


def _plain(told: Sequence[Told | Wrong]) -> str:
    return json.dumps([asdict(one) for one in told])


def _refuse(write: Write, error: HubError) -> None:
    raise HubError(f"{named(write)}: {error.what}", mend=error.mend) from error


@dataclass(frozen=True)
class _Before:
    """A record that was written, and its version before."""

    table: str
    record: UUID
    version: int
    key: str
    before: int | None


def _written(by: Standing, of: Import) -> tuple[_Before, ...]:
    """Return what an import wrote, the last first. Log the disclosure in the audit."""

    def gather(one: Written) -> _Before:
        key, before = json.loads(one.said)
        return _Before(one.table, one.record, one.version, key, before)

    rows = Written.objects.filter(of=of).order_by("-place")
    return show_all(by, policy.WRITTEN, rows, action=actions.BEFORE_READ, gather=gather)


def _undone(by: Standing, one: _Before, row: FolderRow | None, since: datetime | None) -> HubError | None:
    """Undo one record. Return the reason if it stays as it is."""
    if row is None:
        return None if one.before is None else HubError("Somebody has removed it since, so it is not restored.")
    if row.version != one.version:
        return HubError("Somebody has changed it since, so it stays.")
    if one.before is None and since and parts_since(one.record, since):
        return HubError("Somebody has added to it since, so it stays.")
    table = table_named(one.table)
    try:
        with transaction.atomic():
            if one.before is None:
                table.remove(by=by, pk=one.record, expected=one.version)
            else:
                table.undo(by=by, pk=one.record, expected=one.version, version=one.before)
    except EditsMeetError:
        return HubError("Somebody has changed it since, so it stays.")
    except HubError as error:
        return error
    return None


def _held(by: Standing, pk: UUID, *states: State) -> Import:
    found = policy.BROUGHT.get_visible(by, pk, Import.objects.select_for_update(of=("self",)))
    if found.state not in states:
        raise HubError("The status of this import has changed.", mend="Open it again.")
    return found


def done(by: Standing, write: Write) -> Versioned:
    """Add the record, or change it. Raise HubError if that is refused, or somebody changed it meanwhile."""
    try:
        there, table = write.there, write.table
        written_record: Versioned = (
            table.add(by=by, cells=write.cells)
            if there is None
            else table.change(by=by, pk=there.record, expected=there.version, cells=write.cells)
        )
        return written_record
    except EditsMeetError:
        raise HubError("Somebody changed this meanwhile.", mend="Import the file again.") from None
    except NotVisibleError:
        raise HubError("Somebody removed this meanwhile.", mend="Import the file again.") from None


def named(write: Write) -> str:
    """Return the table and the row in words: the row's key or, in a table without one, what it says."""
    return f"{write.table.name}, {write.table.told_by(write.cells)[:_LONGEST]}"


def written(
    by: Standing, planned: Planned, refused: Callable[[Write, HubError], None]
) -> Iterator[tuple[Write, Versioned]]:
    """Write the rows of a table, and yield each with its record.

    Try the refused rows once more after the others, the last first: two rows may be valid only together, as when one
    year ends later and the next one begins later. Call `refused` for a row that is refused again.
    """
    again: list[Write] = []
    for last_try, writes in ((False, planned.writes), (True, again)):
        for write in reversed(writes) if last_try else writes:
            try:
                with transaction.atomic():
                    record = done(by, write)
            except HubError as error:
                if last_try:
                    refused(write, error)
                else:
                    again.append(write)
                continue
            yield write, record


def tried(
    by: Standing, plan: Sequence[Planned], place: Callable[[Write, HubError], str] = lambda write, _: named(write)
) -> list[Wrong]:
    """Return what would be refused of a plan, row by row: write all of it, and roll it back.

    `place` returns where a refused row is. If a row is refused, rows that refer to it may be refused too; list each.
    """
    refused: dict[Write, Wrong] = {}

    def refuse(write: Write, error: HubError) -> None:
        refused[write] = Wrong.of(error, place(write, error))

    with transaction.atomic():
        for planned in plan:
            for _ in written(by, planned, refuse):
                pass
        transaction.set_rollback(True)
    return [refused[write] for planned in plan for write in planned.writes if write in refused]
