"""What accounts must know of rooms above it: they say so when they start, and until they do nothing is allowed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from tideturn.hub.accounts.models import Recovery, User


class Duty(StrEnum):
    """What somebody may be allowed to do about others' accounts."""

    SEE = "see"
    INVITE = "invite"
    END = "end"
    BEGIN_RECOVERY = "begin_recovery"
    APPROVE_RECOVERY = "approve_recovery"

    @property
    def permission(self) -> str:
        """Its name among the permissions."""
        return f"accounts.{self.value}_account"


@dataclass(frozen=True)
class Holding:
    """Something that an account holds and somebody must take over: what kind it is, its reference, and its page."""

    kind: str
    reference: str
    record: UUID
    address: str = ""


Refuses = Callable[[User, Duty, User | None], str]
"""Told who would do what about whom, it says why not; nothing where they may."""


def _nobody(by: User, duty: Duty, about: User | None) -> str:
    return "Nobody has been given the authority to do this."


def _no_one() -> Sequence[User]:
    return ()


def _two(one: User, other: User) -> bool:
    return False


@dataclass
class Rules:
    """What the rooms above say."""

    refuses: Refuses = _nobody
    one_hand: Callable[[User, User], bool] = _two
    """Told of two who would recover an account, it says whether they may be one person with two accounts."""
    needs_factor: list[Callable[[User], bool]] = field(default_factory=list)
    """Each says whether a second factor is compulsory for somebody."""
    administrators: Callable[[], Sequence[User]] | None = None
    """Who administers the hub today."""
    answerable: Callable[[], Sequence[User]] = _no_one
    """Who reads on their own page that somebody was let in again from the server."""
    recovery_begun: list[Callable[[Recovery], None]] = field(default_factory=list)
    """Each is told of a recovery that waits to be approved, within the transaction that begins it."""
    recovered_on_server: list[Callable[[Recovery], None]] = field(default_factory=list)
    """Each is told of one that was made on the server, within its transaction."""
    first_administrator: list[Callable[[User], None]] = field(default_factory=list)
    """Each is told of the first administrator, within the transaction that makes the account."""
    holdings: list[Callable[[Collection[UUID]], Mapping[UUID, Sequence[Holding]]]] = field(default_factory=list)
    """Each says what of its room accounts hold, of however many in as many queries."""


RULES: Final = Rules()


def factor_is_compulsory(user: User) -> bool:
    """Whether a second factor comes before anything else for somebody."""
    return user.factor_compulsory or any(needs(user) for needs in RULES.needs_factor)


def held_by(users: Collection[UUID]) -> dict[UUID, tuple[Holding, ...]]:
    """What each of the accounts holds, room by room."""
    rooms = [of_room(users) for of_room in RULES.holdings]
    return {user: tuple(holding for room in rooms for holding in room.get(user, ())) for user in users}
