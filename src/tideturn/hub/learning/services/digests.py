"""The digest comes once a week to whoever wants it; nobody is told who did not ask for that."""

from __future__ import annotations

from uuid import UUID, uuid4

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.learning import actions, policy
from tideturn.hub.learning.digest import DIGEST, EVERY, LATELY, SETTLED, new_to
from tideturn.hub.learning.models import DigestWanted
from tideturn.hub.notices.telling import tell


@service(actions.DIGEST_WANTED, needs=policy.READ)
def want_digest(*, by: Standing) -> None:
    """Be told once a week, from now on. Asked for twice, it is as it was."""
    now = clock.now()
    begins = {"since": now - LATELY, "upto": now}
    wanted, new = DigestWanted.objects.get_or_create(user_id=by.user, defaults=begins)
    if new:
        record(actions.DIGEST_WANTED, by=by.user, via=by.via, on=wanted)


@service(actions.DIGEST_STOPPED, open_because="Everybody may stop what they asked for, also when they read no more.")
def stop_digest(*, by: Standing) -> None:
    """Be told no more."""
    for wanted in DigestWanted.objects.select_for_update().filter(user=by.user):
        record(actions.DIGEST_STOPPED, by=by.user, via=by.via, on=wanted)
        wanted.delete()


@service(actions.DIGEST_TOLD, open_because="The worker does, by the moment of the last one alone.")
def tell_digest(*, wanted: UUID) -> bool:
    """Tell somebody, unless another worker has just done so. Of who has left or may not read any more it is forgotten
    that they wanted it.
    """
    now = clock.now()
    rows = DigestWanted.objects.select_for_update(of=("self",)).select_related("user")
    found = rows.filter(pk=wanted, upto__lte=now - EVERY).first()
    if found is None:
        return False
    by = standing_of(found.user, via="worker")
    if not by.may(policy.READ):
        found.delete()
        return False
    upto = now - SETTLED
    some = new_to(by, found.upto, upto).exists()
    if some:
        found.since = found.upto
        # Each week is another digest: one who has not acknowledged the last is told all the same.
        tell(DIGEST, to=[by.user], about=uuid4())
        record(actions.DIGEST_TOLD, by=None, via="worker", on=found)
    found.upto = upto
    found.save(update_fields=["since", "upto"])
    return some
