"""Rotate keys: seal and mark again everything that an older key sealed or marked, while people use the hub.

A new key is in use as soon as it is in the folder. Rotation then goes through what the older ones sealed, in batches.
It replaces a value only if nobody has changed it since it was read, so that no edit is lost. It can stop anywhere and
go on: what is left is every value without the new key's name. A value that does not open is reported, and holds up no
other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from django.apps import apps
from django.db import models

from tideturn.hub.common.errors import KeysError
from tideturn.hub.crypto.fields import BlindIndexField, Sealed, SealedTextField, place_of
from tideturn.hub.crypto.key_proof import prove_keys
from tideturn.hub.crypto.keys import Key, Purpose, key_folder, ring
from tideturn.hub.crypto.sealing import Place, seal_text, unseal_text

_BATCH: Final = 200

Told = Callable[[int, int], None]
"""Told how many values have been done, of how many."""


@dataclass(frozen=True)
class Unopened:
    """A value that no key which is here opens, and why: it is left as it is."""

    place: Place
    why: str


@dataclass(frozen=True)
class Rotated:
    """What a rotation did: the key in use, how many values it took over, what did not open, and the older keys."""

    key: Key
    values: int
    unopened: tuple[Unopened, ...]
    older: tuple[Key, ...]


class Rotating(Protocol):
    """Values that the keys of a purpose sealed or marked, somewhere."""

    def left(self, key: Key) -> int:
        """Return how many values lack the key's name."""
        ...

    def again(self, key: Key) -> Iterator[Unopened | None]:
        """Seal or mark each value with the key, one at a time. Report one that does not open, and go on."""
        ...


def also_rotates(purpose: Purpose, rotating: Rotating) -> None:
    """Have a rotation reach what no field of ours holds, as in a library's own table."""
    _ELSEWHERE.setdefault(purpose, []).append(rotating)


def rotate(purpose: Purpose, *, on_progress: Told | None = None) -> Rotated:
    """Seal or mark everything of a purpose anew with the key in use; a new one is added to the folder before.

    The database knows of the key before the first value bears its name: without it the hub does not start again.
    Raises KeysError where another command changes the keys; what was done until then stays done.
    """
    with key_folder().alone():
        found = ring(purpose)
        prove_keys()
        places = [*_in_fields(purpose), *_ELSEWHERE.get(purpose, ())]
        total = sum(place.left(found.current) for place in places)
        done, before = 0, -1
        # Somebody who had read the older key just before may have sealed with it just after: so until none is done.
        while done > before:
            before, unopened = done, list[Unopened]()
            for place in places:
                for one in place.again(found.current):
                    _still_in_use(purpose, found.current)
                    if one is not None:
                        unopened.append(one)
                        continue
                    done += 1
                    if on_progress is not None:
                        on_progress(done, max(done, total))
    return Rotated(found.current, done, tuple(unopened), found.keys[:-1])


def _still_in_use(purpose: Purpose, key: Key) -> None:
    """Raises KeysError where the folder was changed by hand: what is sealed anew would bear another key's name."""
    if ring(purpose).current != key:
        raise KeysError(
            f"The {purpose} key {key.id} is no longer the one in use: the keys' folder was changed meanwhile.",
            mend=f"What was done is whole. Go on with: tideturn keys rotate {purpose} --resume",
        )


@dataclass(frozen=True)
class _SealedField:
    """The values of a sealed field of one kind of record."""

    field: SealedTextField

    def left(self, key: Key) -> int:
        return self._rows(key).count()

    def again(self, key: Key) -> Iterator[Unopened | None]:
        for record in _in_batches(self._rows(key)):
            old = record.__dict__[self.field.attname]
            place = place_of(self.field, record.pk)
            keys = ring(self.field.purpose)
            try:
                text = unseal_text(old.value, place, keys)
            except KeysError as error:
                yield Unopened(place, error.what)
                continue
            anew = {self.field.name: Sealed(seal_text(text, place, keys))}
            _every(self.field).filter(pk=record.pk, **{self.field.name: old}).update(**anew)
            yield None

    def _rows(self, key: Key) -> models.QuerySet[models.Model]:
        name = self.field.name
        return _every(self.field).filter(**{f"{name}__isnull": False}).exclude(**{f"{name}__sealed_with": key.id})


@dataclass(frozen=True)
class _MarkedField:
    """The marks of a blind index of one kind of record."""

    field: BlindIndexField

    def left(self, key: Key) -> int:
        return self._rows(key).count()

    def again(self, key: Key) -> Iterator[Unopened | None]:
        for record in _in_batches(self._rows(key)):
            old = getattr(record, self.field.attname)
            try:
                anew = self.field.pre_save(record, add=False)
            except KeysError as error:
                yield Unopened(place_of(self.field.sealed, record.pk), error.what)
                continue
            _every(self.field).filter(pk=record.pk, **{self.field.name: old}).update(**{self.field.name: anew})
            yield None

    def _rows(self, key: Key) -> models.QuerySet[models.Model]:
        name = self.field.name
        return _every(self.field).exclude(**{f"{name}__startswith": f"{key.id}."}).exclude(**{name: ""})


def _in_fields(purpose: Purpose) -> Iterator[Rotating]:
    """Yield every field of every model that a purpose's keys seal or mark, with nothing left to do for some."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedTextField) and purpose is field.purpose:
                yield _SealedField(field)
            if purpose is Purpose.INDEX and isinstance(field, BlindIndexField):
                yield _MarkedField(field)


def _every(field: models.Field[Any, Any]) -> models.QuerySet[models.Model]:
    rows: models.QuerySet[models.Model] = field.model._base_manager.all()
    return rows


def _in_batches(rows: models.QuerySet[models.Model]) -> Iterator[models.Model]:
    rows = rows.order_by("pk")
    last: UUID | None = None
    while batch := list((rows if last is None else rows.filter(pk__gt=last))[:_BATCH]):
        yield from batch
        last = batch[-1].pk


_ELSEWHERE: Final[dict[Purpose, list[Rotating]]] = {}
