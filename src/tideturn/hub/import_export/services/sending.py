"""A folder is sent, brought in, left or taken back: each has its work begun, which the worker does."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import files
from tideturn.hub.import_export import actions, jobs, policy
from tideturn.hub.import_export.beginning import begin, held, require_at
from tideturn.hub.import_export.models import Import
from tideturn.hub.import_export.spreadsheets.remembering import only_which
from tideturn.hub.import_export.terms import State

MOST: Final = 200 * 1024 * 1024
"""Bytes that a folder may have, packed."""


@service(actions.SENT, needs=policy.BRING_IN)
def send_folder(*, by: Standing, name: str, content: bytes) -> Import:
    """Send one, to be looked through. Raises HubError for a file that is empty or too large."""
    sent = _laid_down(by, name, content)
    record(actions.SENT, by=by.user, via=by.via, on=sent)
    begin(by, sent, jobs.look_through, State.LOOKED_AT)
    return sent


@service(actions.SHEET_SENT, needs=policy.BRING_IN)
def send_sheet(*, by: Standing, name: str, content: bytes) -> Import:
    """Send a spreadsheet, to be read and matched. Raises HubError for a file that is empty or too large."""
    sent = _laid_down(by, name, content, sheet={})
    record(actions.SHEET_SENT, by=by.user, via=by.via, on=sent)
    begin(by, sent, jobs.read_sheet, State.READ)
    return sent


@service(actions.COMING_IN, needs=policy.BRING_IN)
def bring_in(*, by: Standing, pk: UUID) -> Import:
    """Have it brought in. Raises HubError for one that is not ready to come in."""
    found = held(by, pk, State.READY)
    record(actions.COMING_IN, by=by.user, via=by.via, on=found)
    begin(by, found, jobs.bring_in, State.COMING_IN)
    return found


@service(actions.LEFT, needs=policy.BRING_IN)
def leave(*, by: Standing, pk: UUID) -> Import:
    """Walk away from one: what was sent is deleted. Raises HubError for one that has come in or is under way."""
    found = held(by, pk, State.TO_MATCH, State.READY, State.REFUSED)
    sent = found.file
    found.state, found.file, found.problems, found.ended_at = State.LEFT, None, None, clock.now()
    found.glimpse, found.answers, found.sheet = None, None, only_which(found.sheet)
    found.save()
    if sent is not None:
        files.discard(sent)
    record(actions.LEFT, by=by.user, via=by.via, on=found)
    return found


@service(actions.GOING_OUT, needs=policy.BRING_IN)
def take_back(*, by: Standing, pk: UUID) -> Import:
    """Have what it brought in taken back. Raises HubError for one that has not come in."""
    found = policy.BROUGHT.get_visible(by, pk, Import.objects.select_for_update(of=("self",)))
    require_at(found, State.IN)
    record(actions.GOING_OUT, by=by.user, via=by.via, on=found)
    begin(by, found, jobs.take_back, State.GOING_OUT)
    return found


def _laid_down(by: Standing, name: str, content: bytes, *, sheet: dict[str, Any] | None = None) -> Import:
    if not content:
        raise HubError("The file is empty.", mend="Look whether it was saved before it was sent.")
    if len(content) > MOST:
        raise HubError("The file is too large.", mend=f"Send one of at most {MOST // 1024**2} MiB.")
    kept = files.lay_down(content, name=name[:150], kind="application/octet-stream")
    kept.save(force_insert=True)
    return Import.objects.create(name=name[:200], file=kept, at=clock.now(), by_id=by.user, sheet=sheet)
