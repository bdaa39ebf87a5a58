"""Who may do what about accounts. The room above says so when it starts, and until it does nobody may do anything."""

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


def _nobody(by: User, duty: Duty, about: User | None) -> str:
    return "Nobody has been given the authority to do this."


def _nothing(about: Recovery | User) -> None: ...


@dataclass
class Rules:
    """What the room above says."""

    refuses: Callable[[User, Duty, User | None], str] = _nobody
    """Told who would do what about whom, it says why not; nothing where they may."""
    one_hand: Callable[[User, User], bool] = lambda _one, _other: False
    """Told of two who would recover an account, it says whether they may be one person with two accounts."""
    needs_factor: Callable[[User], bool] = lambda _: False
    """Whether a second factor is compulsory for somebody."""
    administrators: Callable[[], Sequence[User]] = lambda: tuple(User.objects.all())
    """Return who is an administrator today; before that is known, everybody, so that nobody else becomes the first."""
    answerable: Callable[[], Sequence[User]] = lambda: ()
    """Return who sees on their own page that an account was recovered on the server."""
    recovery_begun: Callable[[Recovery], None] = _nothing
    """Called for a recovery that needs approval, within its transaction."""
    recovered_on_server: Callable[[Recovery], None] = _nothing
    """Called for a recovery made on the server, within its transaction."""
    first_administrator: Callable[[User], object] = _nothing
    """Called for the first administrator, within the transaction that makes the account."""
    holdings: list[Callable[[Collection[UUID]], Mapping[UUID, Sequence[Holding]]]] = field(default_factory=list)
    """Each says what of its room accounts hold, of however many in as many queries."""


RULES: Final = Rules()


def factor_is_compulsory(user: User) -> bool:
    """Whether a second factor comes before anything else for somebody."""
    return user.factor_compulsory or RULES.needs_factor(user)


def held_by(users: Collection[UUID]) -> dict[UUID, tuple[Holding, ...]]:
    """What each of the accounts holds, room by room."""
    rooms = [of_room(users) for of_room in RULES.holdings]
    return {user: tuple(holding for room in rooms for holding in room.get(user, ())) for user in users}


def refusal(by: User, duty: Duty, about: User | None = None) -> str:
    """Why somebody may not do something; nothing where they may."""
    return RULES.refuses(by, duty, about)


def require(by: User, duty: Duty, about: User | None = None) -> None:
    """Raises RefusedError, with a sentence, where somebody may not."""
    why = refusal(by, duty, about)
    if why:
        raise RefusedError(why, refused=refused(by, duty, about))


def require_unseen(by: User, duty: Duty) -> None:
    """Raises NotVisibleError where somebody may not: of a page that is not there for them."""
    if refusal(by, duty):
        raise NotVisibleError(refused(by, duty))


def refused(by: User, duty: Duty, on: Model | None = None) -> Refused:
    """Who was refused what, as the audit is told of it."""
    model = "" if on is None else on._meta.label_lower
    return Refused(by.pk, duty.permission, "page", model, None if on is None else on.pk)
