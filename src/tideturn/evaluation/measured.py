"""Hold numbers in fields of their own, and look them up by name where the name comes from data.

A number is None where it is too small to show, or where a release hides it. The names are those of `evaluation.json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, Self, TypeVar

from tideturn.evaluation.waves import Wave

_Number = TypeVar("_Number", int, float)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Numbers by name; `left_out` are the names that this item does not hold. Their fields are None."""

    left_out: frozenset[str] = frozenset()

    @cached_property
    def by_name(self) -> Mapping[str, Any]:
        """Return what the item holds, for code that reads a field whose name comes from data.

        Such names come from a grammar, a reference in a sentence, a binding, a table of cells or a measure of work.
        All other code reads the attribute of the item's kind.
        """
        return {name: getattr(self, name) for name in _names(type(self)) if name not in self.left_out}

    def as_dict(self) -> dict[str, Any]:
        """Return what the item holds, in the form that `evaluation.json` has."""
        return {name: _plain(held) for name, held in self.by_name.items()}

    def number(self, name: str) -> float | None:
        """Return the number of a name that comes from data; None where it is hidden, or the item holds none."""
        held = self.by_name.get(name)
        return held if isinstance(held, int | float) else None

    @classmethod
    def of(cls, by_name: Mapping[str, Any]) -> Self:
        """Return the value that holds these numbers and no others; raise TypeError for a name that it lacks."""
        absent = [name for name in _names(cls) if name not in by_name]
        return cls(left_out=frozenset(absent), **dict.fromkeys(absent), **by_name)


def _names(kind: type[Measured]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name not in ("left_out", "numbers"))


def _plain(held: Any) -> Any:
    if isinstance(held, Wave | Measured):
        return held.as_dict()
    if is_dataclass(held) and not isinstance(held, type):
        return asdict(held)
    if isinstance(held, Mapping):
        return {name: _plain(one) for name, one in held.items()}
    return [_plain(one) for one in held] if isinstance(held, list | tuple) else held


@dataclass(frozen=True, kw_only=True)
class Open(Measured):
    """Numbers, some with a name from the folder or a measure; `numbers` holds those."""

    numbers: Mapping[str, float | None] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, Any]:
        """Return all numbers by name."""
        return {**super().by_name, **self.numbers}

    @classmethod
    def of(cls, by_name: Mapping[str, Any]) -> Self:
        """Return the value that holds these numbers and no others."""
        named = {name: number for name, number in by_name.items() if name in _names(cls)}
        return replace(super().of(named), numbers={name: one for name, one in by_name.items() if name not in named})


def known(number: _Number | None) -> _Number:
    """Return a number. Raise ValueError if a release hides it: no other value may replace it."""
    if number is None:
        raise ValueError("A release hides this number.")
    return number
