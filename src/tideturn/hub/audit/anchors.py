"""Write heads of the chain where somebody who changes the database may not reach: one line each, never removed.

Beside the data there is one more head: that of the very last sealing, which is overwritten each time. It covers what
was sealed within the last minute.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from tideturn.hub.audit.models import Seal
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError

FILE: Final = "audit-heads.txt"
"""Name of the file with the heads in every place."""
LAST: Final = "audit-head.txt"
"""Name of the file with the head of the last sealing, only beside the data."""
_LINE: Final = re.compile(r"([0-9]{1,18}) ([0-9a-f]{64}) (\S+)")
"""Pattern of a line: a number that a database can hold, a MAC, and the time of writing.

A line that does not match was cut off, or somebody inserted it.
"""
_RECENT: Final = 64 * 1024
"""Number of bytes at the end of a file that are read each second: the heads of at least half a day."""
_BATCH: Final = 500


class LostLinksError(HubError):
    """A head names a link that the chain does not have. Nothing is sealed until somebody has looked.

    Numbers that were given once are never given again.
    """

    def __init__(self, lost: Anchor) -> None:
        super().__init__(
            f"A head was written of link {lost.number} of the audit's chain, and the chain does not have that link: "
            "an older copy was put back, or its tail was cut off. Nothing is sealed until somebody has looked into it.",
            mend="Look with `tideturn audit verify`; then have what was lost signed as a gap: tideturn audit restored.",
        )
        self.lost = lost


@dataclass(frozen=True)
class Anchor:
    """A head: the number and the MAC of the last link at the time of writing."""

    number: int
    mac: str


def places() -> tuple[Path, ...]:
    """Return where heads are written: beside the data, which shows only carelessness, and elsewhere if that is set."""
    own = Path(settings.TIDETURN_DATA)
    return (own, *((Path(settings.TIDETURN_ANCHORS),) if settings.TIDETURN_ANCHORS else ()))


def write_head() -> Anchor | None:
    """Write the head of the chain to every place that does not have it. Return the head; None if the chain is empty.

    Raise LostLinksError if links are lost. Raise HubError if a place cannot be written, after writing to every other
    one.
    """
    require_no_lost_links()
    head = _head()
    if head is None:
        return None
    failed: list[HubError] = []
    for place in places():
        try:
            _add(head, place)
        except HubError as error:
            failed.append(error)
    if failed:
        raise HubError(" ".join(error.what for error in failed), mend=failed[0].mend)
    return head


def write_head_to(place: Path) -> None:
    """Write the head of the chain to one more place, if it does not have it.

    While links are lost, the place keeps the heads that it has. Raise HubError if it cannot be written.
    """
    head = _head()
    if head is not None and not is_ahead():
        _add(head, place)


def write_last_head() -> None:
    """Overwrite the head of the last sealing, beside the data. Raise HubError if it cannot be written."""
    head = _head()
    if head is not None:
        place = Path(settings.TIDETURN_DATA)
        with _told(place):
            made = place / f"{LAST}.new"
            _put(head, made, "w")
            os.replace(made, place / LAST)


def read(place: Path) -> tuple[Anchor, ...]:
    """Return the heads of a place, oldest first. Raise HubError if the place does not exist or cannot be read.

    Skip lines that are not heads. The last line may be cut off.
    """
    try:
        if not place.is_dir():
            raise FileNotFoundError(2, "there is no such folder")
        return _anchors(_lines(place, whole=True))
    except OSError as error:
        raise HubError(f"The heads of the audit's chain in {place} cannot be read ({error.strerror}).") from error


def last_written(place: Path) -> datetime | None:
    """Return when the last head of a place was written, by the hub's clock then; None if there is none to read."""
    try:
        return max((datetime.fromisoformat(at) for _, _, at in _lines(place, whole=True)), default=None)
    except (OSError, ValueError):
        return None


def lost(*, whole: bool = False) -> list[Anchor]:
    """Return the heads whose link the chain does not have and no gap covers, lowest first.

    Check the newest head of each place, or with `whole` all of them. A place that cannot be read counts as having none.
    """
    heads: set[Anchor] = set()
    for place in places():
        try:
            some = _anchors(_lines(place, whole=whole))
        except OSError:
            continue
        heads.update(some if whole else sorted(some, key=lambda one: one.number)[-1:])
    return sorted(_not_in_chain(heads), key=lambda one: one.number)


def is_ahead() -> bool:
    """Return whether a place has a head of a link that the chain does not have.

    Then the chain's tail was cut off, or this is an older copy.
    """
    return bool(lost())


def require_no_lost_links() -> None:
    """Raise LostLinksError if a place has a head of a link that the chain does not have."""
    if found := lost():
        raise LostLinksError(found[-1])


def _head() -> Anchor | None:
    last = Seal.objects.order_by("-number").first()
    return None if last is None else Anchor(last.number, last.mac)


def _not_in_chain(heads: set[Anchor]) -> Iterator[Anchor]:
    if not heads:
        return
    lowest = min(head.number for head in heads)
    gaps = Seal.objects.filter(number__gt=lowest, gap_from__isnull=False).values_list("gap_from", "number")
    signed = [range(first, number) for first, number in gaps if first is not None]
    asked = sorted({head.number for head in heads})
    macs: dict[int, str] = {}
    for start in range(0, len(asked), _BATCH):
        found = Seal.objects.filter(number__in=asked[start : start + _BATCH])
        macs.update(found.values_list("number", "mac"))
    for head in heads:
        if macs.get(head.number) != head.mac and not any(head.number in gap for gap in signed):
            yield head


def _add(head: Anchor, place: Path) -> None:
    with _told(place):
        newest = _anchors(_lines_of(place / FILE, whole=False))
        if not newest or newest[-1] != head:
            _put(head, place / FILE, "a")


def _put(head: Anchor, path: Path, mode: str) -> None:
    with path.open(mode, encoding="ascii") as out:
        out.write(f"{head.number} {head.mac} {clock.now().isoformat(timespec='seconds')}\n")
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """Raise HubError if a place cannot be written."""
    try:
        yield
    except OSError as error:
        raise HubError(
            f"The head of the audit's chain cannot be written to {place} ({error.strerror}).",
            mend="Until it can, a chain that is cut off would not be found out there. See TIDETURN_ANCHORS.",
        ) from error


def _anchors(lines: Iterable[tuple[str, str, str]]) -> tuple[Anchor, ...]:
    return tuple(Anchor(int(number), mac) for number, mac, _ in lines)


def _lines(place: Path, *, whole: bool) -> list[tuple[str, str, str]]:
    return _lines_of(place / FILE, whole=whole) + _lines_of(place / LAST, whole=whole)


def _lines_of(path: Path, *, whole: bool) -> list[tuple[str, str, str]]:
    """Return the lines of a file that hold a head: all of them, or those at its end."""
    try:
        with path.open("rb") as file:
            if not whole:
                file.seek(max(0, file.seek(0, os.SEEK_END) - _RECENT))
            told = file.read().decode("ascii", errors="replace")
    except FileNotFoundError:
        return []
    found = map(_LINE.fullmatch, told.splitlines())
    return [(one[1], one[2], one[3]) for one in found if one]
