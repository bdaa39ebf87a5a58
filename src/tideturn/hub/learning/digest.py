"""The digest: what was learnt at other sites and is new to somebody, since a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.standing import Standing
from tideturn.hub.learning import policy
from tideturn.hub.learning.models import Elsewhere, LearningPoint
from tideturn.hub.notices.kinds import notice_kind

EVERY: Final = timedelta(days=7)
LATELY: Final = timedelta(days=28)
"""How far back a digest goes for who was never told of one."""
SETTLED: Final = timedelta(minutes=1)
"""A digest tells of what is older: what is being written at this moment is not seen yet, and comes with the next."""
DIGEST: Final = notice_kind(
    "learning.digest_ready",
    told="There is new learning from other sites",
    address=lambda _: reverse("learning:digest"),
)


def own_sites(by: Standing) -> frozenset[str]:
    """Where somebody works, as far as they read what was learnt; `ALL_SITES` among them for who works everywhere."""
    return frozenset(held.site for held in by.roles(policy.READ))


def new_to(by: Standing, since: datetime, before: datetime | None = None) -> QuerySet[LearningPoint]:
    """Points of other sites that others have added since, and those that are since said to hold at one's own too; where
    it is said before when, no later ones.

    For who works at all sites, those that others have added at any.
    """
    own = own_sites(by)
    added, said = Q(added_at__gte=since), Q(site__in=own, since__gte=since)
    if before is not None:
        added, said = added & Q(added_at__lt=before), said & Q(since__lt=before)
    of_own = policy.ELSEWHERE.visible_to(by, Elsewhere.objects.filter(said)).values("point")
    rows = LearningPoint.objects.filter(added | Q(pk__in=of_own)).exclude(added_by=by.user)
    if ALL_SITES not in own:
        rows = rows.exclude(site__in=own)
    return rows.order_by("-added_at", "pk")
