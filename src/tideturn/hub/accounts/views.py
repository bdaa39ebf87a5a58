"""Pages about accounts: the person's own, and other people's for those who may see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import perform_login
from allauth.account.views import password_set
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from tideturn.hub.accounts import lists, queries
from tideturn.hub.accounts.forms import AcceptForm, FirstAcceptForm, RecoverForm
from tideturn.hub.accounts.one_time import LinkError, MadeLink
from tideturn.hub.accounts.policy import Duty, held_by, refusal, require
from tideturn.hub.accounts.services import endings, invitations, log_ins, recoveries
from tideturn.hub.accounts.ways_in import office_is_on
from tideturn.hub.common.errors import HubError
from tideturn.hub.ui.tables import Sorting, page_asked, sorting_asked


class Addressed(Protocol):
    """The person who gets a link."""

    name: Any
    email: Any


View = Callable[..., HttpResponseBase]
_confirmed = cast(Callable[[View], View], reauthentication_required)
"""Decorator of a page for people who confirmed who they are within the last ten minutes."""


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """Show the person's own account: its factors, its sessions, and what they need to do about it."""
    user = queries.account_in(request)
    shown = {
        "sessions": queries.sessions_of(user, request.session.session_key),
        "recovery": queries.recovery_of(user),
        "hint": queries.administrator_hint(user),
        "sees_people": not refusal(user, Duty.SEE),
        "approves": not refusal(user, Duty.APPROVE_RECOVERY),
        "on_server": queries.recovered_on_server(user),
    }
    return render(request, "accounts/own.html", shown)


first_password: View = _confirmed(password_set)
"""Page where somebody without a password, who logs in through their office, chooses one."""


@require_POST
@login_required
def end_session(request: HttpRequest, kept_under: str) -> HttpResponse:
    """End one of the person's own sessions."""
    if log_ins.end_session(by=queries.account_in(request), kept_under=kept_under):
        messages.success(request, "The session is ended.")
    return redirect("accounts_own")


@never_cache
@sensitive_post_parameters()
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: enter a name and a password, and log in."""
    try:
        invitation = invitations.open_invitation(token)
    except LinkError as error:
        return _link_is_past(request, error)
    kind = AcceptForm if invitation.by_id else FirstAcceptForm
    form = kind(request.POST or None, initial={"name": invitation.name})

    def open_account(given: dict[str, Any]) -> AbstractBaseUser:
        given = {name: given[name] for name in ("name", "password", "email") if name in given}
        return invitations.accept_invitation(token=token, **given)

    return _opened(request, form, open_account, "accounts/accept.html", invitation=invitation)


@never_cache
@sensitive_post_parameters()
def recover(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password, after two colleagues, or the person who runs the server, let somebody in again."""
    try:
        recovery = recoveries.open_recovery(token)
    except LinkError as error:
        return _link_is_past(request, error)

    def open_account(given: dict[str, Any]) -> AbstractBaseUser:
        return recoveries.complete_recovery(token=token, password=given["password"])

    return _opened(request, RecoverForm(request.POST or None), open_account, "accounts/recover.html", recovery=recovery)


def _opened(
    request: HttpRequest, form: Form, do: Callable[[dict[str, Any]], AbstractBaseUser], template: str, **shown: Any
) -> HttpResponse:
    """Show the page where a password is chosen. Then log the person in, or show what is wrong at the field."""
    if form.is_valid():
        try:
            return _logged_in(request, do(form.cleaned_data))
        except ValidationError as error:
            form.add_error("password", error)
        except LinkError as error:
            form.add_error(None, str(error))
        except HubError as error:
            form.add_error("email" if "email" in form.fields else None, str(error))
    return render(request, template, {"form": form, **shown}, status=422 if form.errors else 200)


