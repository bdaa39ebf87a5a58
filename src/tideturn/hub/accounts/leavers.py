"""Whoever left has left, also in a copy from before: an account's end is set again after one was put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from tideturn.hub.accounts import actions
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.record import record
from tideturn.hub.crypto.ledger import LedgerKind, ledger_kind


def _again(account: UUID, details: Mapping[str, Any]) -> bool:
    """The end of an account as it was set after the copy; nothing to do where the copy has no such account."""
    user = User.objects.filter(pk=account).first()
    if user is None:
        return False
    told = details["ends_on"]
    user.ends_on = None if told is None else date.fromisoformat(told)
    user.save(update_fields=["ends_on"])
    record(actions.ENDED_ACCOUNT, by=None, via="command", on=user, details={"ends_on": told, "from": "ledger"})
    return True


LEAVER: Final[LedgerKind] = ledger_kind("leaver", told="ends of accounts", again=_again)
