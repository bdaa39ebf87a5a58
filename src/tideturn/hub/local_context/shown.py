"""What pages show of places: plain values, in which no person is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from tideturn.hub.forms.histories import Changed

T = TypeVar("T")


@dataclass(frozen=True)
class Whole(Generic[T]):
    """A record that is read by itself, and what it said before, the latest first."""

    one: T
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class PostShown:
    """A post, how it stands today, and in a sentence since when."""

    id: UUID
    site: str
    code: str
    role: str
    state: str
    told: str
    advertised_on: date | None
    filled_on: date | None
    left_on: date | None
    share: str
    """Of a full-time post, in figures; empty where it is not said."""
    follows: UUID | None
    followed: UUID | None
    is_over: bool
    version: int

    @property
    def may_be_advertised_again(self) -> bool:
        """Whether somebody has left, or is to leave, and nobody is to follow yet."""
        return self.left_on is not None and not self.is_over and self.followed is None


@dataclass(frozen=True)
class CircumstanceShown:
    """A circumstance, and what it may explain."""

    id: UUID
    site: str
    code: str
    kind: str
    description: str
    begins_on: date | None
    ends_on: date | None
    now: bool
    outcome: str
    outcome_address: str
    version: int


@dataclass(frozen=True)
class CriterionShown:
    """A criterion, as it held from a day until another."""

    id: UUID
    site: str
    code: str
    text: str
    begins_on: date
    ends_on: date | None
    reason: str
    ended_because: str
    learning: UUID | None
    replaces: UUID | None
    replaced_by: UUID | None
    version: int

    def held_on(self, day: date) -> bool:
        """Whether it was in force on a day."""
        return self.begins_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Because:
    """A learning point that led to something, in short, with its page."""

    code: str
    short: str
    address: str


@dataclass(frozen=True)
class Adapted:
    """An entry of the adaptation log: from what to what, from when, and why. Nothing before is what came in; nothing
    after is what went.
    """

    on: date
    site: str
    criterion: UUID
    before: str
    after: str
    reason: str
    because: Because | None

    @property
    def what(self) -> str:
        """What happened, in a word or two."""
        if self.before and self.after:
            return "Changed"
        return "Came in" if self.after else "Went"


@dataclass(frozen=True)
class BaselineShown:
    """Where something stood on a day."""

    id: UUID
    site: str
    measure: str
    value: str
    on: date
    agreed_with: str
    source: str
    version: int


@dataclass(frozen=True)
class AskShown:
    """Something that partners are asked for, and how far that has come."""

    id: UUID
    site: str
    what: str
    state: str
    state_told: str
    note: str
    version: int


@dataclass(frozen=True)
class PlaceLine:
    """A site in the overview of places: a line about each thing that there is of it."""

    id: UUID
    name: str
    posts: str
    criteria: str
    baseline: str
    circumstances: str
