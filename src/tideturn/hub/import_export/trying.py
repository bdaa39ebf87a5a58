"""A row as its room takes it; and what the rooms would say to all of them, with nothing written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from django.db import transaction

from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.refusing import NotVisibleError
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.models import Versioned
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.import_export.rooms import Planned, Write

_LONGEST: Final = 100
"""Letters by which a row is named."""


def done(by: Standing, write: Write) -> Versioned:
    """Add the record, or change it. Raises HubError where its room refuses, or somebody changed it meanwhile."""
    try:
        there, table = write.there, write.table
        written_record: Versioned = (
            table.add(by=by, cells=write.cells)
            if there is None
            else table.change(by=by, pk=there.record, expected=there.version, cells=write.cells)
        )
        return written_record
    except EditsMeetError:
        raise HubError("Somebody changed it meanwhile.", mend="Bring the folder in again.") from None
    except NotVisibleError:
        raise HubError("Somebody removed it meanwhile.", mend="Bring the folder in again.") from None


def named(write: Write) -> str:
    """Of which row of which table it is: by its key or, in a table without one, by what it says."""
    return f"{write.table.name}, {write.table.told_by(write.cells)[:_LONGEST]}"


def written(
    by: Standing, planned: Planned, refused: Callable[[Write, HubError], None]
) -> Iterator[tuple[Write, Versioned]]:
    """Write the rows of a table, and yield each with its record.

    Try what is refused once more after the others, the last first: two rows may be right only together, as when one
    year ends later and the next one begins later. Call `refused` for what is refused again.
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
) -> list[dict[str, Any]]:
    """What the rooms would refuse of a plan, row by row: all of it is written, and none of it stays.

    `place` says where a row is that was refused. Where a row is refused those that name it may be too; each is told.
    """
    refused: dict[Write, dict[str, Any]] = {}

    def refuse(write: Write, error: HubError) -> None:
        refused[write] = {"place": place(write, error), "what": error.what, "mend": error.mend}

    with transaction.atomic():
        for planned in plan:
            for _ in written(by, planned, refuse):
                pass
        transaction.set_rollback(True)
    return [refused[write] for planned in plan for write in planned.writes if write in refused]
