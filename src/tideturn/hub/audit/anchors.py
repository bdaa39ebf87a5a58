"""Heads of the chain, written where whoever changes the database may not reach: one line each, never taken back."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from tideturn.hub.audit.models import Seal
from tideturn.hub.kernel import clock
from tideturn.hub.kernel.errors import HubError

_FILE: Final = "audit-heads.txt"
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
        known = read(place)
        if known and known[-1] == head:
            continue
        try:
            with (place / _FILE).open("a", encoding="ascii") as out:
                out.write(f"{head.number} {head.mac} {clock.now().isoformat(timespec='seconds')}\n")
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise HubError(
                f"The head of the audit's chain cannot be written to {place} ({error.strerror}).",
                mend="Until it can, a chain that is cut off would not be found out there. See TIDETURN_ANCHORS.",
            ) from error
    return head


def read(place: Path) -> tuple[Anchor, ...]:
    """The heads of a place, the oldest first; lines that are none are passed over, and the last may be cut off."""
    try:
        lines = (place / _FILE).read_text("ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    parts = [line.split(" ") for line in lines]
    whole = (one for one in parts if len(one) == 3 and one[0].isdecimal() and len(one[1]) == _MAC)
    return tuple(Anchor(int(number), mac) for number, mac, _ in whole)
