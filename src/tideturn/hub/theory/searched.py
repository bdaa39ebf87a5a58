"""What is found of the theory of change by its words: the boxes and links of the version that holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from tideturn.hub.forms.cells import parted
from tideturn.hub.search.registry import Said, Searched, searched
from tideturn.hub.theory import policy
from tideturn.hub.theory.held import latest_number, links_of, nodes_of
from tideturn.hub.theory.models import Link, Node, Version
from tideturn.hub.theory.terms import Kind


def fill_in() -> None:
    """Tell the search."""
    searched(
        Searched(
            kind="box",
            label="Box of the theory of change",
            plural="Boxes of the theory of change",
            rule=policy.NODES,
            said=_box,
            rows=lambda: nodes_of(latest_number()),
            told_by={Version: lambda _: Node.objects.values_list("pk", flat=True)},
            address=lambda pk: f"{reverse('theory:now')}#box-{pk}",
        )
    )
    searched(
        Searched(
            kind="link",
            label="Link of the theory of change",
            plural="Links of the theory of change",
            rule=policy.LINKS,
            said=_link,
            rows=lambda: links_of(latest_number()).select_related("from_node", "to_node"),
            told_by={Version: lambda _: Link.objects.values_list("pk", flat=True), Node: _links_at},
            address=lambda pk: f"{reverse('theory:now')}#link-{pk}",
        )
    )


def _box(one: Node) -> Said:
    return Said(title=one.title, texts=(str(Kind(one.kind).label),))


def _link(one: Link) -> Said:
    title = f"{one.from_node.title} leads to {one.to_node.title}"
    return Said(title=title, texts=(one.assumption, *parted(one.rivals)))


def _links_at(node: Any) -> QuerySet[Link, UUID]:
    return Link.objects.filter(Q(from_node=node.pk) | Q(to_node=node.pk)).values_list("pk", flat=True)
