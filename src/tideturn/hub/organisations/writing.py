"""How the room's services write about an organisation, and the event that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action
from tideturn.hub.audit.record import record
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.writing import change, derive
from tideturn.hub.organisations import policy
from tideturn.hub.organisations.models import Contact, Organisation


def held() -> QuerySet[Organisation]:
    """Organisations that nobody else writes in before the transaction ends.

    Their keys are not held: whoever writes in another may meanwhile say that the two are likely the same, and two who
    did that to each other would wait for ever.
    """
    return Organisation.objects.select_for_update(of=("self",), no_key=True)


def writable(by: Standing, organisation: UUID) -> Organisation:
    """One that may be written about, held until the transaction ends. Raises NotVisibleError or RefusedError."""
    found = policy.READABLE.get_visible(by, organisation, held())
    policy.WRITABLE.require(by, found)
    return found


def record_event(
    action: Action,
    by: Standing,
    of: Organisation,
    on: Record,
    *,
    subjects: Sequence[UUID] = (),
    changed: Sequence[str] = (),
) -> None:
    """The event of a write: of which organisation, which professional, and which fields."""
    details = {"organisation": str(of.pk)} | ({"fields": sorted(changed)} if changed else {})
    site = "" if of.site == ALL_SITES else of.site
    record(action, by=by.user, via=by.via, on=on, subjects=subjects, site=site, details=details)


def no_main_contact(by: Standing, of: Organisation) -> None:
    """Whoever was the main contact is one of the others."""
    for contact in Contact.objects.filter(organisation=of, is_main=True):
        change(by, contact, is_main=False)


def stand_at_latest(by: Standing, of: Organisation) -> None:
    """An organisation's stage and next step are those of its latest day; of two on one day, of what came last."""
    latest = of.engagements.order_by("-on", "-added_at", "pk").first()
    derive(by, of, stage=latest.stage if latest else "", next_step=latest.next_step if latest else "")
