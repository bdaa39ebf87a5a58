"""Actions on outcomes besides add, change and remove: start from a template, take it back."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final
from uuid import UUID

from django.db import transaction

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.common.errors import HubError
from tideturn.hub.outcomes import access
from tideturn.hub.outcomes.models import Outcome
from tideturn.hub.outcomes.resource import AREA, BETTER, DEFINITION_OF_IT, DUE, ELEMENT, OUTCOME, TITLE
from tideturn.hub.resources.writing import add, remove

TEMPLATE_ADDED: Final = action("outcomes.add_suggested", Kind.WRITE, "added outcomes of the template")
TEMPLATE_TAKEN_BACK: Final = action("outcomes.take_suggested_back", Kind.WRITE, "took outcomes of the template back")
MARK: Final = "From a template: put it into your own words. "
"""Begins what is meant by each of them, until somebody does."""


@dataclass(frozen=True)
class Suggested:
    """An outcome that most programmes hope for."""

    code: str
    area: str
    title: str
    definition: str
    element: str = ""
    better: str = ""


@cache
def suggested() -> tuple[Suggested, ...]:
    """Return the template's outcomes, in the order of the areas."""
    said = tomllib.loads(files("tideturn.hub.outcomes").joinpath("template.toml").read_text(encoding="utf-8"))
    return tuple(Suggested(**one) for one in said["outcomes"])


def left_to_add() -> list[Suggested]:
    """Return the template's outcomes that the programme does not have."""
    there = set(Outcome.objects.values_list("code", flat=True))
    return [one for one in suggested() if one.code not in there]


def untouched() -> list[UUID]:
    """Return the outcomes that nobody has changed since the template. Another outcome with the same code is not one."""
    found = Outcome.objects.filter(version=1, code__in=[one.code for one in suggested()])
    return [pk for pk, definition in found.values_list("pk", "definition") if definition.startswith(MARK)]


@service(TEMPLATE_ADDED, needs=access.WRITE)
def add_suggested(*, by: Standing, chosen: Collection[str], due_year: int) -> tuple[Outcome, ...]:
    """Add the chosen outcomes of the template, and mark each as the template's.

    Raise HubError if all of them exist already, or if adding one raises it.
    """
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
        for one in left_to_add()
        if one.code in chosen
    )
    if not added:
        raise HubError("The programme already has these outcomes.", mend="Choose others, or go on.")
    record(TEMPLATE_ADDED, by=by.user, via=by.via, details={"outcomes": len(added)})
    return added


@service(TEMPLATE_TAKEN_BACK, needs=access.WRITE)
def take_suggested_back(*, by: Standing) -> tuple[int, int]:
    """Remove unchanged outcomes of the template. Return how many went, and how many stayed because others use them."""
    gone = stay = 0
    for pk in untouched():
        try:
            with transaction.atomic():
                remove(OUTCOME, pk, by=by, expected=1)
        except HubError:
            stay += 1
        else:
            gone += 1
    record(TEMPLATE_TAKEN_BACK, by=by.user, via=by.via, details={"gone": gone, "stay": stay})
    return gone, stay
