"""Show a person their own notices, with the addresses."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from tideturn.hub.accounts.queries import account_in
from tideturn.hub.notices import queries
from tideturn.hub.notices.services import acknowledge_notice


@require_safe
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """Show the user's notices."""
    return render(request, "notices/notices.html", {"notices": queries.notices_to(account_in(request))})


@require_safe
@login_required
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a notice, with a link to its subject."""
    found = queries.notice_to(account_in(request), pk)
    if found is None:
        raise Http404
    return render(request, "notices/notice.html", {"notice": found})


@require_POST
@login_required
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that one has read it."""
    if not acknowledge_notice(by=account_in(request), pk=pk):
        raise Http404
    messages.success(request, "You have acknowledged it.")
    return redirect("notices:notices")


app_name = "notices"
urlpatterns = [
    path("", notices, name="notices"),
    path("<uuid:pk>/", notice, name="notice"),
    path("<uuid:pk>/acknowledge/", acknowledge, name="acknowledge"),
]
