"""Views of the hub's home page and of access."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, Final, cast
from urllib.parse import parse_qsl
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tideturn.hub.access import audit_reading, lists, policy, queries, services
from tideturn.hub.access import oversight as overseeing
from tideturn.hub.access.audit_reading import Asked
from tideturn.hub.access.event_words import EventLine
from tideturn.hub.access.forms import AuditAddress, AuditForm, RolesForm
from tideturn.hub.access.permissions import permissions_of
from tideturn.hub.access.restriction import services as restricting
from tideturn.hub.access.restriction.kinds import kind_named
from tideturn.hub.access.roles import ROLES, Role
from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.site_names import programme_name
from tideturn.hub.access.standing import MAY_BREAK_GLASS, standing_in
from tideturn.hub.access.tables import table
from tideturn.hub.accounts.queries import account_in, administrator_hint, recovered_on_server, recovery_of
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.notices.queries import unread
from tideturn.hub.ui.first_use import FIRST_USE, Step, how_much
from tideturn.hub.ui.tables import Column, Sorting, page_asked, sorting_asked

_COLUMNS: Final = ("when", "who", "what", "to whom", "why", "about", "record", "site", "through")
_WRONG: Final = 422
"""Status of a page that was filled in wrongly."""
_form = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]


def _confirmed(view: View) -> View:
    """Wrap a view so that the person must have confirmed who they are within the last ten minutes."""
    asked = cast(View, reauthentication_required(view))

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        standing_in(request)  # sends a person who is not logged in to the log-in page
        return asked(request, *args, **kwargs)

    return shown


def _pressed(
    request: HttpRequest,
    do: Callable[[], object],
    *,
    said: str,
    then: HttpResponse,
    otherwise: HttpResponse | None = None,
) -> HttpResponse:
    """Do what a button asks, and return `then` with the message `said`.

    On a HubError, show its sentence instead, and return `otherwise` if given.
    """
    try:
        do()
    except RefusedError:
        raise
    except HubError as error:
        messages.error(request, str(error))
        return then if otherwise is None else otherwise
    messages.success(request, said)
    return then


@shows_nobody("It says nothing of anything.")
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show one page for what does not exist and for what may not be seen. It says nothing of either."""
    return render(request, "access/not_found.html", status=404)


@shows_nobody("One's own roles alone.")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the person's account needs, and the first steps in each of their roles."""
    by = standing_in(request)
    places: dict[Role, list[str]] = {}
    for held in queries.grants_held(by):
        places.setdefault(held.of, []).append(held.where)
    begun = []
    for role, where in places.items():
        first = FIRST_USE[role.code]
        steps = [_shown(step, request) for step in first.steps if step.shown()]
        begun.append({"title": role.title, "where": ", ".join(where), "lede": first.lede, "steps": steps})
    user = account_in(request)
    shown = {
        "begun": begun,
        "programme": programme_name() if begun else "",
        "administering": by.staff_session is not None,
        "on_server": recovered_on_server(user),
        "recovery": recovery_of(user),
        "hint": administrator_hint(user),
    }
    return render(request, "access/home.html", shown)


def _shown(step: Step, request: HttpRequest) -> dict[str, str]:
    """Return a step with how much of it is done, and with a link if the person can open its page."""
    opens = step.url_name and step.open_to(request)
    url, there = (reverse(step.url_name), how_much(step.there)) if opens else ("", "")
    return {"title": step.title, "why": step.why, "url": url, "there": there}


@shows_nobody("One's own standing alone.")
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show what the person can do now, and what is open or waiting for them."""
    by = standing_in(request)
    shown = {
        "roles": [(one, permissions_of(one.of)) for one in queries.grants_held(by)],
        "session": queries.own_session(by) if by.staff_session else None,
        "may_administer": by.may(policy.BEGIN_STAFF_SESSION),
        "may_break_glass": by.may(MAY_BREAK_GLASS),
        "may_grant": bool(policy.roles_that_one_may_grant(by)),
        "may_give_authority": by.may(policy.GIVE_AUTHORITY),
        "may_read_audit": by.may(policy.READ_AUDIT),
        "may_oversee": by.may(policy.OVERSEE_ROLES),
        "nobody_is": queries.leads_missing(by),
        "notices": unread(by.user),
    }
    return render(request, "access/own.html", shown)


@shows_nobody("One's own break-glass, by id, which was told when it was used.")
@require_safe
def glass_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show that break-glass is open, and until when."""
    return render(request, "access/glass_open.html", {"glass": queries.glass_open(standing_in(request), pk)})


