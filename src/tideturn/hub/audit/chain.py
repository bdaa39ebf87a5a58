"""The chain: committed events, numbered and sealed one after the other under a key of its own.

Each link is an HMAC-SHA-256 over its number, the link before, and every column of its event. Somebody who changes,
removes or inserts a row without the key breaks the chain at that place. If somebody cuts off its tail, the heads that
were written elsewhere show it (B. Schneier and J. Kelsey, Secure audit logs to support computer forensics, ACM TISSEC
2(2), 1999, section 3).
"""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime
from typing import Final

from django.db import connection, transaction

from tideturn.hub.audit.anchors import require_no_lost_links
from tideturn.hub.audit.models import Event, Seal, Unsealed
from tideturn.hub.common import clock
from tideturn.hub.crypto.keys import Key, Purpose, ring

START: Final = "0" * 64
"""Value before the first link, in place of a MAC."""
_BATCH: Final = 500
_LOCK: Final = 0x7469646574
"""Number of the chain among PostgreSQL's advisory locks: one sealer at a time."""


def written_by_us(event: Event) -> None:
    """Mark a new event as the hub's own."""
    key = ring(Purpose.EVENTS).current
    event.key = key.id
    event.mark = _mac(key, event)


def is_ours(event: Event) -> bool:
    """Return whether the hub wrote an event and nobody changed it since. Raise KeysError if its key is not here."""
    return hmac.compare_digest(_mac(ring(Purpose.EVENTS).named(event.key), event), event.mark)


def seal_committed() -> int:
    """Seal the events that waited when this began, and return how many.

    Events that arrive meanwhile wait for next time. Raise LostLinksError, and seal nothing, while a head names a link
    that the chain does not have.
    """
    waiting, done = Unsealed.objects.count(), 0
    while done < waiting and (sealed := _seal_batch()):
        done += sealed
    return done


def _seal_batch() -> int:
    with transaction.atomic():
        alone()
        require_no_lost_links()
        waiting = Event.objects.filter(pk__in=Unsealed.objects.values("event"))
        events = list(waiting.order_by("at", "pk")[:_BATCH])
        last = Seal.objects.order_by("-number").first()
        number, before = (last.number, last.mac) if last else (0, START)
        key, now = ring(Purpose.AUDIT).current, clock.now()
        seals = []
        for event in events:
            number += 1
            before = mac_of_event(key, number, before, event)
            seals.append(Seal(number=number, event=event.pk, key=key.id, mac=before, sealed_at=now))
        Seal.objects.bulk_create(seals)
        Unsealed.objects.filter(pk__in=[event.pk for event in events]).delete()
        return len(seals)


def alone() -> None:
    """Wait until no other process seals, and let none begin before this transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def mac_of_event(key: Key, number: int, before: str, event: Event) -> str:
    """Return the link of an event: the MAC of its number, the link before, and every column."""
    return _mac(key, [number, before, event, event.mark])


def mac_of_gap(key: Key, number: int, before: str, seal: Seal) -> str:
    """Return the link of a gap: the MAC of its number, the link before, and what it says is missing."""
    return _mac(key, [number, before, seal.gap_from, seal.gap_mac])


def _mac(key: Key, content: object) -> str:
    told = json.dumps(content, sort_keys=True, separators=(",", ":"), default=_told)
    return hmac.digest(key.secret, told.encode(), "sha256").hex()


def _told(value: object) -> object:
    """Return a value as JSON can hold it.

    That is: an event by its columns except the mark; a moment in UTC to the microsecond, whatever zone the database
    gave it in; an id as text.
    """
    if isinstance(value, Event):
        names = (field.attname for field in Event._meta.local_concrete_fields)
        return {name: getattr(value, name) for name in names if name != "mark"}
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)
