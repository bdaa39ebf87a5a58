"""Actions on outcomes besides add, change and remove: start from the template."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import transaction

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.common.errors import HubError
from tideturn.hub.outcomes import access
from tideturn.hub.outcomes.models import Outcome
from tideturn.hub.outcomes.resource import AREA, BETTER, DEFINITION_OF_IT, DUE, ELEMENT, OUTCOME, TITLE
from tideturn.hub.outcomes.template import MARK, suggested
from tideturn.hub.resources.writing import add, remove

TEMPLATE_ADDED: Final = action("outcomes.add_suggested", Kind.WRITE, "added outcomes of the template")
TEMPLATE_TAKEN_BACK: Final = action("outcomes.take_suggested_back", Kind.WRITE, "took outcomes of the template back")


@service(TEMPLATE_ADDED, needs=access.WRITE)
def add_suggested(*, by: Standing, chosen: Collection[str], due_year: int) -> tuple[Outcome, ...]:
    """Add the chosen outcomes of the template, and mark each as the template's.

    Raise HubError if all of them exist already, or if adding one raises it.
    """
    there = set(Outcome.objects.values_list("code", flat=True))
    added = tuple(
        add(
            OUTCOME,
            (
                AREA.to(one.area),
                TITLE.to(one.title),
                ELEMENT.to(one.element),
                BETTER.to(one.better),
                DEFINITION_OF_IT.to(MARK + one.definition),
                DUE.to(due_year),
            ),
            by=by,
            code=one.code,
        )
        for one in suggested()
        if one.code in chosen and one.code not in there
    )
    if not added:
        raise HubError("The programme already has these outcomes.", mend="Choose others, or go on.")
    record(TEMPLATE_ADDED, by=by.user, via=by.via, details={"outcomes": len(added)})
    return added


@service(TEMPLATE_TAKEN_BACK, needs=access.WRITE)
def take_suggested_back(*, by: Standing) -> tuple[int, int]:
    """Remove unchanged outcomes of the template. Return how many went, and how many stayed because others use them."""
    gone = stay = 0
    for one in Outcome.objects.filter(code__in=[one.code for one in suggested()], version=1):
        if not one.definition.startswith(MARK):
            continue  # not the template's, though it has the same code
        try:
            with transaction.atomic():
                remove(OUTCOME, one.pk, by=by, expected=1)
        except HubError:
            stay += 1
        else:
            gone += 1
    record(TEMPLATE_TAKEN_BACK, by=by.user, via=by.via, details={"gone": gone, "stay": stay})
    return gone, stay
