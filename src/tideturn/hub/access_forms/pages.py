"""Pages to invite people, grant roles, recover accounts and restrict records, with their addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from tideturn.hub.access import services, views
from tideturn.hub.access.queries import own_session
from tideturn.hub.access.restriction import queries as restricted
from tideturn.hub.access.restriction import services as restricting
from tideturn.hub.access.restriction.kinds import kind_named
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.access_forms import forms
from tideturn.hub.accounts.one_time import MadeLink
from tideturn.hub.accounts.queries import account_there
from tideturn.hub.accounts.services import endings, invitations
from tideturn.hub.accounts.views import link_made
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited

_View = Callable[[HttpRequest], HttpResponse]


def _page(form: Edited[Any], service: Callable[..., Any], leads_to: str = "") -> _View:
    """Return the view of a form on its own page. Afterwards it redirects to an address, or to where the form says."""
    then = (lambda _: redirect(leads_to)) if leads_to else None
    return lambda request: edit_page(request, form, None, service, then=then)


def staff_session(request: HttpRequest) -> HttpResponse:
    """Begin to administer. Redirect a person who already does to the page where they end it."""

    def do(*, by: Standing, reason: str) -> object:
        return own_session(by) or services.begin_staff_session(by=by, reason=reason)

    if request.method != "POST" and standing_in(request).staff_session is not None:
        return redirect("access:own")
    return _page(forms.STAFF_SESSION, do, "access:own")(request)


def restriction(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Show how a record is restricted; if it is not, show the form that restricts it."""
    shown = None
    if request.method != "POST" or kind not in forms.RESTRICT:
        by = standing_in(request)
        shown = restricted.restriction(by, kind_named(by, kind), pk)
        if shown.restricted:
            return render(request, "access/restriction.html", {"shown": shown, "kind": kind, "record": pk})

    def then(_: object) -> HttpResponse:
        # A person who did not name themselves no longer sees the record or this page.
        seen = restricted.is_named(standing_in(request).user, pk)
        return redirect("access:restriction", kind, pk) if seen else redirect("access:own")

    return _of_kind(request, forms.RESTRICT, kind, pk, restricting.restrict_record, then, shown)


def name_person(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Let one more person see a restricted record."""

    def then(_: object) -> HttpResponse:
        return redirect("access:restriction", kind, pk)

    return _of_kind(request, forms.NAME, kind, pk, restricting.name_person, then)


def _of_kind(
    request: HttpRequest,
    among: dict[str, Edited[Any]],
    kind: str,
    pk: UUID,
    service: Callable[..., object],
    then: Callable[[object], HttpResponse],
    shown: restricted.RestrictionShown | None = None,
) -> HttpResponse:
    """Return the page of a form about a record of that kind, with how the record is restricted.

    Look that up if `shown` does not hold it already.
    """
    if kind not in among:
        kind_named(standing_in(request), kind)

    def do(*, by: Standing, **given: Any) -> None:
        service(by=by, kind=kind_named(by, kind), **given)

    def told(by: Standing) -> dict[str, Any]:
        return {"shown": shown or restricted.restriction(by, kind_named(by, kind), pk)}

    return edit_page(request, among[kind], pk, do, then=then, told=told, kind=kind, record=pk)


def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody. Show the link this one time, or send it."""

    def do(*, by: Standing, name: str, email: str) -> MadeLink[Any]:
        return invitations.create_invitation(by=forms.account_of(by), name=name, email=email)

    def then(made: MadeLink[Any]) -> HttpResponse:
        return link_made(request, made, to=made.of, back="accounts_people")

    return edit_page(request, forms.INVITE, None, do, then=then)


def last_day(request: HttpRequest, user: UUID) -> HttpResponse:
    """Set until when an account may be used."""

    def do(*, by: Standing, pk: UUID, ends_on: Any) -> None:
        endings.end_account(by=forms.account_of(by), user=account_there(pk), ends_on=ends_on)

    return edit_page(request, forms.LAST_DAY, user, do, told=lambda _: {"person": account_there(user)})


ABOUT_ACCOUNTS: Final = [
    path("people/invite/", invite, name="accounts_invite"),
    path("people/<uuid:user>/last-day/", last_day, name="accounts_last_day"),
]
app_name = "access"
urlpatterns = [
    path("", views.own, name="own"),
    path("break-glass/", _page(forms.BREAK_GLASS, services.break_glass), name="break_glass"),
    path("break-glass/<uuid:pk>/", views.glass_open, name="glass_open"),
    path("break-glass/<uuid:pk>/why/", views.glass_told, name="glass_told"),
    path("staff-session/", staff_session, name="staff_session"),
    path("staff-session/end/", views.end_staff_session, name="end_staff_session"),
    path("staff-sessions/", views.staff_sessions, name="staff_sessions"),
    path("grants/", views.grants, name="grants"),
    path("grants/new/", _page(forms.GRANT, services.grant_role, "access:grants"), name="grant"),
    path("grants/cover/", _page(forms.COVER, services.cover_absence, "access:grants"), name="cover"),
    path("grants/<uuid:pk>/withdraw/", views.withdraw_grant, name="withdraw_grant"),
    path("authorities/", views.authorities, name="authorities"),
    path(
        "authorities/new/",
        _page(forms.GIVE_AUTHORITY, services.give_authority, "access:authorities"),
        name="give_authority",
    ),
    path("authorities/<uuid:pk>/withdraw/", views.withdraw_authority, name="withdraw_authority"),
    path("restricted/<slug:kind>/<uuid:pk>/", restriction, name="restriction"),
    path("restricted/<slug:kind>/<uuid:pk>/name/", name_person, name="name_person"),
    path("restricted/<slug:kind>/<uuid:pk>/lift/", views.lift_restriction, name="lift_restriction"),
    path("restricted/<slug:kind>/<uuid:pk>/<uuid:user>/withdraw/", views.withdraw_name, name="withdraw_name"),
    path("oversight/", views.oversight, name="oversight"),
    path("oversight/<uuid:pk>/confirm/", views.confirm_authority, name="confirm_authority"),
    path("audit/", views.audit, name="audit"),
    path("audit/audit.csv", views.audit_saved, name="audit_saved"),
]
