"""Verify the chain: every link against its event, every number, and every head where it was written."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from tideturn.hub.audit.anchors import Anchor, lost, places, read
from tideturn.hub.audit.chain import START, alone, is_ours, mac_of_event, mac_of_gap
from tideturn.hub.audit.models import Event, Seal, Unsealed
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError, KeysError
from tideturn.hub.crypto.keys import Key, Purpose, ring

_BATCH: Final = 1_000
_LATE: Final = timedelta(hours=1)
"""Longest time between an event and its sealing that needs no look. After more, it may have been inserted later."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the chain, or to be looked at: the number of its link, and a sentence."""

    number: int | None
    what: str


@dataclass(frozen=True)
class Proof:
    """What was found: how many links are right, what is wrong or needs a look, what was signed as lost, and the tail.

    The tail is what nobody has sealed yet.
    """

    links: int
    faults: tuple[Fault, ...]
    late: tuple[Fault, ...]
    gaps: tuple[Fault, ...]
    unsealed: int
    oldest_unsealed: datetime | None


def prove() -> Proof:
    """Verify the whole chain. Change nothing."""
    faults: list[Fault] = []
    late: list[Fault] = []
    gaps: list[Fault] = []
    anchors = _every_head(faults)
    links, number, before = 0, 0, START
    spanned: list[range] = []
    macs: dict[int, str] = {}
    wanted = {anchor.number for anchor in anchors}
    for seal, event in _links():
        if seal.gap_from is not None:
            spanned.append(range(seal.gap_from, seal.number))
            told = f"Links {seal.gap_from} to {seal.number - 1} were signed as lost, {clock.spoken(seal.sealed_at)}."
            gaps.append(Fault(seal.number, told))
        elif seal.number != number + 1:
            missing = "1 link is" if seal.number == number + 2 else f"{seal.number - number - 1} links are"
            faults.append(Fault(number + 1, f"{missing} missing before link {seal.number}."))
        wrong = _wrong(seal, event, before)
        if wrong:
            faults.append(Fault(seal.number, wrong))
        else:
            links += 1
        if event is not None and seal.sealed_at - event.at > _LATE:
            told = f"Event {event.pk} says {clock.spoken(event.at)} and was sealed {clock.spoken(seal.sealed_at)}."
            late.append(Fault(seal.number, told))
        number, before = seal.number, seal.mac
        if seal.number in wanted:
            macs[seal.number] = seal.mac
    faults += _against_anchors(anchors, macs, number, spanned)
    told = "was put in past the hub: it is neither sealed nor waiting to be"
    faults += [Fault(None, f"Event {pk} {told}.") for pk in _inserted()]
    tail = Event.objects.filter(pk__in=Unsealed.objects.values("event")).order_by("at")
    told = "waits to be sealed, and the hub did not write it as it stands"
    faults += [Fault(None, f"Event {event.pk} {told}.") for event in tail.iterator() if not _ours(event)]
    faults += [Fault(None, f"Event {pk} waited to be sealed, and was removed.") for pk in _removed_waiting()]
    first = tail.first()
    return Proof(links, tuple(faults), tuple(late), tuple(gaps), tail.count(), None if first is None else first.at)


def accept_restore() -> Seal:
    """Add a signed gap after a restore: which numbers were lost, according to the heads that name them.

    If numbers were given again before somebody looked, the gap reaches back to the first one where a head names another
    link. Raise HubError if every head is of this chain, so that nothing is missing.
    """
    with transaction.atomic():
        alone()
        last = Seal.objects.order_by("-number").first()
        number, before = (last.number, last.mac) if last else (0, START)
        missing = lost(whole=True)
        if not missing:
            raise HubError("Every head that was written is of this chain: nothing is missing that a gap could tell of.")
        gap_from, gap_mac = min(number + 1, missing[0].number), missing[-1].mac
        end = max(number, missing[-1].number) + 1
        key = ring(Purpose.AUDIT).current
        gap = Seal(number=end, gap_from=gap_from, gap_mac=gap_mac, key=key.id, sealed_at=clock.now())
        gap.mac = mac_of_gap(key, gap.number, before, gap)
        gap.save(force_insert=True)
        return gap


def _every_head(faults: list[Fault]) -> list[Anchor]:
    """Return the heads of every place, lowest first. Add a fault for a place that cannot be read."""
    found: set[Anchor] = set()
    for place in places():
        try:
            found.update(read(place))
        except HubError as error:
            faults.append(Fault(None, error.what))
    return sorted(found, key=lambda one: one.number)


def _links() -> Iterator[tuple[Seal, Event | None]]:
    last = 0
    while batch := list(Seal.objects.filter(number__gt=last).order_by("number")[:_BATCH]):
        events = Event.objects.prefetch_related("concerned").in_bulk([seal.event for seal in batch if seal.event])
        for seal in batch:
            yield seal, None if seal.event is None else events.get(seal.event)
        last = batch[-1].number


def _wrong(seal: Seal, event: Event | None, before: str) -> str:
    """Return what is wrong with a link; empty if nothing is."""
    try:
        key: Key = ring(Purpose.AUDIT).named(seal.key)
    except KeysError:
        return f"Link {seal.number} names an audit key that is not in the keys' folder."
    if seal.gap_from is not None:
        right = mac_of_gap(key, seal.number, before, seal)
        return "" if hmac.compare_digest(right, seal.mac) else f"Gap {seal.number} was changed, or what came before it."
    if event is None:
        return f"The event of link {seal.number}, {seal.event}, was removed."
    if {str(one.subject) for one in event.concerned.all()} != set(event.subjects):
        return f"Whom event {event.pk} of link {seal.number} is about was changed where it is looked up."
    if not _ours(event):
        return f"Event {event.pk} of link {seal.number} was not written by the hub as it stands."
    if hmac.compare_digest(mac_of_event(key, seal.number, before, event), seal.mac):
        return ""
    return f"Event {event.pk} of link {seal.number} was changed, or the link was."


def _ours(event: Event) -> bool:
    try:
        return is_ours(event)
    except KeysError:
        return False


def _against_anchors(anchors: list[Anchor], macs: dict[int, str], last: int, spanned: list[range]) -> Iterator[Fault]:
    for anchor in anchors:
        if any(anchor.number in gap for gap in spanned):
            continue
        if anchor.number > last:
            yield Fault(
                anchor.number,
                f"A head was written of link {anchor.number}, and the chain ends at {last}: its tail was cut off, or "
                "an older copy was put back.",
            )
        elif macs.get(anchor.number) != anchor.mac:
            yield Fault(anchor.number, f"Link {anchor.number} is another one than its head that was written elsewhere.")


def _inserted() -> Iterator[object]:
    """Yield the ids of events that are neither sealed nor waiting."""
    sealed, waiting = Seal.objects.filter(event=OuterRef("pk")), Unsealed.objects.filter(event=OuterRef("pk"))
    yield from Event.objects.filter(~Exists(sealed), ~Exists(waiting)).order_by("at").values_list("pk", flat=True)


def _removed_waiting() -> Iterator[object]:
    """Yield the ids of events that wait to be sealed but no longer exist."""
    there = Event.objects.filter(pk=OuterRef("event"))
    yield from Unsealed.objects.filter(~Exists(there)).order_by("event").values_list("event", flat=True)
