"""The buttons on the page of a restricted record."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tideturn.hub.access.filling import pressed
from tideturn.hub.access.restriction import services
from tideturn.hub.access.restriction.kinds import kind_named
from tideturn.hub.access.standing import standing_in


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
