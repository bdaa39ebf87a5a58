"""Queries for the pages about accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from tideturn.hub.accounts.factors import PROVING
from tideturn.hub.accounts.models import OPEN, Invitation, Recovery, Session, User
from tideturn.hub.accounts.policy import RULES, Duty, Holding, held_by, require_unseen
from tideturn.hub.accounts.sessions import hashed
from tideturn.hub.common import clock
from tideturn.hub.ui.tables import Page, Sorting, ordered, page_of

_BROWSERS: Final = (("Edg", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
"""Sign and name of each browser; those that claim to be others come first."""
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_LATELY: Final = timedelta(days=30)
_PAGE: Final = 50
_ORDER: Final = {"name": ("name", "email"), "email": ("email",), "account": ("last", "name")}
IN_USE: Final = "in_use"
ENDED: Final = "ended"
"""States of an account, to filter a list."""


@dataclass(frozen=True)
class SessionRow:
    """A session as its owner sees it. `kept_under` names it and opens nothing."""

    kept_under: str
    created: str
    seen: str
    address: str
    browser: str
    this: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A filter of accounts, by part of the name or address and by state; and the sort order."""

    sorting: Sorting
    text: str = ""
    state: str = ""


@dataclass(frozen=True)
class OpenRecovery:
    """A recovery that waits for approval, or for somebody to follow its link."""

    id: UUID
    about: str
    by: str
    since: str
    approved: bool
    hindered: str
    """Why the person who looks may not approve it; empty if they may."""


@dataclass(frozen=True)
class Left:
    """An account that has ended, and what it still holds."""

    name: str
    holds: tuple[Holding, ...]


def sessions_of(user: User, key: str | None) -> tuple[SessionRow, ...]:
    """Return somebody's open sessions, latest first. `key` is the key of the session that they ask in."""
    here = hashed(key or "")
    rows = Session.objects.filter(user=user, expire_date__gt=clock.now()).order_by("-seen", "session_key")
    return tuple(
        SessionRow(
            row.session_key,
            clock.spoken(row.created),
            clock.spoken(row.seen),
            row.address or "",
            browser_of(row.agent),
            row.session_key == here,
        )
        for row in rows
    )


def browser_of(agent: str) -> str:
    """Return a browser and its system in everyday words, from its user agent."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser} on {system}" if browser and system else browser or "A browser that does not say which it is"


def recovery_of(user: User) -> OpenRecovery | None:
    """Return the open recovery of somebody's own account, which they should know of; None if there is none."""
    row = _open_recoveries().filter(user=user).first()
    return None if row is None else _open(row, user)


def recovered_on_server(user: User) -> Sequence[Recovery]:
    """Return recent recoveries from the server's terminal, latest first; none if the person need not know of them."""
    if user not in RULES.answerable():
        return ()
    rows = Recovery.objects.select_related("user").filter(begun_by=None, begun__gte=clock.now() - _LATELY)
    return tuple(rows.order_by("-begun"))


def administrator_hint(user: User) -> str:
    """Return a warning if somebody is the only administrator; else an empty text.

    A key that they lose would lock everybody out.
    """
    if list(RULES.administrators()) != [user]:
        return ""
    return "You are the only administrator. Invite a second one, so that a lost key does not lock everybody out."


def people(*, by: User, asked: Asked, number: int = 1) -> Page[User]:
    """Return a page of accounts, each with whether it `has_factor`. Raise NotVisibleError if they may not be seen."""
    require_unseen(by, Duty.SEE)
    rows = User.objects.filter(Q(name__icontains=asked.text) | Q(email__icontains=asked.text))
    if asked.state:
        used = User.objects.in_force(clock.today()).values("pk")
        rows = rows.filter(pk__in=used) if asked.state == IN_USE else rows.exclude(pk__in=used)
    proving = Authenticator.objects.filter(type__in=PROVING, user=OuterRef("pk"))
    rows = rows.annotate(last=Coalesce("ends_on", date.max), has_factor=Exists(proving))
    return page_of(rows.order_by(*ordered(asked.sorting, _ORDER)), number, _PAGE)


def person(*, by: User, user: UUID) -> User | None:
    """Return an account by its id; None if there is none. Raise NotVisibleError if the person may not see it."""
    require_unseen(by, Duty.SEE)
    return User.objects.filter(pk=user).first()


def open_invitations(*, by: User) -> Sequence[Invitation]:
    """Return the invitations that wait to be accepted. Raise NotVisibleError if the person may not see accounts."""
    require_unseen(by, Duty.SEE)
    rows = Invitation.objects.filter(OPEN, expires__gt=clock.now(), by__isnull=False)
    return tuple(rows.select_related("by").order_by("created"))


def open_recoveries(*, by: User) -> tuple[OpenRecovery, ...]:
    """Return the recoveries that wait. Raise NotVisibleError if the person may not approve one."""
    require_unseen(by, Duty.APPROVE_RECOVERY)
    return tuple(_open(row, by) for row in _open_recoveries().order_by("begun"))


def left_to_take_over(*, by: User) -> tuple[Left, ...]:
    """Return the ended accounts that still hold something, for somebody to take over."""
    require_unseen(by, Duty.SEE)
    ended = User.objects.exclude(pk__in=User.objects.in_force(clock.today())).order_by("ends_on", "name")
    held = held_by([one.pk for one in ended])
    return tuple(Left(one.name, held[one.pk]) for one in ended if held[one.pk])


def _open_recoveries() -> QuerySet[Recovery]:
    going_on = Q(expires=None) | Q(expires__gt=clock.now())
    return Recovery.objects.select_related("user", "begun_by").filter(OPEN, going_on)


def _open(row: Recovery, by: User) -> OpenRecovery:
    hindered = ""
    if row.user_id == by.pk:
        hindered = "It is your own account, so that others approve it."
    elif row.begun_by_id == by.pk:
        hindered = "You began it, so that another person approves it."
    begun_by = row.begun_by.name if row.begun_by else "the server"
    return OpenRecovery(row.pk, row.user.name, begun_by, clock.spoken(row.begun), row.hash is not None, hindered)


def account_in(request: HttpRequest) -> User:
    """Return the signed-in person's account."""
    return cast(User, request.user)


def account_there(pk: UUID) -> User:
    """Return an account. Raise Http404 if there is none."""
    return get_object_or_404(User, pk=pk)


def invitation_there(pk: UUID) -> Invitation:
    """Return an invitation. Raise Http404 if there is none."""
    return get_object_or_404(Invitation, pk=pk)


def recovery_there(pk: UUID) -> Recovery:
    """Return a recovery. Raise Http404 if there is none."""
    return get_object_or_404(Recovery, pk=pk)


def is_own_recovery(by: User, pk: UUID) -> bool:
    """Return whether a recovery exists and is for the person's own account."""
    return Recovery.objects.filter(pk=pk, user=by).exists()
