"""Actions on learning besides add, change and remove: say whether a point was used, and the weekly digest.

The digest lists what is new from other sites. A person who asks for it gets a notice once a week.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet
from django.urls import reverse

from tideturn.hub.access.reading import show_all
from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.forms.writing import change_version
from tideturn.hub.learning import access
from tideturn.hub.learning.models import DigestWanted, Elsewhere, LearningPoint, Used, sites_meant
from tideturn.hub.learning.resource import POINT, USED, USED_HOW
from tideturn.hub.notices.kinds import NoticeKind
from tideturn.hub.notices.telling import tell
from tideturn.hub.resources import writing
from tideturn.hub.resources.reading import Shown, shown

MARKED_USED: Final = action("learning.mark_used", Kind.WRITE, "said whether a learning point was used")
WANTED: Final = action("learning.want_digest", Kind.WRITE, "asked for the weekly digest of learning")
STOPPED: Final = action("learning.stop_digest", Kind.WRITE, "stopped the weekly digest of learning")
TOLD: Final = action("learning.tell_digest", Kind.WRITE, "told somebody that there is learning from other sites")
READ: Final = action("learning.read_digest", Kind.DISCLOSURE, "read the digest of learning")
_EVERY: Final = timedelta(days=7)
_LATELY: Final = timedelta(days=28)
"""Period that a person's first digest covers."""
_SETTLED: Final = timedelta(minutes=1)
"""A digest tells of what is older: what is being written at this moment is not seen yet, and comes with the next."""
_DIGEST: Final = NoticeKind(
    "learning.digest_ready", told="There is new learning from other sites", address=lambda _: reverse("learning:digest")
)


@service(MARKED_USED, needs=access.WRITE)
def mark_used(*, by: Standing, pk: UUID, expected: int | None, used: str, used_how: str = "") -> LearningPoint:
    """Say whether a point was acted on, and how. Raise EditsMeetError if it is at another version."""
    found = writing.held(POINT, pk, by=by)
    USED.require(by, access.WRITE, used)
    USED_HOW.require(by, access.WRITE, used_how)
    changed = change_version(by, found, expected, used=used, used_how=used_how if used == Used.YES else "")
    if changed:
        writing.tell(POINT, MARKED_USED, by, found, changed)
    return found


def wants_digest(by: Standing) -> bool:
    """Return whether the person gets the weekly digest."""
    return DigestWanted.objects.filter(user=by.user).exists()


def digest_read(by: Standing, days: int | None = None) -> dict[str, Any]:
    """Return new points from other sites in the last `days` days: those that may apply `here`, and the `others`.

    Without `days`, go back to the last digest, or four weeks if there was none. Raise NotVisibleError if the person
    may not read learning points.
    """
    by.require_unseen(access.READ)
    since = clock.now() - (_LATELY if days is None else timedelta(days=days))
    if days is None:
        since = DigestWanted.objects.filter(user=by.user).values_list("since", flat=True).first() or since
    rows = _new_to(by, since).select_related("added_by")
    told = show_all(by, access.READABLE, rows, action=READ, gather=lambda one: shown(POINT, one))
    own = _own_sites(by)
    said: dict[bool, list[Shown]] = {True: [], False: []}
    for one in told:
        said[own.isdisjoint(sites_meant(one["transferable_to"]))].append(one)
    return {"since": since.astimezone(clock.LONDON).date(), "here": said[False], "others": said[True]}


@service(WANTED, needs=access.READ)
def want_digest(*, by: Standing) -> None:
    """Start the person's weekly digest. Asking twice changes nothing."""
    now = clock.now()
    begins = {"since": now - _LATELY, "upto": now}
    wanted, new = DigestWanted.objects.get_or_create(user_id=by.user, defaults=begins)
    if new:
        record(WANTED, by=by.user, via=by.via, on=wanted)


@service(STOPPED, open_because="Everybody may stop their own digest, even if they may no longer read it.")
def stop_digest(*, by: Standing) -> None:
    """Stop the person's weekly digest."""
    for wanted in DigestWanted.objects.select_for_update().filter(user=by.user):
        record(STOPPED, by=by.user, via=by.via, on=wanted)
        wanted.delete()


@service(TOLD, open_because="Only the worker does this, and only the time of the last digest decides.")
def tell_digest(*, wanted: UUID) -> bool:
    """Send a person their digest notice, unless another worker has just done so.

    If they have left or may no longer read learning points, delete their request.
    """
    now = clock.now()
    rows = DigestWanted.objects.select_for_update(of=("self",)).select_related("user")
    found = rows.filter(pk=wanted, upto__lte=now - _EVERY).first()
    if found is None:
        return False
    by = standing_of(found.user, via="worker")
    if not by.may(access.READ):
        found.delete()
        return False
    upto = now - _SETTLED
    some = _new_to(by, found.upto, upto).exists()
    if some:
        found.since = found.upto
        # Each week is a new digest, so send it even if the person has not acknowledged the last one.
        tell(_DIGEST, to=[by.user], about=uuid4())
        record(TOLD, by=None, via="worker", on=found)
    found.upto = upto
    found.save(update_fields=["since", "upto"])
    return some


def tell_digests() -> int:
    """Notify each person with something new, if their week is over, one transaction each. Return how many."""
    due = DigestWanted.objects.filter(upto__lte=clock.now() - _EVERY).order_by("upto", "pk")
    return sum(tell_digest(wanted=pk) for pk in list(due.values_list("pk", flat=True)))


def _own_sites(by: Standing) -> frozenset[str]:
    """Return the sites where the person may read learning points; `ALL_SITES` for a role at all sites."""
    return frozenset(held.site for held in by.roles(access.READ))


def _new_to(by: Standing, since: datetime, before: datetime | None = None) -> QuerySet[LearningPoint]:
    """Return other people's points from other sites: those added since, and those since said to apply at own sites.

    With `before`, leave out anything later. For a person at all sites, return other people's points at any site.
    """
    own = _own_sites(by)
    added, said = Q(added_at__gte=since), Q(site__in=own, since__gte=since)
    if before is not None:
        added, said = added & Q(added_at__lt=before), said & Q(since__lt=before)
    of_own = access.ELSEWHERE.visible_to(by, Elsewhere.objects.filter(said)).values("point")
    rows = LearningPoint.objects.filter(added | Q(pk__in=of_own)).exclude(added_by=by.user)
    if ALL_SITES not in own:
        rows = rows.exclude(site__in=own)
    return rows.order_by("-added_at", "pk")
