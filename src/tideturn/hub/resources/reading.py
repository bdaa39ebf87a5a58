"""Records as pages are given them: plain values, shown by their rule and told to the audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.crypto.records import Record
from tideturn.hub.forms.histories import REMOVED, Changed, History, Telling, changes_of
from tideturn.hub.resources.declaration import Related, Resource
from tideturn.hub.resources.fields import Field

M = TypeVar("M", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True)
class Shown:
    """A record as a page has it. A template names a field by itself: `{{ one.next_step }}`, and its words by `said`."""

    id: UUID
    title: str
    site: str
    parent: UUID | None
    """The record that it belongs to."""
    version: int | None
    values: Mapping[str, Any]
    """What each field says, by its name; what else the declaration gives; and related records by theirs."""
    said: Mapping[str, str]
    """What each field says in words."""
    at: datetime
    by: str
    facts: Sequence[tuple[str, str]]
    """What each field is called and says, of those that say something, for a page that shows them all."""
    changes: Sequence[Changed] = ()
    """What it said before, the latest first; where that was asked for."""

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def of(self, field: Field[T]) -> T:
        """Return what a field says."""
        value: T = self.values[field.name]
        return value


def read(
    resource: Resource[M], pk: UUID, *, by: Standing, related: Sequence[Related] = (), history: bool = False
) -> Shown:
    """Return a record with `related` ones that belong to it, and perhaps what it said before.

    Raises NotVisibleError if it is not seen, or not there.
    """
    rows = _with_related(resource.all().select_related("added_by"), related, by)

    def gather(one: M) -> Shown:
        found = shown(resource, one, related)
        return replace(found, changes=_changes_of_one(resource, one)) if history else found

    return show(by, resource.reads, pk, action=resource.read, gather=gather, rows=rows)


def every(resource: Resource[Any], *order: str, by: Standing) -> tuple[Shown, ...]:
    """Return every record of a kind that tells of nobody, of those that somebody sees, in an order.

    Raises NotVisibleError for who may see none.
    """
    by.require_unseen(resource.reads.permission)
    rows = resource.all().select_related("added_by").order_by(*order)
    return tuple(shown(resource, one) for one in resource.reads.visible_to(by, rows))


def shown(resource: Resource[M], record: M, with_: Sequence[Related] = ()) -> Shown:
    """Return a record as pages have it. Call within a disclosure."""
    one: Any = record
    fields = (*resource.fields, *resource.derived)
    values = {field.name: field.of(one) for field in fields}
    said = {field.name: field.spoken(values[field.name]) for field in fields}
    related = {
        linked.name: tuple(shown(linked.resource, each) for each in getattr(one, _seen(linked))) for linked in with_
    }
    return Shown(
        id=one.pk,
        title=resource.title(one),
        site=resource.site(one),
        parent=getattr(one, resource.parent.link.field.attname) if resource.parent else None,
        version=getattr(one, "version", None),
        values={**values, **resource.more(one), **related},
        said=said,
        at=one.added_at,
        by=one.added_by.name,
        facts=tuple((field.heading, said[field.name]) for field in fields if said[field.name]),
    )


def history(resource: Resource[M], pk: UUID, *, by: Standing, related: Sequence[Related] = ()) -> tuple[Changed, ...]:
    """Return what a record and `related` ones that belong to it said before, and who changed it, the latest first.

    Raises NotVisibleError if it is not seen, or not there.
    """

    def gather(found: Any) -> History:
        rows = [_by_whom(found.history.all())]
        for linked in related:
            seen: Sequence[Any] = getattr(found, _seen(linked))
            rows.append(_by_whom(_of_children(linked.resource, found, [one.pk for one in seen])))
        return History(changes_of(chain.from_iterable(rows), telling))

    telling = _telling(resource, *(linked.resource for linked in related))
    rows = _with_related(resource.model._default_manager.all(), related, by)
    return show(by, resource.reads, pk, action=resource.read, gather=gather, rows=rows).changes


def _changes_of_one(resource: Resource[Any], one: Any) -> tuple[Changed, ...]:
    return changes_of(_by_whom(one.history.all()), _telling(resource))


def _of_children(child: Resource[Any], parent: Any, seen: Sequence[UUID]) -> Any:
    """Those that are seen, and those that are no more: of what was removed it is told that it was."""
    assert child.parent is not None
    rows: Any = child.model.history
    return rows.filter(Q(id__in=seen) | Q(**{child.parent.name: parent.pk}, history_type=REMOVED))


def _telling(*resources: Resource[Any]) -> Telling:
    """Tell a change by the labels of the first that has the field, since all of them share their columns' names."""
    fields = {field.attribute: field for one in reversed(resources) for field in (*one.fields, *one.derived)}
    first = resources[0]
    of = {one.model._meta.model_name: one for one in resources}

    def what(row: Any) -> str:
        one = of[type(row).instance_type._meta.model_name]
        if one is first:
            return f"The {one.noun}"
        # Of somebody who was removed it is told that there was one, and not who.
        return (
            f"{one.noun.capitalize()}" if row.history_type == REMOVED else f"{one.noun.capitalize()} {one.title(row)}"
        )

    return Telling(
        labels={name: field.heading for name, field in fields.items()},
        told={name: field.spoken for name, field in fields.items()},
        what=what,
    )


def _with_related(rows: QuerySet[M], related: Sequence[Related], by: Standing) -> QuerySet[M]:
    for linked in related:
        among = linked.resource.all().select_related("added_by").order_by(*linked.order)
        rows = rows.prefetch_related(linked.resource.reads.prefetch(linked.name, by, to=_seen(linked), rows=among))
    return rows


def _seen(linked: Related) -> str:
    return f"seen_{linked.name}"


def _by_whom(rows: Any) -> Any:
    return rows.select_related("history_user")
