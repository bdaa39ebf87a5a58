"""What the search finds of a kind of record: its names, who sees it and its page follow from the declaration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.urls import reverse

from tideturn.hub.crypto.records import Record
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.search.registry import Said, Searched

M = TypeVar("M", bound=Record)


def found_by_words(
    resource: Resource[M],
    said: Callable[[M], Said | None],
    *,
    kind: str = "",
    label: str = "",
    plural: str = "",
    day_is: str = "",
    address: Callable[[UUID], str] | None = None,
    rows: Callable[[], QuerySet[M]] | None = None,
    told_by: Mapping[type[Model], Callable[[Any], Iterable[UUID]]] | None = None,
    in_index: Mapping[str, str] | None = None,
) -> Searched[M]:
    """Return what the search finds. Name only what differs from the declaration.

    One that belongs to another is read with that one, whose words and site it may tell.
    """
    return Searched(
        kind=kind or resource.key,
        label=label or resource.noun.capitalize(),
        plural=plural or resource.plural.capitalize(),
        rule=resource.reads,
        said=said,
        address=address or (lambda pk: reverse(resource.page, args=[pk])),
        day_is=day_is,
        rows=rows or (resource.all if resource.parent else resource.model._default_manager.all),
        told_by=told_by or {},
        in_index=in_index or {},
    )
