"""After a restore, withdraw again each role and authority that was withdrawn since the copy, and end open sessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Least

from tideturn.hub.access import actions
from tideturn.hub.access.models import Authority, BreakGlass, Grant, StaffSession
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.crypto import ledger
from tideturn.hub.crypto.ledger import LedgerKind, ledger_kind


def note_grant_withdrawn(grant: Grant) -> None:
    """Enter in the ledger that a role was withdrawn, when, and who did it."""
    assert grant.withdrawn_at is not None
    details = {"at": grant.withdrawn_at.isoformat(), "by": str(grant.withdrawn_by_id)}
    ledger.enter(GRANT, subject=grant.pk, details=details)


def note_authority_withdrawn(authority: Authority) -> None:
    """Enter in the ledger that an authority was withdrawn, and when."""
    assert authority.withdrawn_at is not None
    ledger.enter(AUTHORITY, subject=authority.pk, details={"at": authority.withdrawn_at.isoformat()})


def shut_doors() -> dict[str, int]:
    """End every staff session and break-glass period. Return how many of each."""
    now = clock.now()
    return {
        "staff_sessions": StaffSession.objects.filter(ended_at=None).update(ended_at=Least("until", Value(now))),
        "break_glass": BreakGlass.objects.filter(at__lt=now, until__gt=now).update(until=now),
    }


def _grant_again(pk: UUID, details: Mapping[str, Any]) -> bool:
    """Withdraw a grant again. Return False if the copy does not have the grant, or already has it withdrawn."""
    grant = Grant.objects.filter(pk=pk, withdrawn_at=None).first()
    if grant is None:
        return False
    grant.withdrawn_at = datetime.fromisoformat(details["at"])
    grant.withdrawn_by = User.objects.filter(pk=details["by"]).first()
    grant.save(update_fields=["withdrawn_at", "withdrawn_by"])
    told = {"user": str(grant.user_id), "role": grant.role, "from": "ledger"}
    record(actions.GRANT_WITHDRAWN, by=None, via="command", on=grant, site=grant.site, details=told)
    return True


def _authority_again(pk: UUID, details: Mapping[str, Any]) -> bool:
    authority = Authority.objects.filter(pk=pk, withdrawn_at=None).first()
    if authority is None:
        return False
    authority.withdrawn_at = datetime.fromisoformat(details["at"])
    authority.save(update_fields=["withdrawn_at"])
    told = {"user": str(authority.holder_id), "role": authority.role, "from": "ledger"}
    record(actions.AUTHORITY_WITHDRAWN, by=None, via="command", on=authority, site=authority.site, details=told)
    return True


GRANT: Final[LedgerKind] = ledger_kind("grant", told="withdrawals of a role", again=_grant_again)
AUTHORITY: Final[LedgerKind] = ledger_kind("authority", told="withdrawals of an authority", again=_authority_again)
