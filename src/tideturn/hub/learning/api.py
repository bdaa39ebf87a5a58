"""Functions for the apps above: name learning points, and report what changed because of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse

from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.shortened import short
from tideturn.hub.common.unruled import unruled
from tideturn.hub.learning import access
from tideturn.hub.learning.models import LearningPoint


@dataclass(frozen=True)
class Change:
    """A change that followed from a point: a sentence without its full stop, its page, and the day."""

    sentence: str
    address: str
    on: date


Tells = Callable[[Standing, Collection[UUID]], Iterable[tuple[UUID | None, Change]]]
"""Returns the changes that followed from these points and that the person may see, each with its point.

It takes as many queries for many points as for one.
"""
CHANGED: Final[list[Tells]] = []


def tells_what_changed(tells: Tells) -> None:
    """Register a function that reports the changes points led to. Registering it twice has no effect."""
    if tells not in CHANGED:
        CHANGED.append(tells)


def what_they_changed(by: Standing, points: Collection[UUID]) -> dict[UUID, tuple[Change, ...]]:
    """Return the changes that each point led to, latest first."""
    found: dict[UUID | None, list[Change]] = defaultdict(list)
    for tells in CHANGED:
        for point, change in tells(by, points):
            found[point].append(change)
    return {point: tuple(sorted(found[point], key=lambda one: one.on, reverse=True)) for point in points}


@dataclass(frozen=True)
class Named:
    """A point in short, with its page."""

    code: str
    short: str
    address: str


def point_choices(by: Standing) -> list[tuple[str, str]]:
    """Return the choices of a form's list of learning points: “None”, then each that the person may read, latest first.

    A choice's value is an id as text.
    """
    seen = access.READABLE.visible_to(by, LearningPoint.objects.order_by("-on", "pk"))
    told = (
        (str(pk), f"{short(point)} ({site_name(site)}, {clock.spoken_day(on)})")
        for pk, point, site, on in seen.values_list("pk", "point", "site", "on")
    )
    return [("", "None"), *told]


def points_named(by: Standing, ids: Collection[UUID]) -> dict[UUID, Named]:
    """Return those that the person may read, in one query."""
    seen = access.READABLE.visible_to(by, LearningPoint.objects.filter(pk__in=ids))
    return {
        pk: Named(code, short(point), reverse("learning:point", args=[pk]))
        for pk, code, point in seen.values_list("pk", "code", "point")
    }


@unruled("Checks whether the learning point that led to a change exists.")
def require_there(pk: UUID) -> None:
    """Lock a point that is about to be given as the reason for a change. Raise HubError if it is gone."""
    if not LearningPoint.objects.select_for_update(no_key=True).filter(pk=pk).exists():
        raise HubError("That learning point is not there any more.", mend="Choose another, or none.")


@unruled("Finds the id of the point with a given code, and nothing else about it.")
def point_of_code(code: str) -> UUID:
    """Return the id of the point with this code in the folder. Raise HubError if there is none."""
    pk = LearningPoint.objects.filter(code=code).values_list("pk", flat=True).first()
    if pk is None:
        raise HubError(f"There is no learning point {code}.", mend="Give the code of one that there is.")
    return pk


@unruled("Reads only the code of a point that a record names, and nothing else about it.")
def codes_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the code of every point, in one query."""
    return dict(LearningPoint.objects.filter(pk__in=ids).values_list("pk", "code"))
