"""Outcomes of the template are added, those that are not there; and taken back, as long as nobody has touched them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.record import record
from tideturn.hub.common.errors import HubError
from tideturn.hub.outcomes import actions, policy
from tideturn.hub.outcomes.models import Outcome
from tideturn.hub.outcomes.services.outcomes import add_outcome, remove_outcome
from tideturn.hub.outcomes.template import MARK, suggested


@service(actions.TEMPLATE_ADDED, needs=policy.WRITE)
def add_suggested(*, by: Standing, chosen: Collection[str], due_year: int) -> tuple[Outcome, ...]:
    """Add those of the template that were chosen, each marked as what it is.

    Raises HubError where all of them are there already, and as adding one does.
    """
    there = set(Outcome.objects.values_list("code", flat=True))
    added = tuple(
        add_outcome(
            by=by,
            code=one.code,
            area=one.area,
            title=one.title,
            element=one.element,
            better=one.better,
            definition=MARK + one.definition,
            due_year=due_year,
        )
        for one in suggested()
        if one.code in chosen and one.code not in there
    )
    if not added:
        raise HubError("These outcomes are there already.", mend="Choose others, or go on.")
    record(actions.TEMPLATE_ADDED, by=by.user, via=by.via, details={"outcomes": len(added)})
    return added


@service(actions.TEMPLATE_TAKEN_BACK, needs=policy.WRITE)
def take_suggested_back(*, by: Standing) -> tuple[int, int]:
    """Take back those that are as the template has them. How many went, and how many stay: others stand on them."""
    gone = stay = 0
    for one in Outcome.objects.filter(code__in=[one.code for one in suggested()], version=1):
        if not one.definition.startswith(MARK):
            continue  # it came from elsewhere under the same code
        try:
            with transaction.atomic():
                remove_outcome(by=by, pk=one.pk, expected=1)
        except HubError:
            stay += 1
        else:
            gone += 1
    record(actions.TEMPLATE_TAKEN_BACK, by=by.user, via=by.via, details={"gone": gone, "stay": stay})
    return gone, stay
