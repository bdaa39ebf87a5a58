"""Which boxes and links a version holds."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q, QuerySet

from tideturn.hub.theory.models import Link, Node, Version

H = TypeVar("H", Node, Link)


def latest_number() -> int:
    """The number of the latest version; 0 where there is none."""
    return Version.objects.order_by("-number").values_list("number", flat=True).first() or 0


def within(number: int, rows: QuerySet[H]) -> QuerySet[H]:
    """Those that the version of that number holds."""
    came = Q(from_version=None) | Q(from_version__lte=number)
    return rows.filter(came, Q(to_version=None) | Q(to_version__gte=number))


def nodes_of(number: int) -> QuerySet[Node]:
    """The boxes of a version."""
    return within(number, Node.objects.all())


def links_of(number: int) -> QuerySet[Link]:
    """The links of a version, of which both ends are in it."""
    nodes = nodes_of(number).values("pk")
    return within(number, Link.objects.all()).filter(from_node__in=nodes, to_node__in=nodes)
