"""After a restore, end again what ended since the copy: accounts, passwords, second factors and recovery codes.

The older password in the copy may be stolen, and the newer one is not in it. A person who cannot log in any more
recovers their account, as after a lost phone. Sessions and links that were open in the copy are closed too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction

from tideturn.hub.accounts import actions
from tideturn.hub.accounts.factors import has_factor
from tideturn.hub.accounts.models import OPEN, Invitation, Recovery, Session, User
from tideturn.hub.audit.record import Detail, record
from tideturn.hub.common import clock
from tideturn.hub.crypto import ledger
from tideturn.hub.crypto.ledger import LedgerKind, ledger_kind

_MASK: Final = "used_mask"
"""Key where the library keeps which recovery codes were used, as a bit for each."""


def end_all(user: User) -> dict[str, Detail]:
    """End every way into an account. Return how many there were of each kind."""
    factors, _ = Authenticator.objects.filter(user=user).delete()
    sessions, _ = Session.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.factor_compulsory = user.factor_compulsory or factors > 0
    user.save(update_fields=["password", "factor_compulsory"])
    return {"factors": factors, "sessions": sessions, "office_log_ins": _unlinked(user)}


def office_is_on() -> bool:
    """Return whether people may log in with their office's account."""
    return bool(apps.is_installed("allauth.socialaccount"))


def _unlinked(user: User) -> int:
    """End every link of somebody's account with an office account. Return how many there were."""
    if not office_is_on():
        return 0
    from allauth.socialaccount.models import SocialAccount  # its table exists only if it is installed

    links = SocialAccount.objects.filter(user=user)
    there = int(links.count())
    links.delete()
    return there


def note_factor_removed(factor: Authenticator) -> None:
    """Enter in the ledger that a factor, or a sheet of recovery codes, no longer counts."""
    ledger.enter(FACTOR, subject=factor.user_id, details={"factor": str(factor.pk)})


def note_codes_removed(user: Any) -> None:
    """Enter that for every sheet of recovery codes that somebody has."""
    for older in Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES):
        note_factor_removed(older)


@transaction.atomic
def note_code_used(factor: Authenticator) -> None:
    """Enter in the ledger which recovery codes of a sheet were used. Each works once."""
    used = Authenticator.objects.get(pk=factor.pk).data[_MASK]
    ledger.enter(CODES, subject=factor.user_id, details={"factor": str(factor.pk), "used": str(used)})


def shut_doors() -> dict[str, int]:
    """End every session, and withdraw every invitation and recovery. Return how many of each."""
    now = clock.now()
    sessions, _ = Session.objects.all().delete()
    return {
        "sessions": sessions,
        "invitations": Invitation.objects.filter(OPEN).update(withdrawn=now),
        "recoveries": Recovery.objects.filter(OPEN).update(withdrawn=now),
    }


def shut_out() -> tuple[str, ...]:
    """Return the e-mail addresses of accounts that have no usable password until their recovery."""
    found = User.objects.in_force(clock.today()).order_by("email")
    return tuple(user.email for user in found if not user.has_usable_password())


def _end_again(account: UUID, details: Mapping[str, Any]) -> bool:
    """Set again the end of an account that was set after the copy. Return False if the copy has no such account."""
    user = User.objects.filter(pk=account).first()
    if user is None:
        return False
    told = details["ends_on"]
    user.ends_on = None if told is None else date.fromisoformat(told)
    user.save(update_fields=["ends_on"])
    record(actions.ENDED_ACCOUNT, by=None, via="command", on=user, details={"ends_on": told, "from": "ledger"})
    return True


def _all_again(account: UUID, _: Mapping[str, Any]) -> bool:
    user = User.objects.filter(pk=account).first()
    if user is None:
        return False
    _tell(user, "all", end_all(user))
    return True


def _password_again(account: UUID, _: Mapping[str, Any]) -> bool:
    user = User.objects.filter(pk=account).first()
    if user is None or not user.has_usable_password():
        return False
    user.set_unusable_password()
    user.save(update_fields=["password"])
    _tell(user, "password", {})
    return True


def _factor_again(account: UUID, details: Mapping[str, Any]) -> bool:
    """Remove a factor again. If it was the copy's last, end every way in: a password alone is too little.

    Return False if the copy has no such factor.
    """
    factor = _factor(account, details)
    if factor is None:
        return False
    kind = str(factor.type)
    factor.delete()
    _tell(factor.user, kind, {} if has_factor(factor.user) else end_all(factor.user))
    return True


def _codes_again(account: UUID, details: Mapping[str, Any]) -> bool:
    codes = _factor(account, details)
    if codes is None:
        return False
    codes.data[_MASK] |= int(details["used"])
    codes.save(update_fields=["data"])
    return True


def _factor(account: UUID, details: Mapping[str, Any]) -> Authenticator | None:
    found: Authenticator | None = Authenticator.objects.filter(pk=int(details["factor"]), user_id=account).first()
    return found


def _tell(user: User, what: str, ended: dict[str, Detail]) -> None:
    details: dict[str, Detail] = {"ended": what, "from": "ledger"}
    record(actions.ENDED_WAY_IN, by=None, via="command", on=user, details=details | ended)


LEAVER: Final[LedgerKind] = ledger_kind("leaver", told="ends of accounts", again=_end_again)
"""Its details hold the day when the account ends; none if it goes on."""
RECOVERED: Final[LedgerKind] = ledger_kind("recovered", told="recoveries of accounts", again=_all_again)
PASSWORD: Final[LedgerKind] = ledger_kind("password", told="changes of a password", again=_password_again)
FACTOR: Final[LedgerKind] = ledger_kind("factor", told="removals of a second factor", again=_factor_again)
CODES: Final[LedgerKind] = ledger_kind("codes", told="uses of a recovery code", again=_codes_again)
