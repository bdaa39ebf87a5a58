"""Who may do what about accounts. Access sets these rules when it starts. Until then nobody may do anything."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Model

from tideturn.hub.accounts.models import Recovery, User
from tideturn.hub.audit.refusing import NotVisibleError, Refused, RefusedError


class Duty(StrEnum):
    """Something that somebody may be allowed to do about other people's accounts."""

    SEE = "see"
    INVITE = "invite"
    END = "end"
    BEGIN_RECOVERY = "begin_recovery"
    APPROVE_RECOVERY = "approve_recovery"

    @property
    def permission(self) -> str:
        """Return its name among the permissions."""
        return f"accounts.{self.value}_account"


@dataclass(frozen=True)
class Holding:
    """Something that an account holds and somebody must take over: its kind, its reference, its id and its page."""

    kind: str
    reference: str
    record: UUID
    address: str = ""


def _nobody(by: User, duty: Duty, about: User | None) -> str:
    return "Nobody has been given the authority to do this."


def _nothing(about: Recovery | User) -> None: ...


@dataclass
class Rules:
    """Rules that access sets."""

    refuses: Callable[[User, Duty, User | None], str] = _nobody
    """Function that returns why a person may not do something about an account; empty if they may."""
    one_hand: Callable[[User, User], bool] = lambda _one, _other: False
    """Function that returns whether two people who would recover an account may be one person with two accounts."""
    needs_factor: Callable[[User], bool] = lambda _: False
    """Function that returns whether a second factor is compulsory for somebody."""
    administrators: Callable[[], Sequence[User]] = lambda: tuple(User.objects.all())
    """Function that returns today's administrators.

    Until access sets it, everybody, so that nobody else becomes the first.
    """
    answerable: Callable[[], Sequence[User]] = lambda: ()
    """Function that returns who sees on their own page that an account was recovered on the server."""
    recovery_begun: Callable[[Recovery], None] = _nothing
    """Called for a recovery that needs approval, within its transaction."""
    recovered_on_server: Callable[[Recovery], None] = _nothing
    """Called for a recovery made on the server, within its transaction."""
    first_administrator: Callable[[User], object] = _nothing
    """Called for the first administrator, within the transaction that makes the account."""
    holdings: list[Callable[[Collection[UUID]], Mapping[UUID, Sequence[Holding]]]] = field(default_factory=list)
    """Functions that return what accounts hold in one app, in as many queries for any number of accounts."""


RULES: Final = Rules()


def factor_is_compulsory(user: User) -> bool:
    """Return whether somebody needs a second factor before anything else."""
    return user.factor_compulsory or RULES.needs_factor(user)


def held_by(users: Collection[UUID]) -> dict[UUID, tuple[Holding, ...]]:
    """Return what each of the accounts holds, app by app."""
    rooms = [of_room(users) for of_room in RULES.holdings]
    return {user: tuple(holding for room in rooms for holding in room.get(user, ())) for user in users}


def refusal(by: User, duty: Duty, about: User | None = None) -> str:
    """Return why somebody may not do something; empty if they may."""
    return RULES.refuses(by, duty, about)


def require(by: User, duty: Duty, about: User | None = None) -> None:
    """Raise RefusedError, with a sentence, if somebody may not do something."""
    why = refusal(by, duty, about)
    if why:
        raise RefusedError(why, refused=refused(by, duty, about))


def require_unseen(by: User, duty: Duty) -> None:
    """Raise NotVisibleError if somebody may not do something: the page does not exist for them."""
    if refusal(by, duty):
        raise NotVisibleError(refused(by, duty))


def refused(by: User, duty: Duty, on: Model | None = None) -> Refused:
    """Return who was refused what, for the audit."""
    model = "" if on is None else on._meta.label_lower
    return Refused(by.pk, duty.permission, "page", model, None if on is None else on.pk)
