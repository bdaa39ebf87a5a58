"""What is found of the learning log by its words."""

from __future__ import annotations

from django.urls import reverse

from tideturn.hub.learning import policy
from tideturn.hub.learning.models import LearningPoint, Share
from tideturn.hub.learning.places import further_words
from tideturn.hub.learning.shown import rest, short
from tideturn.hub.search.registry import Said, Searched, searched


def fill_in() -> None:
    """Tell the search."""
    searched(
        Searched(
            kind="learning",
            label="Learning point",
            plural="Learning points",
            rule=policy.READABLE,
            said=_point,
            rows=lambda: LearningPoint.objects.prefetch_related("shares"),
            told_by={Share: lambda share: [share.point_id]},
            address=lambda pk: reverse("learning:point", args=[pk]),
            day_is="Noted",
        )
    )


def _point(one: LearningPoint) -> Said:
    shares = sorted(one.shares.all(), key=lambda share: (share.on, share.added_at, share.pk))
    told = (rest(one.point), one.source, one.changes_what, one.used_how, *further_words(one.transferable_to))
    shared = tuple(text for share in shares for text in (share.whom, share.words))
    return Said(title=short(one.point), texts=(*told, *shared), site=one.site, day=one.on)
