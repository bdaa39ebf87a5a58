"""Somebody asks to take the folder out; a second person decides; it is made, and what left the hub written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export import actions, jobs, policy
from tideturn.hub.import_export.models import Export
from tideturn.hub.import_export.terms import Decision
from tideturn.hub.jobs.api import has_ended, start_job

HOLDS: Final = timedelta(days=7)
"""For so long an agreement holds."""


@service(actions.ASKED, needs=policy.TAKE_OUT)
def ask_export(*, by: Standing, why: str) -> Export:
    """Ask to take the folder out, and say what for."""
    asked = Export.objects.create(why=why, at=clock.now(), by_id=by.user)
    record(actions.ASKED, by=by.user, via=by.via, on=asked)
    return asked


@service(actions.DECIDED, needs=policy.DECIDE)
def decide_export(*, by: Standing, pk: UUID, agreed: bool, answer: str = "") -> Export:
    """Agree or refuse, as a second person. Raises RefusedError for whoever asked, HubError where it was decided."""
    found = policy.EXPORTS.get_visible(by, pk, Export.objects.select_for_update(of=("self",)))
    policy.DECIDABLE.require(by, found)
    if found.decision != Decision.ASKED:
        raise HubError("It was decided already.", mend="Look at what was said.")
    found.decision = Decision.AGREED if agreed else Decision.REFUSED
    found.decided_at, found.decided_by_id, found.answer = clock.now(), by.user, answer
    found.save()
    record(actions.DECIDED, by=by.user, via=by.via, on=found, details={"agreed": agreed})
    return found


@service(actions.MAKING, needs=policy.TAKE_OUT)
def make_export(*, by: Standing, pk: UUID) -> Export:
    """Have the folder made that a second person agreed to.

    Raises HubError without that, too long after it, and while it is being made.
    """
    found = _own(by, pk)
    _require_agreed(found)
    if not has_ended(found.job):
        raise HubError("It is being made.", mend="Wait until that is done, or cancel it under “Work under way”.")
    found.job = start_job(by=by, kind=jobs.make_export, arguments={"export": str(found.pk)}).pk
    found.save(update_fields=["job"])
    record(actions.MAKING, by=by.user, via=by.via, on=found)
    return found


def _own(by: Standing, pk: UUID) -> Export:
    found = policy.EXPORTS.get_visible(by, pk, Export.objects.select_for_update(of=("self",)))
    policy.OWN_EXPORTS.require(by, found)
    return found


def _require_agreed(found: Export) -> None:
    """Raises HubError where a second person has not agreed, or the agreement holds no more."""
    if found.decision != Decision.AGREED or found.decided_at is None:
        raise HubError("Nobody has agreed to it, or it was made already.", mend="Ask anew, and say what for.")
    if clock.now() > found.decided_at + HOLDS:
        raise HubError("The agreement is more than seven days old.", mend="Ask anew, and say what for.")


@service(actions.MADE, needs=policy.TAKE_OUT)
def write_export(*, by: Standing, pk: UUID, rows: Sequence[Mapping[str, Any]], digest: str) -> Export:
    """Write down what leaves the hub, before it does. Raises HubError where a second person has not agreed."""
    found = _own(by, pk)
    # Work that was killed before it handed the folder over is done again, and hands over what is there by then.
    if found.decision != Decision.MADE or has_ended(found.job):
        _require_agreed(found)
    found.decision, found.made_at, found.rows, found.digest = Decision.MADE, clock.now(), list(rows), digest
    found.save()
    record(actions.MADE, by=by.user, via=by.via, on=found, details={"tables": len(rows), "sha256": digest})
    return found
