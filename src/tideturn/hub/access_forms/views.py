"""The pages on which somebody is invited, given a role or let in, and on which a record is restricted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tideturn.hub.access import services
from tideturn.hub.access.glass import GLASS_KINDS
from tideturn.hub.access.queries import own_session
from tideturn.hub.access.restriction import queries as restricted
from tideturn.hub.access.restriction import services as restricting
from tideturn.hub.access.restriction.kinds import kind_named
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.access_forms import forms, people
from tideturn.hub.access_forms.restricting import NAME, RESTRICT
from tideturn.hub.accounts.one_time import MadeLink
from tideturn.hub.accounts.queries import account_there
from tideturn.hub.accounts.services import endings, invitations
from tideturn.hub.accounts.views import link_made
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited


def break_glass(request: HttpRequest) -> HttpResponse:
    """Open what one may not otherwise see."""

    def do(*, by: Standing, kind: str, reference: str, reason: str) -> object:
        return services.break_glass(by=by, kind=GLASS_KINDS[kind], reference=reference, reason=reason)

    return edit_page(request, forms.BREAK_GLASS, None, do)


def staff_session(request: HttpRequest) -> HttpResponse:
    """Begin to administer; whoever does already is led to where they end it."""

    def do(*, by: Standing, reason: str) -> object:
        return own_session(by) or services.begin_staff_session(by=by, reason=reason)

    if request.method != "POST" and standing_in(request).staff_session is not None:
        return redirect("access:own")
    return edit_page(request, forms.STAFF_SESSION, None, do, then=_leads_to("access:own"))


def grant(request: HttpRequest) -> HttpResponse:
    """Grant a role."""
    return edit_page(request, forms.GRANT, None, services.grant_role, then=_leads_to("access:grants"))


def cover(request: HttpRequest) -> HttpResponse:
    """Have an absent colleague covered."""
    return edit_page(request, forms.COVER, None, services.cover_absence, then=_leads_to("access:grants"))


def give_authority(request: HttpRequest) -> HttpResponse:
    """Let somebody grant a role."""
    then = _leads_to("access:authorities")
    return edit_page(request, forms.GIVE_AUTHORITY, None, services.give_authority, then=then)


def restriction(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """How a record is restricted; where it is not, the form that restricts it."""
    if request.method == "POST" and kind in RESTRICT:
        return _restrict(request, kind, pk)
    by = standing_in(request)
    shown = restricted.restriction(by, kind_named(by, kind), pk)
    if shown.restricted:
        return render(request, "access/restriction.html", {"shown": shown, "kind": kind, "record": pk})
    return _restrict(request, kind, pk, shown)


def name_person(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Let somebody further see a restricted record."""

    def do(*, by: Standing, pk: UUID, user: Any) -> None:
        restricting.name_person(by=by, kind=kind_named(by, kind), pk=pk, user=user)

    return _of_kind(request, NAME, kind, pk, do, lambda _: redirect("access:restriction", kind, pk))


def _restrict(
    request: HttpRequest, kind: str, pk: UUID, shown: restricted.RestrictionShown | None = None
) -> HttpResponse:
    def do(*, by: Standing, pk: UUID, to: Any, reason: str) -> None:
        restricting.restrict_record(by=by, kind=kind_named(by, kind), pk=pk, to=to, reason=reason)

    def then(_: object) -> HttpResponse:
        # Whoever did not name themselves sees neither the record any more nor this page.
        seen = restricted.is_named(standing_in(request).user, pk)
        return redirect("access:restriction", kind, pk) if seen else redirect("access:own")

    return _of_kind(request, RESTRICT, kind, pk, do, then, shown)


def _of_kind(
    request: HttpRequest,
    among: dict[str, Edited[Any]],
    kind: str,
    pk: UUID,
    do: Callable[..., None],
    then: Callable[[object], HttpResponse],
    shown: restricted.RestrictionShown | None = None,
) -> HttpResponse:
    """A form of a record of that kind, with how it is restricted, where that is not known already."""
    if kind not in among:
        kind_named(standing_in(request), kind)
    return edit_page(
        request,
        among[kind],
        pk,
        do,
        then=then,
        told=lambda by: {"shown": shown or restricted.restriction(by, kind_named(by, kind), pk)},
        kind=kind,
        record=pk,
    )


def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown this one time, or sent."""

    def do(*, by: Standing, name: str, email: str) -> MadeLink[Any]:
        return invitations.create_invitation(by=people.account_of(by), name=name, email=email)

    def then(made: MadeLink[Any]) -> HttpResponse:
        return link_made(request, made, to=made.of, back="accounts_people")

    return edit_page(request, people.INVITE, None, do, then=then)


def last_day(request: HttpRequest, user: UUID) -> HttpResponse:
    """Until when an account may be used."""

    def do(*, by: Standing, pk: UUID, ends_on: Any) -> None:
        endings.end_account(by=people.account_of(by), user=account_there(pk), ends_on=ends_on)

    def told(by: Standing) -> dict[str, Any]:
        return {"person": account_there(user)}

    return edit_page(request, people.LAST_DAY, user, do, told=told)


def _leads_to(address: str) -> Callable[[object], HttpResponse]:
    return lambda _: redirect(address)