@require_safe
def glass_told(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who used break-glass, for what and why."""
    return render(request, "access/glass_told.html", {"told": queries.glass_told(standing_in(request), pk)})


@require_POST
def end_staff_session(request: HttpRequest) -> HttpResponse:
    """End the person's staff session."""
    services.end_staff_session(by=standing_in(request))
    messages.success(request, "The staff session is ended.")
    return redirect("access:own")


@require_safe
def staff_sessions(request: HttpRequest) -> HttpResponse:
    """Show who administered, when and why."""
    page = queries.staff_sessions(standing_in(request), page_asked(request.GET))
    return render(request, "access/staff_sessions.html", {"page": page})


@shows_nobody("Colleagues and their roles; no young person.")
@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """Show the grants that the person manages."""
    by = standing_in(request)
    form, asked, told = _narrowed(request, lists.GRANTS, policy.roles_that_one_may_grant(by))
    page = queries.grants_that_one_manages(by, asked, page_asked(request.GET))
    table = lists.grants(page, by, told, asked.sorting)
    return render(request, "access/grants.html", {"table": table, "filters": form, "sorting": asked.sorting})


@require_POST
@_confirmed
def withdraw_grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw a role."""
    by = standing_in(request)
    found = queries.grant_that_one_manages(by, pk)
    return _pressed(
        request,
        lambda: services.withdraw_grant(by=by, grant=found),
        said="The role is withdrawn.",
        then=redirect("access:grants"),
    )


@shows_nobody("Colleagues and what they may grant; no young person.")
@require_safe
@_confirmed
def authorities(request: HttpRequest) -> HttpResponse:
    """Show who may grant which role."""
    by = standing_in(request)
    form, asked, told = _narrowed(request, lists.AUTHORITIES, ROLES.values())
    page = queries.authorities(by, asked, page_asked(request.GET))
    table = lists.authorities(page, by, told, asked.sorting)
    return render(request, "access/authorities.html", {"table": table, "filters": form, "sorting": asked.sorting})


@require_POST
@_confirmed
def withdraw_authority(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw an authority."""
    by = standing_in(request)
    found = queries.authority(by, pk)
    return _pressed(
        request,
        lambda: services.withdraw_authority(by=by, authority=found),
        said="The authority is withdrawn.",
        then=redirect("access:authorities"),
    )


@shows_nobody("Colleagues and their roles; no young person.")
@require_safe
def oversight(request: HttpRequest) -> HttpResponse:
    """Show who was let in to see young people, and which authorities wait for confirmation."""
    return render(request, "access/oversight.html", {"oversight": overseeing.oversight(standing_in(request))})


@require_POST
@_confirmed
def confirm_authority(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm an authority that waits."""
    by = standing_in(request)
    found = overseeing.authority_waiting(by, pk)
    return _pressed(
        request,
        lambda: services.confirm_authority(by=by, authority=found),
        said="The authority counts from now on.",
        then=redirect("access:oversight"),
    )


@require_POST
def withdraw_name(request: HttpRequest, kind: str, pk: UUID, user: UUID) -> HttpResponse:
    """Withdraw somebody's name from a restricted record, so that they no longer see it."""
    by = standing_in(request)
    of = kind_named(by, kind)
    back = redirect("access:restriction", kind, pk)
    return _pressed(
        request,
        lambda: restricting.withdraw_name(by=by, kind=of, pk=pk, user=user),
        said="They are no longer named.",
        then=redirect("access:own") if user == by.user else back,
        otherwise=back,
    )


@require_POST
def lift_restriction(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Lift a restriction, so that everyone whose roles allow it sees the record again."""
    by = standing_in(request)
    of = kind_named(by, kind)
    return _pressed(
        request,
        lambda: restricting.lift_restriction(by=by, kind=of, pk=pk),
        said="The restriction is lifted.",
        then=redirect("access:restriction", kind, pk),
    )


@_form
def audit(request: HttpRequest) -> HttpResponse:
    """Show who has seen this record and why, and what this person did.

    A form sends typed text by POST. An address holds ids.
    """
    by = standing_in(request)
    by.require_unseen(policy.READ_AUDIT)
    if request.method == "POST":
        typed = AuditForm(request.POST)
        if not typed.is_valid():
            return render(request, "access/audit.html", {"form": typed}, status=_WRONG)
        return redirect(f"{request.path}?{typed.address()}")
    form = AuditAddress(request.GET or None)
    if request.GET and not form.is_valid():
        return render(request, "access/audit.html", {"form": form}, status=_WRONG)
    sorting = sorting_asked(request.GET, lists.EVENTS, otherwise=Sorting("when", backwards=True))
    asked = form.asked() if request.GET else Asked()
    page = audit_reading.audit_page(by, asked, page_asked(request.GET), oldest_first=not sorting.backwards)
    further = form.address() if request.GET else ""
    listed = lists.events(page, dict(parse_qsl(further)), sorting)
    shown = {"form": form, "page": page, "table": listed, "further": further}
    return render(request, "access/audit.html", shown)


@require_safe
def audit_saved(request: HttpRequest) -> HttpResponse:
    """Return the same events as a CSV file."""
    by = standing_in(request)
    by.require_unseen(policy.READ_AUDIT)
    form = AuditAddress(request.GET)
    if form.is_valid():
        try:
            return table("audit", _COLUMNS, map(_row, audit_reading.audit_whole(by, form.asked())))
        except HubError as error:
            form.add_error("since", str(error))
    return render(request, "access/audit.html", {"form": form}, status=_WRONG)


def _narrowed(
    request: HttpRequest, columns: Sequence[Column], roles: Iterable[Role]
) -> tuple[RolesForm, queries.Narrowed, dict[str, str]]:
    """Return the form that filters a list of roles, and its values. An invalid form filters nothing."""
    form = RolesForm(request.GET or None, roles=roles)
    told = {name: form.cleaned_data.get(name, "") for name in form.fields} if form.is_valid() else {}
    sorting = sorting_asked(request.GET, columns, otherwise=Sorting("role"))
    return form, queries.Narrowed(**told, sorting=sorting), told


def _row(line: EventLine) -> tuple[str, ...]:
    about = " ".join(line.about)
    return (line.at, line.who, line.what, line.to, line.why, about, line.record, line.site, line.via)
