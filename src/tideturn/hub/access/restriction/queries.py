"""Queries for the page of a restriction: why a record is restricted, who still sees it, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from tideturn.hub.access import actions
from tideturn.hub.access.models import RestrictedTo, Restriction
from tideturn.hub.access.reading import by_what_right
from tideturn.hub.access.restriction.kinds import RestrictableKind
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.disclosing import disclosing
from tideturn.hub.common.record_ids import record_id


@dataclass(frozen=True)
class Named:
    """Somebody who is or was named for a restricted record."""

    id: UUID
    name: str
    by: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class RestrictionShown:
    """A record, and whether and how it is restricted. If it is not, nobody is named and there is no reason."""

    title: str
    called: str
    url: str
    restricted: bool
    reason: str
    at: datetime | None
    by: str
    named: tuple[Named, ...]


def restriction(by: Standing, kind: RestrictableKind, pk: UUID) -> RestrictionShown:
    """Return how a record is restricted. The reason may name a young person, so the audit records who reads it.

    Raise NotVisibleError if the person does not see the record or may not restrict it, and if it does not exist.
    """
    found = kind.found(by, pk)
    now = Restriction.objects.filter(record=pk, lifted_at=None).select_related("by").first()
    in_it = Q(withdrawn_at=None) | Q(named_at__gte=now.at) if now else Q(withdrawn_at=None)
    names = RestrictedTo.objects.filter(in_it, record=pk).select_related("user", "named_by")
    about = kind.rule.about(found)
    with disclosing(
        actions.RESTRICTION_SHOWN,
        by=by.user,
        via=by.via,
        on=found,
        records=[record_id(now)] if now else [],
        subjects=about,
        site=kind.rule.site_of(found),
        details=by_what_right(by, [(kind.rule, [found])], about),
    ):
        return RestrictionShown(
            title=kind.title,
            called=kind.called(found),
            url=kind.url(pk),
            restricted=found.restricted,
            reason=now.reason if now else "",
            at=now.at if now else None,
            by=_name(now.by) if now else "",
            named=tuple(
                Named(one.user_id, one.user.name, _name(one.named_by), one.named_at, one.withdrawn_at)
                for one in names.order_by(F("withdrawn_at").desc(nulls_first=True), "user__name", "pk")
            ),
        )


def is_named(user: UUID, pk: UUID) -> bool:
    """Return whether somebody is named for a record."""
    return RestrictedTo.objects.filter(record=pk, user=user, withdrawn_at=None).exists()


def could_be_named(by: Standing, kind: RestrictableKind, pk: UUID) -> QuerySet[User]:
    """Return the people who would see a record if they were named for it, and are not.

    Raise NotVisibleError as `restriction` does.
    """
    named = RestrictedTo.objects.filter(record=pk, withdrawn_at=None).values("user")
    return kind.who_could_see(kind.found(by, pk)).exclude(pk__in=named).order_by("name", "pk")


def _name(user: User | None) -> str:
    return "Not known" if user is None else user.name
