"""Who may do what about accounts: the room above decides, and here it is asked."""

from __future__ import annotations

from django.db.models import Model

from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.registry import RULES, Duty
from tideturn.hub.audit.refusing import NotVisibleError, Refused, RefusedError


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
