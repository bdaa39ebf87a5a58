"""Record refusals in the audit: one person's once a minute, with a count of repeats, so that nobody floods it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, cast
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from tideturn.hub.access.actions import REFUSED
from tideturn.hub.access.models import Refusal
from tideturn.hub.audit.record import Via, record
from tideturn.hub.audit.refusing import NotVisibleError, Refused, RefusedError
from tideturn.hub.common import clock

_EVERY: Final = timedelta(minutes=1)
_THINGS: Final = 20
"""Maximum number of things, refused to one person within a minute, that the audit names. Further ones share a count."""
MANY: Final = "access.refuse_many"
"""Name in place of a permission for the further refusals that share a count."""


def write_refusal(error: RefusedError | NotVisibleError) -> None:
    """Record a refusal in the audit, once: the first of a thing at once, those within the next minute as a count.

    The audit gets the same text whether the thing exists or not.
    """
    refused, error.refused = error.refused, None
    if refused is None:
        return
    with transaction.atomic():
        now = clock.now()
        _write_counted(now, Refusal.objects.filter(user=refused.user))
        same = Refusal.objects.filter(
            user=refused.user, permission=refused.permission, model=refused.model, record=str(refused.record or "")
        )
        if same.update(more=models.F("more") + 1):
            return
        if Refusal.objects.filter(user=refused.user).count() >= _THINGS:
            refused = Refused(refused.user, MANY, refused.via)
            if Refusal.objects.filter(user=refused.user, permission=MANY).update(more=models.F("more") + 1):
                return
        _, fresh = Refusal.objects.get_or_create(
            user=refused.user,
            permission=refused.permission,
            model=refused.model,
            record=str(refused.record or ""),
            defaults={"via": refused.via, "since": now},
        )
        if fresh:
            _tell(refused, times=1)
        else:  # another request of the same person was faster
            same.update(more=models.F("more") + 1)


def write_counted_refusals() -> None:
    """Record how often each refusal was repeated, once its minute is over. The worker does this each minute."""
    with transaction.atomic():
        _write_counted(clock.now(), Refusal.objects.all())


def _write_counted(now: datetime, among: models.QuerySet[Refusal]) -> None:
    over = list(among.filter(since__lte=now - _EVERY).select_for_update().order_by("pk"))
    for one in over:
        if one.more:
            about = UUID(one.record) if one.record else None
            _tell(Refused(one.user, one.permission, cast(Via, one.via), one.model, about), times=one.more)
    Refusal.objects.filter(pk__in=[one.pk for one in over]).delete()


def _tell(refused: Refused, *, times: int) -> None:
    on = apps.get_model(refused.model)(pk=refused.record) if refused.model and refused.record else None
    record(REFUSED, by=refused.user, via=refused.via, on=on, details={"permission": refused.permission, "times": times})
