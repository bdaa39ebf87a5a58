"""Show a person's own drafts, save them for the script of a form, and handle forms that are too old."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms import queries, services
from tideturn.hub.forms.opened import Opened, opened_in
from tideturn.hub.forms.queries import OwnDraft
from tideturn.hub.forms.registry import EDITED
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.tables import Cell, Column, Press, Table, page_asked

_FROM_FORM: Final = "from_form"
"""Name of the field that says that a request comes from a form's page."""
_OLD_PAGE: Final = "Not saved: the page is too old. What you typed is still here: copy it, and load the page anew."
_COLUMNS: Final = (Column("What you were writing"), Column("Last written in"), Column("Throw away", pressed=True))
_UNOPENED: Final = "Something that you may not open now"
_UNPROVEN: Final = "It came when your session had ended: see that it is what you wrote."


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Save what a page holds as a draft, and return a sentence for its script to show."""
    page = _known(request)
    if page is None:
        standing_in(request)
        return JsonResponse({"said": _OLD_PAGE}, status=400)
    typed = EDITED[page.form].form.typed_in(request.POST)
    try:
        if page.user == request.user.pk:
            at = services.keep_draft(by=standing_in(request), opened=page, typed=typed)
            return JsonResponse({"said": f"Saved as a draft at {at.astimezone(clock.LONDON):%H:%M}."})
        kept = services.keep_unproven(opened=page, typed=typed)
    except HubError as error:
        return JsonResponse({"said": f"Not saved: {error}"}, status=409)
    said = "Your session has ended. What you typed is kept. Log in to go on with it." if kept else _OLD_PAGE
    return JsonResponse({"said": said, "log_in": redirect_to_login(_address(page)).url}, status=401)


@require_POST
def throw_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away, from its form's page or from the person's list of drafts."""
    by = standing_in(request)
    draft = services.throw_draft_away(by=by, pk=pk)
    messages.success(request, "The draft is thrown away.")
    form = EDITED.get(draft.form)
    if request.POST.get(_FROM_FORM) and form is not None and form.open_to(by, [draft.record]):
        return redirect(form.url(draft.record))
    return redirect("forms:drafts")


@shows_nobody("Names of forms and moments, and nothing of what is in a draft or of whom it is about.")
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Show the person's own drafts, in every form."""
    table = Table.of(
        queries.own_drafts(standing_in(request), page_asked(request.GET)),
        _row,
        name="drafts",
        title="Drafts",
        columns=_COLUMNS,
        asked={},
        nothing="No drafts.",
    )
    return render(request, "forms/own_drafts.html", {"table": table})


def _row(draft: OwnDraft) -> tuple[Cell, ...]:
    title = draft.title or _UNOPENED
    about = f"“{title}”, as it was on {draft.at}"
    return (
        Cell(title, draft.url, note=_UNPROVEN if draft.unproven else ""),
        Cell(draft.at),
        Cell(press=Press("Throw away", reverse("forms:throw_away", args=[draft.id]), about)),
    )


@shows_nobody("It keeps what was sent, which is told by the service, and shows nothing of it.")
def too_old(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Handle a form that cannot be proved to come from a page of this session: do not do it, but keep the words.

    The page's own signature says whose words they are.
    """
    page = _known(request)
    if page is None:
        return render(request, "403_csrf.html", status=403)
    kept = services.keep_unproven(opened=page, typed=EDITED[page.form].form.typed_in(request.POST))
    if request.headers.get("Accept") == "application/json":
        # The script saves again with a token of the session that there is now.
        return JsonResponse({"said": _OLD_PAGE, "csrf": get_token(request)}, status=403)
    if page.user != request.user.pk:
        return redirect_to_login(_address(page))
    if not kept:
        return render(request, "403_csrf.html", status=403)
    messages.info(request, "The page was too old, and nothing was saved. What you typed was kept as a draft.")
    return redirect(_address(page))


def _known(request: HttpRequest) -> Opened | None:
    """Return the page that something was sent from; None if it is too old or not the hub's, or its form is gone."""
    page = opened_in(request.POST)
    return page if page is not None and page.form in EDITED else None


def _address(page: Opened) -> str:
    return EDITED[page.form].url(page.record)


app_name = "forms"
urlpatterns = [
    path("", drafts, name="drafts"),
    path("keep/", keep, name="keep"),
    path("<uuid:pk>/throw-away/", throw_away, name="throw_away"),
]


def navigate() -> None:
    """Put the page of drafts in the navigation."""
    goes_to("Your drafts", "forms:drafts", Section.ACCOUNT)
