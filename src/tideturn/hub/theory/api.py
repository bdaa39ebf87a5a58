"""Functions for the apps above: name the boxes of the theory, and begin one from the template."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from tideturn.hub.access.standing import Standing
from tideturn.hub.theory import access
from tideturn.hub.theory.access import WRITE as WRITE
from tideturn.hub.theory.drawing import reading
from tideturn.hub.theory.models import Kind, Node, Working
from tideturn.hub.theory.next_version import FROM_TEMPLATE, begin_next, by_kind
from tideturn.hub.theory.resource import is_worked_on as is_worked_on
from tideturn.hub.theory.resource import latest_number as latest_number
from tideturn.hub.theory.resource import node_of_code as node_of_code
from tideturn.hub.theory.resource import nodes_of


@dataclass(frozen=True)
class NodeNamed:
    """A box as another app shows it."""

    code: str
    title: str
    address: str
    """The theory's page, at the box."""
    until: int | None
    """The number of the last version that has it; None if the latest has it."""


def nodes_named(ids: Iterable[UUID] | None = None) -> Mapping[UUID, NodeNamed]:
    """Return the name of each of these boxes, or of every box there ever was, in one query. Leave out unknown ids."""
    page = reverse("theory:now")
    found = Node.objects.all() if ids is None else Node.objects.filter(pk__in=set(ids))
    return {one.pk: NodeNamed(one.code, one.title, f"{page}#box-{one.pk}", one.to_version) for one in found}


def node_choices(by: Standing, kinds: Collection[str] = Kind.values) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the boxes of the latest version, grouped by kind; none for a person who may see none."""
    rows = nodes_of(latest_number()).filter(kind__in=kinds)
    return by_kind(access.NODES.visible_to(by, rows.order_by("title")))


def has_boxes() -> bool:
    """Return whether there is a theory, with or without a version."""
    return Node.objects.exists()


def template_shown() -> Mapping[str, Any]:
    """Return the template for the parts `theory/drawing.html` and `theory/told.html`."""
    return reading.shown(reading.template(), "The template of a theory of change")


def begin_from_template(*, by: Standing) -> Working:
    """Begin the first version from the template. Raise HubError if there is a theory or a next version."""
    return begin_next(by=by, from_what=FROM_TEMPLATE)
