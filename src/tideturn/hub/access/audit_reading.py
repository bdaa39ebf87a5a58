"""Reading the audit: who has seen this record and why, what this person did; itself told to the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from tideturn.hub.access import actions, policy
from tideturn.hub.access.glass import GLASS_KINDS
from tideturn.hub.access.reading import Page
from tideturn.hub.access.roles import ROLES
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import ACTIONS, Action
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.record import record
from tideturn.hub.kernel.clock import LONDON, spoken
from tideturn.hub.kernel.errors import HubError

PAGE: Final = 50
MOST: Final = 10_000
"""Events of an export at most."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which events: about a record or person, by somebody, of a kind, from a day until another (both included)."""

    about: UUID | None = None
    who: UUID | None = None
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class EventLine:
    """An event as it is told."""

    at: str
    who: str
    what: str
    kind: str
    why: str
    about: tuple[str, ...]
    record: str
    site: str
    via: str


def id_of(reference: str) -> UUID | None:
    """The id that is written, or the id of the record of an exact reference; where there is none, an id of nothing."""
    text = reference.strip()
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        named = [kind.named(text) for kind in GLASS_KINDS.values()]
        there = [pk for kind, pk in zip(GLASS_KINDS.values(), named, strict=True) if kind.has(pk)]
        return there[0] if there else UUID(int=0)


def audit_page(by: Standing, asked: Asked, number: int) -> Page[EventLine]:
    """A page of the audit, the newest first. Raises NotVisibleError for who may not read it."""
    by.require_unseen(policy.READ_AUDIT)
    rows = _rows(by, asked)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = max(1, min(number, pages))
    lines = _lines(rows[(number - 1) * PAGE : number * PAGE])
    _tell(by, actions.AUDIT_READ, asked, {"page": number})
    return Page(lines, number, pages, total)


def audit_whole(by: Standing, asked: Asked) -> tuple[EventLine, ...]:
    """All of it, to be saved. Raises HubError for more than MOST."""
    by.require_unseen(policy.READ_AUDIT)
    rows = _rows(by, asked)
    if (total := rows.count()) > MOST:
        raise HubError(f"That would be {total} events, and {MOST} can be saved at once.", mend="Narrow the days.")
    lines = _lines(rows)
    _tell(by, actions.AUDIT_EXPORTED, asked, {"events": len(lines)})
    return lines


def _rows(by: Standing, asked: Asked) -> QuerySet[Event]:
    met = Q()
    if asked.about is not None:
        concerned = Event.objects.filter(concerned__subject=asked.about).values("pk")
        met &= Q(record=asked.about) | Q(pk__in=concerned)
    if asked.who is not None:
        met &= Q(actor=asked.who)
    if asked.kind:
        met &= Q(kind=asked.kind)
    if asked.since is not None:
        met &= Q(at__gte=_begins(asked.since))
    if asked.until is not None:
        met &= Q(at__lt=_begins(asked.until + timedelta(days=1)))
    return policy.EVENTS.visible_to(by, Event.objects.filter(met)).order_by("-at", "pk")


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)


def _lines(rows: QuerySet[Event]) -> tuple[EventLine, ...]:
    events = list(rows)
    names = dict(User.objects.filter(pk__in={one.actor for one in events if one.actor}).values_list("pk", "name"))
    return tuple(
        EventLine(
            at=spoken(one.at),
            who=names.get(one.actor, str(one.actor)) if one.actor else "The hub, or somebody without an account",
            what=ACTIONS[one.action].told if one.action in ACTIONS else one.action,
            kind=one.kind,
            why=_why(one),
            about=tuple(one.subjects),
            record=str(one.record or ""),
            site=one.site,
            via=one.via,
        )
        for one in events
    )


def _why(event: Event) -> str:
    """By what right: break-glass where it was that, else the roles; of a refusal, what was wanted and how often."""
    told = event.details
    if event.kind == "refusal":
        times = told.get("times", 1)
        return f"wanted {told.get('permission', '')}" + (f", {times} times" if times > 1 else "")
    parts = ["by break-glass"] if told.get("by_break_glass") else []
    parts += [f"as {ROLES[code].title.lower()}" for code in told.get("roles", ()) if code in ROLES]
    return ", ".join(parts)


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
