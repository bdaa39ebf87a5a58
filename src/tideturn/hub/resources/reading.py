"""Records, and what they said before, as pages are given them: plain values, by their rule and told to the audit."""

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
    """How the changes of a kind of record are told."""

    fields: Mapping[str, tuple[str, Callable[[Any], str]]]
    """The fields whose changes are told, in their order: what each is called, and its value in words."""
    what: Callable[[Past], str]
    """Return the record's title in a version."""


@dataclass(frozen=True)
class Difference:
    """What a field said, and what it says since."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """What somebody changed at a moment, and of which record."""

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
    facts: tuple[tuple[str, str], ...]
    """What each field is called and says, of those that say something, for a page that shows them all."""
    changes: tuple[Changed, ...] = ()
    """What it said before, the latest first, where that is shown with it."""

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def of(self, field: Field[T]) -> T:
        """Return what a field says."""
        value: T = self.values[field.name]
        return value


def read(
    resource: Resource[M], pk: UUID, *, by: Standing, related: Sequence[Related] = (), with_history: bool = False
) -> Shown:
    """Return a record with `related` ones that belong to it, and with what it said before where that is asked for.

    Raises NotVisibleError if it is not seen, or not there.
    """
    rows = _with_related(resource.all().select_related("added_by"), related, by).prefetch_related(*resource.linked(by))

    def gather(one: Any) -> Shown:
        found = shown(resource, one, related)
        return replace(found, changes=_changes(resource, one, ())) if with_history else found

    return show(by, resource.reads, pk, action=resource.read, gather=gather, rows=rows)


def seen(
    resource: Resource[M], rows: QuerySet[M], *, by: Standing, related: Sequence[Related] = ()
) -> tuple[Shown, ...]:
    """Return those of `rows` that somebody sees. Only of kinds without persons or sealed fields: no audit is told."""
    among = _with_related(rows.select_related("added_by"), related, by)
    return shown_all(resource, list(resource.reads.visible_to(by, among)), related)


def shown(resource: Resource[M], record: M, with_: Sequence[Related] = ()) -> Shown:
    """Return a record as pages have it. Call within a disclosure."""
    return shown_all(resource, [record], with_)[0]


def shown_all(resource: Resource[M], records: Sequence[M], with_: Sequence[Related] = ()) -> tuple[Shown, ...]:
    """Return records as pages have them, in as many queries as one. Call within a disclosure."""
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
    """Return those of these rows that somebody sees, of records in which nobody is: the audit is told nothing.

    Raises NotVisibleError for who may see none.
    """
    by.require_unseen(resource.reads.permission)
    return seen(resource, rows, by=by)


def history(resource: Resource[M], pk: UUID, *, by: Standing, related: Sequence[Related] = ()) -> tuple[Changed, ...]:
    """Return what a record and `related` ones that belong to it said before, and who changed it, the latest first.

    Raises NotVisibleError if it is not seen, or not there.
    """

    def gather(found: M) -> History:
        return History(_changes(resource, found, related))

    rows = _with_related(resource.all(), related, by)
    return show(by, resource.reads, pk, action=resource.read, gather=gather, rows=rows).changes


def _changes(resource: Resource[Any], found: Any, related: Sequence[Related]) -> tuple[Changed, ...]:
    # Those that are seen, and those that are no more: of what was removed it is told that it was.
    parts = (one for linked in related for one in getattr(found, _seen(linked)))
    past = versions_of(found, *parts, special=resource.reads.special)
    for linked in related:
        past += removals_from(found.pk, linked.resource.model)
    return changes_of(past, _telling(past, resource, *(linked.resource for linked in related)))


def _telling(past: Iterable[Past], *resources: Resource[Any]) -> Telling:
    """Tell a change by the labels of the first that has the field, since all of them share their columns' names."""
    fields = {field.attribute: field for one in reversed(resources) for field in (*one.fields, *one.derived)}
    first = resources[0]
    of = {kind_of_record(one.model): one for one in resources}

    def what(past: Past) -> str:
        one = of[past.kind]
        if one is first:
            return f"The {one.noun}"
        # Of somebody who was removed it is told that there was one, and not who.
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