def _logged_in(request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
    response: HttpResponse = perform_login(request, user, email_verification="none")
    if request.user.is_authenticated:  # a password chosen this moment need not be typed again to set up a factor
        reauthenticate_by_password(request)
    return response


def _link_is_past(request: HttpRequest, error: LinkError) -> HttpResponse:
    return render(request, "accounts/link_is_past.html", {"refusal": error}, status=404)


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Show every account, what waits, and what those who left still hold."""
    user = queries.account_in(request)
    form = lists.PeopleForm(request.GET or None)
    narrowed = {name: form.cleaned_data.get(name, "") for name in form.fields} if form.is_valid() else {}
    sorting = sorting_asked(request.GET, lists.COLUMNS, otherwise=Sorting("name"))
    page = queries.people(by=user, asked=queries.Asked(**narrowed, sorting=sorting), number=page_asked(request.GET))
    shown = {
        "filters": form,
        "sorting": sorting,
        "table": lists.listed(page, narrowed, sorting),
        "invitations": queries.open_invitations(by=user),
        "left": queries.left_to_take_over(by=user),
        "invites": not refusal(user, Duty.INVITE),
    }
    return render(request, "accounts/people.html", shown)


def link_made(request: HttpRequest, made: MadeLink[Any], *, to: Addressed, back: str) -> HttpResponse:
    """Say that the link was sent, or show it this one time."""
    made.of.refresh_from_db()
    shown = {"to": to.name, "email": to.email, "mailed": made.of.mailed, "address": made.address, "back": back}
    return render(request, "accounts/link.html", shown)


@require_POST
@login_required
def withdraw_invitation(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """Withdraw an invitation, so that its link leads nowhere."""
    require(queries.account_in(request), Duty.INVITE)
    invitations.withdraw_invitation(by=queries.account_in(request), invitation=queries.invitation_there(invitation))
    messages.success(request, "The invitation is withdrawn.")
    return redirect("accounts_people")


@require_safe
@login_required
@_confirmed
def person(request: HttpRequest, user: UUID) -> HttpResponse:
    """Show somebody's account: until when it may be used, and what it holds."""
    by = queries.account_in(request)
    found = queries.person(by=by, user=user)
    if found is None:
        raise Http404
    shown = {
        "person": found,
        "holds": held_by([found.pk])[found.pk],
        "ends": not refusal(by, Duty.END, found),
        "office": office_is_on(),
        "recovers": by.pk != found.pk and not refusal(by, Duty.BEGIN_RECOVERY, found),
    }
    return render(request, "accounts/person.html", shown)


@require_POST
@login_required
@_confirmed
def begin_recovery(request: HttpRequest, user: UUID) -> HttpResponse:
    """Begin the recovery of somebody who lost a factor."""
    require(queries.account_in(request), Duty.BEGIN_RECOVERY)
    recoveries.begin_recovery(by=queries.account_in(request), user=queries.account_there(user))
    messages.success(request, "The recovery has begun. Now another person approves it.")
    return redirect("accounts_recoveries")


@require_safe
@login_required
@_confirmed
def recoveries_waiting(request: HttpRequest) -> HttpResponse:
    """Show who waits for a recovery."""
    shown = {"recoveries": queries.open_recoveries(by=queries.account_in(request)), "office": office_is_on()}
    return render(request, "accounts/recoveries.html", shown)


@require_POST
@login_required
@_confirmed
def approve_recovery(request: HttpRequest, recovery: UUID) -> HttpResponse:
    """Approve the recovery that another person began."""
    require(queries.account_in(request), Duty.APPROVE_RECOVERY)
    made = recoveries.approve_recovery(by=queries.account_in(request), recovery=queries.recovery_there(recovery))
    return link_made(request, made, to=made.of.user, back="accounts_recoveries")


@require_POST
@login_required
def withdraw_recovery(request: HttpRequest, recovery: UUID) -> HttpResponse:
    """Withdraw a recovery: another person's, or one of their own account that they did not ask for."""
    by = queries.account_in(request)
    own = queries.is_own_recovery(by, recovery)
    if not own:
        require(by, Duty.APPROVE_RECOVERY)
    recoveries.withdraw_recovery(by=by, recovery=queries.recovery_there(recovery))
    messages.success(request, "The recovery is withdrawn.")
    return redirect("accounts_own" if own else "accounts_recoveries")


@require_POST
@login_required
@_confirmed
def end_sessions(request: HttpRequest, user: UUID) -> HttpResponse:
    """End every session of somebody, for example if their laptop is gone."""
    require(queries.account_in(request), Duty.END)
    ended = endings.end_sessions(by=queries.account_in(request), user=queries.account_there(user))
    messages.success(request, f"Sessions that were ended: {ended}.")
    return redirect("accounts_person", user=user)
