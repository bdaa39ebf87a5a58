"""Make a kind of record searchable: its names, its readers and its page come from the declaration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.urls import reverse

from tideturn.hub.crypto.records import Record
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.search.registry import Said, Searched

M = TypeVar("M", bound=Record)


def found_by_words(resource: Resource[M], said: Callable[[M], Said | None], **more: Any) -> Searched[M]:
    """Return what registers the kind for search. Pass in `more` only what differs from the declaration, as `Searched`
    takes it.

    A record that belongs to another is read with that one, because it may quote its words and site.
    """
    told = {
        "kind": resource.key,
        "label": resource.noun.capitalize(),
        "plural": resource.plural.capitalize(),
        "address": lambda pk: reverse(resource.page, args=[pk]),
        "rows": resource.all if resource.parent else resource.model._default_manager.all,
    }
    return Searched(rule=resource.reads, said=said, **{**told, **more})
