"""What the room’s services share: the record that is written in, what no record can say, and the event of a write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Model

from tideturn.hub.access.rules import Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.records import Record

M = TypeVar("M", bound=Model)
LONGEST: Final = 5_000
"""Letters of what is written at length, at most."""
TITLE: Final = 300
"""Letters of a title."""
NAME: Final = 200
"""Letters of a part of the work, what is counted, and who was consulted."""
_MOST: Final = Decimal(10**10)


def held(by: Standing, pk: UUID, reads: Rule[M], writes: Rule[M]) -> M:
    """A record that one may write, held until the transaction ends. Raises NotVisibleError or RefusedError."""
    rows: Any = reads.model._default_manager.select_for_update(of=("self",), no_key=True)
    found = reads.get_visible(by, pk, rows)
    writes.require(by, found)
    return found


def require_past(on: date) -> None:
    """Raises HubError for a day that is still to come."""
    if on > clock.today():
        raise HubError(f"{clock.spoken_day(on)} is still to come.", mend="Give the day on which it was so.")


def require_words(called: str, words: str, most: int = LONGEST) -> None:
    """Raises HubError where there are none, and as `require_fits`."""
    if not words.strip():
        raise HubError(f"{called}: nothing is written.", mend="Fill it in.")
    require_fits(called, words, most)


def require_fits(called: str, words: str, most: int = LONGEST) -> None:
    """Raises HubError for what is longer than that, or cannot be kept."""
    if "\0" in words:  # which PostgreSQL keeps nowhere
        raise HubError(f"{called} holds a character that cannot be read.", mend="Write it anew.")
    if len(words) > most:
        raise HubError(f"{called}: it has {len(words):,} characters.", mend=f"Shorten it to {most:,}.")


def require_number(called: str, number: Decimal | None) -> None:
    """Raises HubError for a number that is below nought, or cannot be kept as it was written."""
    if number is None:
        return
    if number < 0:
        raise HubError(f"{called}: {number} is below nought.", mend="Write how many there are, or 0.")
    if number >= _MOST or number != round(number, 4):
        raise HubError(
            f"{called}: {number} cannot be kept.", mend="Write at most ten figures, and four behind the point."
        )


def record_event(action: Action, by: Standing, on: Record, *, site: str, changed: Sequence[str] = ()) -> None:
    """Of which record, at which site, and which fields."""
    details = {"fields": sorted(changed)} if changed else {}
    record(action, by=by.user, via=by.via, on=on, site=site, details=details)
