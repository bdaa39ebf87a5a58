"""The page on which a record is restricted, and people are named for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from tideturn.hub.access.filling import filled, given, pressed
from tideturn.hub.access.restriction import queries, services
from tideturn.hub.access.restriction.forms import NameForm, RestrictForm
from tideturn.hub.access.restriction.kinds import kind_named
from tideturn.hub.access.standing import standing_in


@require_http_methods(["GET", "HEAD", "POST"])
def restriction(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """How a record is restricted; and restrict it, or name somebody further."""
    by = standing_in(request)
    of = kind_named(by, kind)
    shown = queries.restriction(by, of, pk)
    people = queries.could_be_named(by, of, pk)
    form = NameForm if shown.restricted else RestrictForm

    def do(told: dict[str, Any]) -> HttpResponse:
        if shown.restricted:
            services.name_person(by=by, kind=of, pk=pk, user=told["user"])
        else:
            services.restrict_record(by=by, kind=of, pk=pk, to=told["to"], reason=told["reason"])
        # Whoever did not name themselves sees neither the record any more nor this page.
        seen = shown.restricted or any(user.pk == by.user for user in told["to"])
        return redirect("access:restriction", kind, pk) if seen else redirect("access:own")

    asked = form(given(request), people=people, by=by)
    return filled(request, asked, do, "access/restriction.html", shown=shown, kind=kind, record=pk)


@require_POST
def withdraw_name(request: HttpRequest, kind: str, pk: UUID, user: UUID) -> HttpResponse:
    """Have somebody see a restricted record no longer."""
    by = standing_in(request)
    of = kind_named(by, kind)
    back = redirect("access:restriction", kind, pk)
    return pressed(
        request,
        lambda: services.withdraw_name(by=by, kind=of, pk=pk, user=user),
        said="They are no longer named.",
        then=redirect("access:own") if user == by.user else back,
        otherwise=back,
    )


@require_POST
def lift_restriction(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Let a record be seen again by whoever's roles let them."""
    by = standing_in(request)
    of = kind_named(by, kind)
    return pressed(
        request,
        lambda: services.lift_restriction(by=by, kind=of, pk=pk),
        said="The restriction is lifted.",
        then=redirect("access:restriction", kind, pk),
    )
