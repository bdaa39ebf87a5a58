"""Rotation: everything that an older key sealed or marked is sealed and marked anew, while the hub goes on being used.

A new key is in use from the moment it stands in the folder. What the older ones sealed is then gone through in
batches; each value is replaced only where it is still what was read, so that nobody's writing is lost. It can stop
anywhere and go on: what is left is whatever does not bear the new key's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from django.apps import apps
from django.db import models

from tideturn.hub.kernel.fields import BlindIndexField, Sealed, SealedTextField, place_of
from tideturn.hub.kernel.keyrings import key_folder, ring
from tideturn.hub.kernel.keys import Key, Purpose
from tideturn.hub.kernel.sealing import seal_text, unseal_text

_BATCH: Final = 200

Told = Callable[[int, int], None]
"""Told how many values have been done, of how many."""


@dataclass(frozen=True)
class Rotated:
    """What a rotation did: the key in use, how many values it took over, and the older keys, which copies need."""

    key: Key
    values: int
    older: tuple[Key, ...]


class Rotating(Protocol):
    """Values that the keys of a purpose sealed or marked, somewhere."""

    def left(self, key: Key) -> int:
        """How many do not bear the key's name."""
        ...

    def again(self, key: Key) -> Iterator[None]:
        """Seal or mark each of them with it, one at a time."""
        ...


def also_rotates(purpose: Purpose, rotating: Rotating) -> None:
    """Have a rotation reach what no field of ours holds, as in a library's own table."""
    _ELSEWHERE.setdefault(purpose, []).append(rotating)


def rotate(purpose: Purpose, *, fresh: bool, on_progress: Told | None = None) -> Rotated:
    """Seal or mark everything of a purpose anew; with `fresh` under a new key, else going on with the one in use.

    Raises KeysError where a value opens with no key that is here; what was done until then stays done.
    """
    found = key_folder().add(purpose) if fresh else ring(purpose)
    places = [*_in_fields(purpose), *_ELSEWHERE.get(purpose, ())]
    total = sum(place.left(found.current) for place in places)
    done = 0
    # Somebody who had read the older key just before may have sealed with it just after: so until none is left.
    while any(place.left(found.current) for place in places):
        for place in places:
            for _ in place.again(found.current):
                done += 1
                if on_progress is not None:
                    on_progress(done, max(done, total))
    return Rotated(found.current, done, found.keys[:-1])


@dataclass(frozen=True)
class _InField:
    """The values of one field of one kind of record."""

    field: Any
    walk: Callable[[Any, Key], Iterator[None]]

    def left(self, key: Key) -> int:
        return _left(self.field, key).count()

    def again(self, key: Key) -> Iterator[None]:
        return self.walk(self.field, key)


def _in_fields(purpose: Purpose) -> Iterator[_InField]:
    if purpose in _WALKS:
        walk, kind = _WALKS[purpose]
        yield from (_InField(field, walk) for field in _fields(kind))


def _fields(kind: type[models.Field[Any, Any]]) -> Iterator[Any]:
    """Every field of that kind, of every kind of record."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, kind):
                yield field


def _left(field: Any, key: Key) -> models.QuerySet[models.Model]:
    """The records in which the field does not bear the key's name."""
    rows: models.QuerySet[models.Model] = field.model._base_manager.all()
    if isinstance(field, BlindIndexField):
        return rows.exclude(**{f"{field.name}__startswith": f"{key.id}."}).exclude(**{field.name: ""})
    return rows.filter(**{f"{field.name}__isnull": False}).exclude(**{f"{field.name}__sealed_with": key.id})


def _batches(field: Any, key: Key) -> Iterator[list[Any]]:
    last: UUID | None = None
    while True:
        rows = _left(field, key).order_by("pk")
        if last is not None:
            rows = rows.filter(pk__gt=last)
        batch = list(rows[:_BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def _sealed_again(field: SealedTextField, key: Key) -> Iterator[None]:
    for batch in _batches(field, key):
        for record in batch:
            old = record.__dict__[field.attname]
            place = place_of(field, record.pk)
            keys = ring(Purpose.RECORDS)
            anew = Sealed(seal_text(unseal_text(old.value, place, keys), place, keys))
            field.model._base_manager.filter(pk=record.pk, **{field.name: old}).update(**{field.name: anew})
            yield


def _marked_again(field: BlindIndexField, key: Key) -> Iterator[None]:
    for batch in _batches(field, key):
        for record in batch:
            old = getattr(record, field.attname)
            anew = field.pre_save(record, add=False)
            field.model._base_manager.filter(pk=record.pk, **{field.name: old}).update(**{field.name: anew})
            yield


_WALKS: Final[dict[Purpose, tuple[Callable[[Any, Key], Iterator[None]], type[models.Field[Any, Any]]]]] = {
    Purpose.RECORDS: (_sealed_again, SealedTextField),
    Purpose.INDEX: (_marked_again, BlindIndexField),
}
"""How what a key sealed or marked is gone through. The other purposes' keys leave nothing to be done again."""

_ELSEWHERE: Final[dict[Purpose, list[Rotating]]] = {}
