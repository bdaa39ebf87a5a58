"""Read the audit: who has seen this record and why, and what this person did. Each reading is audited too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from tideturn.hub.access import actions, policy
from tideturn.hub.access.event_words import COLLEAGUES, EventLine, in_words
from tideturn.hub.access.glass import GLASS_KINDS
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.record import record
from tideturn.hub.common.clock import LONDON
from tideturn.hub.common.errors import HubError
from tideturn.hub.ui.tables import Page, cut

PAGE: Final = 50
MOST: Final = 10_000
"""Maximum number of events in an export."""


@dataclass(frozen=True)
class Asked:
    """A filter of events: about a record or person, by somebody, of a kind, between two days (both included)."""

    about: UUID | None = None
    """Id of a record, of a young person, or of a colleague that something was done to."""
    who: UUID | None = None
    kind: str = ""
    since: date | None = None
    until: date | None = None


def id_of(reference: str) -> UUID | None:
    """Return the id in the text, or the id of the record with this exact reference.

    Return None for an empty text. If there is no such record, return the nil UUID, which no record has.
    """
    text = reference.strip()
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        named = [kind.named(text) for kind in GLASS_KINDS.values()]
        there = [pk for kind, pk in zip(GLASS_KINDS.values(), named, strict=True) if kind.has(pk)]
        return there[0] if there else UUID(int=0)


def audit_page(by: Standing, asked: Asked, number: int, *, oldest_first: bool = False) -> Page[EventLine]:
    """Return a page of the audit, newest or oldest first. Raise NotVisibleError if the person may not read it."""
    by.require_unseen(policy.READ_AUDIT)
    rows = _rows(by, asked)
    if oldest_first:
        rows = rows.order_by("at", "pk")
    total = rows.count()
    number, pages, rows_of_it = cut(total, number, PAGE)
    lines = in_words(rows[rows_of_it])
    _tell(by, actions.AUDIT_READ, asked, {"page": number})
    return Page(lines, number, pages, total)


def audit_whole(by: Standing, asked: Asked) -> tuple[EventLine, ...]:
    """Return all events that meet the filter, to save them. Raise HubError for more than MOST."""
    by.require_unseen(policy.READ_AUDIT)
    rows = _rows(by, asked)
    if (total := rows.count()) > MOST:
        raise HubError(f"That would be {total} events, and {MOST} can be saved at once.", mend="Narrow the days.")
    lines = in_words(rows)
    _tell(by, actions.AUDIT_EXPORTED, asked, {"events": len(lines)})
    return lines


def _rows(by: Standing, asked: Asked) -> QuerySet[Event]:
    met = Q()
    if asked.about is not None:
        concerned = policy.EVENTS.visible_to(by, Event.objects.filter(concerned__subject=asked.about)).values("pk")
        about = Q(record=asked.about) | Q(pk__in=concerned)
        if User.objects.filter(pk=asked.about).exists():  # an action on a colleague names them in its details
            about |= Q(details__covering=str(asked.about))
            for name in COLLEAGUES:
                about |= Q(**{f"details__{name}__icontains": str(asked.about)})
        met &= about
    if asked.who is not None:
        met &= Q(actor=asked.who)
    if asked.kind:
        met &= Q(kind=asked.kind)
    if asked.since is not None:
        met &= Q(at__gte=_begins(asked.since))
    if asked.until is not None and asked.until < date.max:
        met &= Q(at__lt=_begins(asked.until + timedelta(days=1)))
    return policy.EVENTS.visible_to(by, Event.objects.filter(met)).order_by("-at", "pk")


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)


def _tell(by: Standing, action: Action, asked: Asked, more: dict[str, int]) -> None:
    details = {
        "who": str(asked.who or ""),
        "kind": asked.kind,
        "since": str(asked.since or ""),
        "until": str(asked.until or ""),
    }
    told = {name: value for name, value in details.items() if value} | more
    with transaction.atomic():
        about = [asked.about] if asked.about else []
        record(action, by=by.user, via=by.via, subjects=about, details=told)
