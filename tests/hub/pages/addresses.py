"""Every address of the hub, taken from its table, so that a new one is among them without anybody thinking of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

TABLE = "tideturn.hub.config.urls"


@dataclass(frozen=True)
class Address:
    """An address by its name, with what it takes, in order."""

    name: str
    takes: tuple[object, ...]

    @property
    def of_nothing(self) -> str:
        """Where it leads, of something that is not there."""
        given = {IntConverter: 1, UUIDConverter: uuid4()}
        return reverse(self.name, args=[given.get(type(one), "nothing") for one in self.takes])


def addresses() -> tuple[Address, ...]:
    return tuple(_within(get_resolver(TABLE).url_patterns, "", ()))


def _within(patterns: list, space: str, takes: tuple[object, ...]) -> Iterator[Address]:
    for one in patterns:
        taken = (*takes, *one.pattern.converters.values())
        if isinstance(one, URLPattern):
            yield Address(f"{space}{one.name}", taken)
        else:
            yield from _within(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space, taken)
