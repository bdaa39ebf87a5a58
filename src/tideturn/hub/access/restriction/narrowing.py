"""After a restore, restrict again each record that was restricted, or shown to fewer people, since the copy.

The ledger holds everyone who is named after a restriction begins or somebody's name is withdrawn. So the restored state
is the one at that time, with somebody who may lift it. The ledger does not hold that somebody was named later, or that
a restriction was lifted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access import actions
from tideturn.hub.access.models import RestrictedTo, Restriction
from tideturn.hub.access.restriction.kinds import RESTRICTABLE_KINDS, RestrictableKind
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import ledger
from tideturn.hub.crypto.ledger import LedgerKind, ledger_kind

LOST_REASON: Final = (
    "This was restricted after the copy of the hub that was put back. Why, is not in the copy: ask whoever is named."
)


def note_narrowed(kind: RestrictableKind, record: UUID, *, by: UUID, names: Collection[UUID]) -> None:
    """Enter in the ledger who alone sees a record from now on, and who decided that."""
    told = {"kind": kind.code, "by": str(by), "to": " ".join(sorted(map(str, names)))}
    ledger.enter(NARROWED, subject=record, details=told)


def _again(pk: UUID, details: Mapping[str, Any]) -> bool:
    """Restrict a record again. Return False if the copy has no such record.

    Raise HubError for a kind that this version does not restrict.
    """
    kind = RESTRICTABLE_KINDS.get(details["kind"])
    if kind is None:
        raise HubError(
            f"The ledger tells of a restricted record of the kind {details['kind']}, which this version has not.",
            mend="Install the version that wrote it, or a later one.",
        )
    found = kind.rule.model._default_manager.filter(pk=pk).first()
    if found is None:
        return False
    now, by = clock.now(), User.objects.filter(pk=details["by"]).first()
    names = set(User.objects.filter(pk__in=details["to"].split()).values_list("pk", flat=True))
    if not found.restricted:
        Restriction.objects.create(record=pk, reason=LOST_REASON, at=now, by=by)
        found.restricted = True
        found.save(update_fields=["restricted"])
    named = RestrictedTo.objects.filter(record=pk, withdrawn_at=None)
    named.exclude(user__in=names).update(withdrawn_at=now)
    missing = sorted(names - set(named.values_list("user", flat=True)))
    RestrictedTo.objects.bulk_create(RestrictedTo(record=pk, user_id=one, named_by=by, named_at=now) for one in missing)
    record(
        actions.RECORD_RESTRICTED,
        by=None,
        via="command",
        on=found,
        subjects=kind.rule.about(found),
        site=kind.rule.site_of(found),
        details={"to": sorted(map(str, names)), "from": "ledger"},
    )
    return True


NARROWED: Final[LedgerKind] = ledger_kind("restriction", told="restrictions of a record", again=_again)
