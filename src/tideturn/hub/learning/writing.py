"""How the room's services write about a learning point, and the event that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.records import Record
from tideturn.hub.learning import policy
from tideturn.hub.learning.models import Elsewhere, LearningPoint
from tideturn.hub.learning.places import sites_meant

LONGEST: Final = 4000
"""Letters of what is written at length, at most."""
LINE: Final = 500
"""Letters of what is written in a line."""


def writable(by: Standing, point: UUID) -> LearningPoint:
    """One that may be written about, held until the transaction ends. Raises NotVisibleError or RefusedError."""
    found = policy.READABLE.get_visible(by, point, LearningPoint.objects.select_for_update(of=("self",), no_key=True))
    policy.WRITABLE.require(by, found)
    return found


def require_past(on: date) -> None:
    """Raises HubError for a day that is still to come."""
    if on > clock.today():
        raise HubError("The day is still to come.", mend="Give the day on which it was so.")


def require_fits(called: str, words: str, most: int) -> None:
    """Raises HubError for what is longer than that, or cannot be kept."""
    if "\0" in words:  # which PostgreSQL keeps nowhere
        raise HubError(f"{called} holds a character that cannot be read.", mend="Write it anew.")
    if len(words) > most:
        raise HubError(f"{called} has {len(words):,} characters.", mend=f"Shorten it to {most:,}.")


def stand_elsewhere(point: LearningPoint) -> None:
    """The sites where it may hold too are those that it names; since when one is named stays."""
    meant = sites_meant(point.transferable_to)
    point.elsewhere.exclude(site__in=meant).delete()
    there = set(point.elsewhere.values_list("site", flat=True))
    now = clock.now()
    Elsewhere.objects.bulk_create(Elsewhere(point=point, site=site, since=now) for site in meant if site not in there)


def record_event(action: Action, by: Standing, of: LearningPoint, on: Record, *, changed: Sequence[str] = ()) -> None:
    """The event of a write: of which point, at which site, and which fields."""
    details = {"fields": sorted(changed)} if changed else {}
    if on is not of:
        details["point"] = [str(of.pk)]
    record(action, by=by.user, via=by.via, on=on, site=of.site, details=details)
