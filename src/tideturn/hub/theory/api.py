"""What the rooms above know of the theory of change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from tideturn.hub.access.standing import Standing
from tideturn.hub.theory import policy, template
from tideturn.hub.theory.drawing import Drawing, drawn
from tideturn.hub.theory.held import latest_number, nodes_of
from tideturn.hub.theory.models import Node, Version, Working
from tideturn.hub.theory.policy import WRITE as WRITE
from tideturn.hub.theory.queries import is_worked_on as is_worked_on
from tideturn.hub.theory.reading import read
from tideturn.hub.theory.services.working import FROM_TEMPLATE, begin_next
from tideturn.hub.theory.terms import Kind

Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class VersionNamed:
    """A version by its number, and since which day it holds."""

    id: UUID
    number: int
    on: date


@dataclass(frozen=True)
class NodeNamed:
    """A box as another room tells of it."""

    id: UUID
    code: str
    kind: str
    title: str
    address: str
    """Of the theory’s page, at the box."""
    until: int | None
    """The number of the last version that held it; None where the latest does."""


def current_version() -> VersionNamed | None:
    """The latest version; None where there is none yet."""
    found = Version.objects.order_by("-number").first()
    return VersionNamed(found.pk, found.number, found.on) if found else None


def node_choices(by: Standing, kinds: Collection[str] = Kind.values) -> Choices:
    """Each box of the latest version by its id and title, grouped by kind; none for who may see none."""
    found = list(policy.NODES.visible_to(by, nodes_of(latest_number()).filter(kind__in=kinds).order_by("title")))
    groups = ((str(kind.label), [(str(one.pk), one.title) for one in found if one.kind == kind]) for kind in Kind)
    return [(label, among) for label, among in groups if among]


def nodes_named(ids: Iterable[UUID] | None = None) -> Mapping[UUID, NodeNamed]:
    """What each of these, or each box there ever was, is called, whichever version holds it; one query.

    One that is not there is left out.
    """
    page = reverse("theory:now")
    found = Node.objects.all() if ids is None else Node.objects.filter(pk__in=set(ids))
    return {
        one.pk: NodeNamed(one.pk, one.code, one.kind, one.title, f"{page}#box-{one.pk}", one.to_version)
        for one in found
    }


def node_of_code(code: str) -> UUID | None:
    """The box that the programme folder knows by that code; None where there is none."""
    return Node.objects.filter(code=code).values_list("pk", flat=True).first()


def code_of(pk: UUID | None) -> str:
    """What the programme folder knows a box by; empty where there is none."""
    return codes_of([pk]).get(pk, "") if pk else ""


def codes_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """The codes of all of them, in one query."""
    return dict(Node.objects.filter(pk__in=ids).values_list("pk", "code"))


def has_boxes() -> bool:
    """Whether there is a theory, with a version or without."""
    return Node.objects.exists()


def template_shown() -> Mapping[str, Any]:
    """The template as a page draws it and tells it, for the parts `theory/drawing.html` and `theory/told.html`."""
    drawing: Drawing = drawn(template.as_theory())
    return {"drawing": drawing, "told": read(drawing), "drawing_title": "The template of a theory of change"}


def begin_from_template(*, by: Standing) -> Working:
    """Begin the first version with it. Raises HubError where there is a theory, or one is being worked on."""
    return begin_next(by=by, from_what=FROM_TEMPLATE)
