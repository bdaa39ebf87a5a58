"""Heads of the chain, written where whoever changes the database may not reach: one line each, never taken back."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from tideturn.hub.audit.models import Seal
from tideturn.hub.kernel import clock
from tideturn.hub.kernel.errors import HubError

FILE: Final = "audit-heads.txt"
"""The name of the file in every place."""
_MAC: Final = 64


@dataclass(frozen=True)
class Anchor:
    """A head: the number and the mac of the last link as it was then."""

    number: int
    mac: str


def places() -> tuple[Path, ...]:
    """Where heads are written: beside the data, which only shows carelessness, and elsewhere where that is set."""
    own = Path(settings.TIDETURN_DATA)
    return (own, *((Path(settings.TIDETURN_ANCHORS),) if settings.TIDETURN_ANCHORS else ()))


def write_head() -> Anchor | None:
    """Write the head of the chain to every place that does not have it. Raises HubError where one cannot be written."""
    last = Seal.objects.order_by("-number").first()
    if last is None:
        return None
    head = Anchor(last.number, last.mac)
    for place in places():
        write(head, place)
    return head


def write_head_to(place: Path) -> None:
    """Write the head of the chain to one more place, if it does not have it. Raises HubError as `write_head` does."""
    last = Seal.objects.order_by("-number").first()
    if last is not None:
        write(Anchor(last.number, last.mac), place)


def write(head: Anchor, place: Path) -> None:
    """Write a head to a place that does not have it. Raises HubError where it cannot be written."""
    known = read(place)
    if known and known[-1] == head:
        return
    try:
        with (place / FILE).open("a", encoding="ascii") as out:
            out.write(f"{head.number} {head.mac} {clock.now().isoformat(timespec='seconds')}\n")
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise HubError(
            f"The head of the audit's chain cannot be written to {place} ({error.strerror}).",
            mend="Until it can, a chain that is cut off would not be found out there. See TIDETURN_ANCHORS.",
        ) from error


def read(place: Path) -> tuple[Anchor, ...]:
    """The heads of a place, the oldest first; lines that are none are passed over, and the last may be cut off."""
    return tuple(Anchor(int(number), mac) for number, mac, _ in _lines(place))


def last_written(place: Path) -> datetime | None:
    """When the last head of a place was written, by the hub's clock then."""
    try:
        return max((datetime.fromisoformat(at) for _, _, at in _lines(place)), default=None)
    except ValueError:
        return None


def is_ahead() -> bool:
    """Whether some place tells of a link that the chain does not reach: its tail was cut off, or it is a copy's."""
    last = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return any(head.number > last for place in places() for head in read(place))


def _lines(place: Path) -> list[tuple[str, str, str]]:
    try:
        lines = (place / FILE).read_text("ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    parts = [line.split(" ") for line in lines]
    return [(one[0], one[1], one[2]) for one in parts if len(one) == 3 and one[0].isdecimal() and len(one[1]) == _MAC]
