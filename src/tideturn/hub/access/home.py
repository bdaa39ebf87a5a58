"""The page that the hub begins with: for each role that one holds, what to do first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tideturn.hub.access import queries
from tideturn.hub.access.roles import Role
from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.site_names import programme_name
from tideturn.hub.access.standing import standing_in
from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.queries import administrator_hint, recovered_on_server, recovery_of
from tideturn.hub.ui.first_use import FIRST_USE, Step, how_much


@dataclass(frozen=True)
class StepShown:
    """A step, linked where its page is there for whoever is shown it."""

    title: str
    why: str
    url: str
    there: str
    """What there is of it already, in words; empty where nothing is."""


@dataclass(frozen=True)
class RoleBegun:
    """A role that one holds, the places, and what to do first in it."""

    title: str
    where: str
    lede: str
    steps: tuple[StepShown, ...]


@shows_nobody("One's own roles alone.")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is asked of oneself about one's account, and what to do first in each role that one holds."""
    by = standing_in(request)
    places: dict[Role, list[str]] = {}
    for held in queries.grants_held(by):
        places.setdefault(held.of, []).append(held.where)
    begun = []
    for role, where in places.items():
        first = FIRST_USE[role.code]
        steps = tuple(_shown(step, request) for step in first.steps if step.shown())
        begun.append(RoleBegun(role.title, ", ".join(where), first.lede, steps))
    user = cast(User, request.user)
    shown = {
        "begun": begun,
        "programme": programme_name() if begun else "",
        "administering": by.staff_session is not None,
        "on_server": recovered_on_server(user),
        "recovery": recovery_of(user),
        "hint": administrator_hint(user),
    }
    return render(request, "access/home.html", shown)


def _shown(step: Step, request: HttpRequest) -> StepShown:
    there = step.url_name and step.open_to(request)
    if not there:
        return StepShown(step.title, step.why, "", "")
    return StepShown(step.title, step.why, reverse(step.url_name), how_much(step.there))
