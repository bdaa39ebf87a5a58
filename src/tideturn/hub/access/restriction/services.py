"""Services that restrict records: who still sees them, why, and until when. Each change is audited."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from tideturn.hub.access import actions, policy
from tideturn.hub.access.models import RestrictedTo, Restriction
from tideturn.hub.access.restriction.kinds import RestrictableKind
from tideturn.hub.access.restriction.narrowing import note_narrowed
from tideturn.hub.access.service import reason_given, service
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import Detail, record
from tideturn.hub.audit.refusing import Refused, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError


@service(actions.RECORD_RESTRICTED, needs=policy.RESTRICT_RECORD)
def restrict_record(
    *, by: Standing, kind: RestrictableKind, pk: UUID, to: Collection[User], reason: str
) -> Restriction:
    """Let only these people see a record, as far as their roles let them."""
    found, names = kind.found(by, pk, to_change=True), {user.pk for user in to}
    if found.restricted:
        raise HubError("The record is restricted already.", mend="Name further people for it, or lift the restriction.")
    told = reason_given(reason)
    _require_seeing(by, kind, found, names)
    _require_kept(by, kind, found, names)
    now = clock.now()
    made = Restriction.objects.create(record=found.pk, reason=told, at=now, by_id=by.user)
    RestrictedTo.objects.bulk_create(
        RestrictedTo(record=found.pk, user_id=name, named_by_id=by.user, named_at=now) for name in sorted(names)
    )
    _mark(found, restricted=True)
    note_narrowed(kind, found.pk, by=by.user, names=names)
    _tell(actions.RECORD_RESTRICTED, by, kind, found, {"to": sorted(map(str, names))})
    return made


@service(actions.PERSON_NAMED, needs=policy.RESTRICT_RECORD)
def name_person(*, by: Standing, kind: RestrictableKind, pk: UUID, user: User) -> None:
    """Let one more person see a restricted record, as far as their roles let them."""
    found = _restricted(by, kind, pk)
    _require_seeing(by, kind, found, {user.pk})
    if user.pk in _named(found):
        raise HubError("They are named already.")
    RestrictedTo.objects.create(record=found.pk, user=user, named_by_id=by.user, named_at=clock.now())
    _tell(actions.PERSON_NAMED, by, kind, found, {"user": str(user.pk)})


@service(actions.NAME_WITHDRAWN, needs=policy.RESTRICT_RECORD)
def withdraw_name(*, by: Standing, kind: RestrictableKind, pk: UUID, user: UUID) -> None:
    """Withdraw somebody's name from a restricted record, so that they no longer see it."""
    found = _restricted(by, kind, pk)
    names = _named(found)
    if user not in names:
        raise HubError("They are not named.")
    _require_kept(by, kind, found, names - {user})
    _withdraw(found, user=user)
    note_narrowed(kind, found.pk, by=by.user, names=names - {user})
    _tell(actions.NAME_WITHDRAWN, by, kind, found, {"user": str(user)})


@service(actions.RESTRICTION_LIFTED, needs=policy.RESTRICT_RECORD)
def lift_restriction(*, by: Standing, kind: RestrictableKind, pk: UUID) -> None:
    """Lift a restriction, so that everyone whose roles allow it sees the record again."""
    found = _restricted(by, kind, pk)
    Restriction.objects.filter(record=found.pk, lifted_at=None).update(lifted_at=clock.now(), lifted_by=by.user)
    _withdraw(found)
    _mark(found, restricted=False)
    _tell(actions.RESTRICTION_LIFTED, by, kind, found, {})


def _restricted(by: Standing, kind: RestrictableKind, pk: UUID) -> Any:
    found = kind.found(by, pk, to_change=True)
    if not found.restricted:
        raise HubError("The record is not restricted any more.")
    return found


def _mark(found: Any, *, restricted: bool) -> None:
    found.restricted = restricted
    found.save(update_fields=["restricted"])


def _named(found: Any) -> set[UUID]:
    return set(RestrictedTo.objects.filter(record=found.pk, withdrawn_at=None).values_list("user", flat=True))


def _withdraw(found: Any, **whom: UUID) -> None:
    RestrictedTo.objects.filter(record=found.pk, withdrawn_at=None, **whom).update(withdrawn_at=clock.now())


def _require_seeing(by: Standing, kind: RestrictableKind, found: Any, names: set[UUID]) -> None:
    """Raise RefusedError if somebody's roles do not show them the record: being named widens nothing."""
    if kind.who_could_see(found).filter(pk__in=names).count() < len(names):
        raise RefusedError(
            "Only people whose roles let them see the record are named for it.",
            mend="Where somebody needs to see it, they are granted a role at its site first.",
            refused=Refused(by.user, policy.RESTRICT_RECORD.name, by.via, kind.rule.model._meta.label_lower, found.pk),
        )


def _require_kept(by: Standing, kind: RestrictableKind, found: Any, names: set[UUID]) -> None:
    """Raise HubError if nobody, or only the person who asks, would still see the record, or if nobody could lift it."""
    if not names:
        raise HubError("Nobody would be named who may see the record.", mend="Name somebody, or lift the restriction.")
    if names == {by.user}:
        raise HubError("Nobody keeps a record to themselves alone.", mend="Name a colleague as well.")
    if not kind.who_could_lift(found).filter(pk__in=names).exists():
        raise HubError(
            "Nobody would be named who may lift the restriction.",
            mend="Name a team manager of the site or a safeguarding lead as well.",
        )


def _tell(action: Action, by: Standing, kind: RestrictableKind, found: Any, details: dict[str, Detail]) -> None:
    site, about = kind.rule.site_of(found), kind.rule.about(found)
    record(action, by=by.user, via=by.via, on=found, subjects=about, site=site, details=details)
