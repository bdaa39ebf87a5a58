"""Read records and their history for pages: as plain values, by their rule and logged in the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.record_ids import kind_of_record
from tideturn.hub.crypto.records import Record
from tideturn.hub.history.reading import Past, removals_from, versions_of
from tideturn.hub.resources.declaration import Related, Resource
from tideturn.hub.resources.fields import Field

M = TypeVar("M", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True)
class Telling:
    """How to describe the changes of a kind of record."""

    fields: Mapping[str, tuple[str, Callable[[Any], str]]]
    """Fields to describe, in their order: each with its name, and a function that puts its value in words."""
    what: Callable[[Past], str]
    """Returns the record's title in a version."""


@dataclass(frozen=True)
class Difference:
    """The earlier and the new value of a field."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """One change: what a person changed, when, and in which record."""

    at: datetime
    by: str
    what: str
    fields: tuple[Difference, ...]


@dataclass(frozen=True)
class History:
    """Every change, the latest first."""

    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Shown:
    """A record as a page shows it. A template names a field by itself, `{{ one.next_step }}`, and its words
    by `said`.
    """

    id: UUID
    title: str
    site: str
    parent: UUID | None
    """Id of the record that it belongs to."""
    version: int | None
    values: Mapping[str, Any]
    """Value of each field by its name, with the declaration's further values and the related records."""
    said: Mapping[str, str]
    """Value of each field in words."""
    at: datetime
    by: str
    facts: tuple[tuple[str, str], ...]
    """Names and values of all fields with a value, for a page that shows them all."""
    changes: tuple[Changed, ...] = ()
    """Its history, the latest change first, if the page shows it too."""

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def of(self, field: Field[T]) -> T:
        """Return the value of a field."""
        value: T = self.values[field.name]
        return value


def read(
    resource: Resource[M], pk: UUID, *, by: Standing, related: Sequence[Related] = (), with_history: bool = False
) -> Shown:
    """Return a record with its `related` records, and with its history if asked for.

    Raise NotVisibleError if the person cannot see it or it does not exist.
    """
    rows = _with_related(resource.all().select_related("added_by"), related, by).prefetch_related(*resource.linked(by))

    def gather(one: Any) -> Shown:
        found = shown(resource, one, related)
        return replace(found, changes=_changes(resource, one, ())) if with_history else found

    return show(by, resource.reads, pk, action=resource.read, gather=gather, rows=rows)


def seen(
    resource: Resource[M], rows: QuerySet[M], *, by: Standing, related: Sequence[Related] = ()
) -> tuple[Shown, ...]:
    """Return those of `rows` that the person may see. Use it only for kinds without people or sealed fields: it logs
    nothing.
    """
    among = _with_related(rows.select_related("added_by"), related, by)
    return shown_all(resource, list(resource.reads.visible_to(by, among)), related)


def shown(resource: Resource[M], record: M, with_: Sequence[Related] = ()) -> Shown:
    """Return a record as pages show it. Call within a disclosure."""
    return shown_all(resource, [record], with_)[0]


def shown_all(resource: Resource[M], records: Sequence[M], with_: Sequence[Related] = ()) -> tuple[Shown, ...]:
    """Return records as pages show them, in as many queries as for one record. Call within a disclosure."""
    fields = (*resource.fields, *resource.derived)
    speakers = {field: field.speaker([field.of(one) for one in records]) for field in fields}

    def told(one: Any) -> Shown:
        said = {field: say(field.of(one)) for field, say in speakers.items()}
        values = {field.name: field.of(one) for field in fields} | ({"code": one.code} if resource.code else {})
        related = {linked.name: shown_all(linked.resource, getattr(one, _seen(linked))) for linked in with_}
        return Shown(
            id=one.pk,
            title=resource.title(one),
            site=resource.site(one),
            parent=getattr(one, resource.parent.link.field.attname) if resource.parent else None,
            version=getattr(one, "version", None),
            values={**values, **resource.more(one), **related},
            said={field.name: words for field, words in said.items()},
            at=one.added_at,
            by=one.added_by.name,
            facts=tuple((field.heading, words) for field, words in said.items() if words),
        )

    return tuple(map(told, records))


