"""A folder is sent, brought in, left or taken back: each has its work begun, which the worker does."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.record import record
from tideturn.hub.exchange import actions, jobs, policy
from tideturn.hub.exchange.models import Import
from tideturn.hub.exchange.resting import at_rest
from tideturn.hub.exchange.terms import State
from tideturn.hub.jobs.api import JobKind, start_job
from tideturn.hub.kernel import clock, files
from tideturn.hub.kernel.errors import HubError

MOST: Final = 200 * 1024 * 1024
"""Bytes that a folder may have, packed."""


@service(actions.SENT, needs=policy.BRING_IN)
def send_folder(*, by: Standing, name: str, content: bytes) -> Import:
    """Send one, to be looked through. Raises HubError for a file that is empty or too large."""
    if not content:
        raise HubError("The file is empty.", mend="Look whether it was saved before it was sent.")
    if len(content) > MOST:
        raise HubError("The file is too large.", mend=f"Send a folder of at most {MOST // 1024**2} MiB.")
    kept = files.lay_down(content, name=name[:150], kind="application/octet-stream")
    kept.save(force_insert=True)
    sent = Import.objects.create(name=name[:200], file=kept, at=clock.now(), by_id=by.user)
    record(actions.SENT, by=by.user, via=by.via, on=sent)
    _begin(by, sent, jobs.look_through, State.LOOKED_AT)
    return sent


@service(actions.COMING_IN, needs=policy.BRING_IN)
def bring_in(*, by: Standing, pk: UUID) -> Import:
    """Have it brought in. Raises HubError for one that is not ready to come in."""
    found = _held(by, pk, State.READY)
    record(actions.COMING_IN, by=by.user, via=by.via, on=found)
    _begin(by, found, jobs.bring_in, State.COMING_IN)
    return found


@service(actions.LEFT, needs=policy.BRING_IN)
def leave(*, by: Standing, pk: UUID) -> Import:
    """Walk away from one: what was sent is deleted. Raises HubError for one that has come in or is under way."""
    found = _held(by, pk, State.READY, State.REFUSED)
    sent = found.file
    found.state, found.file, found.problems, found.ended_at = State.LEFT, None, None, clock.now()
    found.save()
    if sent is not None:
        files.discard(sent)
    record(actions.LEFT, by=by.user, via=by.via, on=found)
    return found


@service(actions.GOING_OUT, needs=policy.BRING_IN)
def take_back(*, by: Standing, pk: UUID) -> Import:
    """Have what it brought in taken back. Raises HubError for one that has not come in."""
    found = policy.BROUGHT.get_visible(by, pk, Import.objects.select_for_update(of=("self",)))
    _require(found, State.IN)
    record(actions.GOING_OUT, by=by.user, via=by.via, on=found)
    _begin(by, found, jobs.take_back, State.GOING_OUT)
    return found


def _held(by: Standing, pk: UUID, *states: State) -> Import:
    found = policy.IMPORTS.get_visible(by, pk, Import.objects.select_for_update(of=("self",)))
    policy.OWN_IMPORTS.require(by, found)
    _require(found, *states)
    return found


def _require(found: Import, *states: State) -> None:
    at = at_rest(found)
    if at not in states:
        raise HubError(f"The folder is at another point by now: {at.label.lower()}.", mend="Look at it again.")


def _begin(by: Standing, found: Import, kind: JobKind, state: State) -> None:
    found.state = state
    found.job = start_job(by=by, kind=kind, arguments={"import": str(found.pk)}).pk
    found.save(update_fields=["state", "job"])
