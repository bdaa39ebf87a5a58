"""What the rooms above know of the plan: its priorities, which activities serve."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing
from tideturn.hub.plan import access
from tideturn.hub.plan.models import Priority, Status
from tideturn.hub.ui.tables import addresses


@dataclass(frozen=True)
class PriorityNamed:
    """A priority as another room tells of it."""

    id: UUID
    code: str
    title: str
    site: str
    address: str


def priority_choices(by: Standing) -> list[tuple[str, str]]:
    """Each priority that is not retired by its id and title, with its site; none for who may see none."""
    found = access.PRIORITIES.visible_to(by, Priority.objects.exclude(status=Status.RETIRED).order_by("title", "pk"))
    return [(str(one.pk), f"{one.title} ({site_name(one.site) if one.site else 'All sites'})") for one in found]


def priorities_named(ids: Collection[UUID]) -> Mapping[UUID, PriorityNamed]:
    """What each of these is called and where it stands; one query. One that is not there is left out."""
    address = addresses("plan:priority")
    return {
        one.pk: PriorityNamed(one.pk, one.code, one.title, one.site, address(one.pk))
        for one in Priority.objects.filter(pk__in=set(ids))
    }


def priority_of_code(code: str) -> UUID | None:
    """The priority that the programme folder knows by that code; None where there is none."""
    return Priority.objects.filter(code=code).values_list("pk", flat=True).first()


def codes_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """The codes of all of them, in one query."""
    return dict(Priority.objects.filter(pk__in=ids).values_list("pk", "code"))