def listed(resource: Resource[M], rows: QuerySet[M], *, by: Standing) -> tuple[Shown, ...]:
    """Return those of these rows that the person may see. Use it only for records that no person is in: it logs
    nothing.

    Raise NotVisibleError if the person may see no such records.
    """
    by.require_unseen(resource.reads.permission)
    return seen(resource, rows, by=by)


def history(resource: Resource[M], pk: UUID, *, by: Standing, related: Sequence[Related] = ()) -> tuple[Changed, ...]:
    """Return the earlier values of a record and of its `related` records, and who changed them, the latest first.

    Raise NotVisibleError if the person cannot see the record or it does not exist.
    """

    def gather(found: M) -> History:
        return History(_changes(resource, found, related))

    rows = _with_related(resource.all(), related, by)
    return show(by, resource.reads, pk, action=resource.read, gather=gather, rows=rows).changes


def _changes(resource: Resource[Any], found: Any, related: Sequence[Related]) -> tuple[Changed, ...]:
    # The visible parts and the removed ones. Of a removed part, the history says only that it was removed.
    parts = (one for linked in related for one in getattr(found, _seen(linked)))
    past = versions_of(found, *parts, special=resource.reads.special)
    for linked in related:
        past += removals_from(found.pk, linked.resource.model)
    return changes_of(past, _telling(past, resource, *(linked.resource for linked in related)))


def _telling(past: Iterable[Past], *resources: Resource[Any]) -> Telling:
    """Return how to describe changes, by the labels of the first resource that has the field: all share their columns'
    names.
    """
    fields = {field.attribute: field for one in reversed(resources) for field in (*one.fields, *one.derived)}
    first = resources[0]
    of = {kind_of_record(one.model): one for one in resources}

    def what(past: Past) -> str:
        one = of[past.kind]
        if one is first:
            return f"The {one.noun}"
        # Of a removed person, the history says that there was one, and not who.
        title = "" if past.is_removal else one.title(one.model(**past.values))
        return f"{one.noun.capitalize()} {title}".strip()

    return Telling(
        fields={
            name: (field.heading, field.speaker([one.values[name] for one in past if name in one.values]))
            for name, field in fields.items()
        },
        what=what,
    )


def changes_of(past: Iterable[Past], telling: Telling) -> tuple[Changed, ...]:
    """Return the changes in versions, perhaps of several records: compare each with the one before.

    Include removals, without fields: the earlier changes show what the record said.
    """
    before: dict[UUID, Past] = {}
    changes = []
    for one in past:
        was = before.pop(one.record, None)
        if not one.is_removal:
            before[one.record] = one
        fields = tuple(_differences(telling, was.values if was else {}, one.values))
        if fields or one.is_removal or was is None:
            what = "removed" if one.is_removal else "changed" if was else "added"
            changes.append(Changed(one.at, one.by, f"{telling.what(one)} {what}", fields))
    return tuple(sorted(changes, key=lambda one: one.at, reverse=True))


def _differences(telling: Telling, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[Difference]:
    for name, (label, say) in telling.fields.items():
        if name in now:
            was, since = (say(value) if (value := said.get(name)) else "" for said in (before, now))
            if was != since:
                yield Difference(label, was, since)


def _with_related(rows: QuerySet[M], related: Sequence[Related], by: Standing) -> QuerySet[M]:
    for linked in related:
        among = linked.resource.all().select_related("added_by").order_by(*linked.order)
        rows = rows.prefetch_related(linked.resource.reads.prefetch(linked.name, by, to=_seen(linked), rows=among))
    return rows


def _seen(linked: Related) -> str:
    return f"seen_{linked.name}"
