"""Show imports and exports, with the addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from tideturn.hub.access.roles import PROGRAMME_MANAGER
from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.access.standing import standing_in
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited
from tideturn.hub.import_export import actions, forms, policy, queries
from tideturn.hub.import_export.matching import glimpsed
from tideturn.hub.import_export.purging import is_too_long_ago
from tideturn.hub.import_export.terms import Decision, State
from tideturn.hub.jobs.api import job_of
from tideturn.hub.resources.pages import in_navigation
from tideturn.hub.ui.first_use import Step, then


@shows_nobody("Lists imports and exports, and none of what is in them.")
@require_safe
def exchange(request: HttpRequest) -> HttpResponse:
    """List the imports and exports."""
    by = standing_in(request)
    told = {
        "imports": queries.imports_seen(by),
        "exports": queries.exports_seen(by),
        "may_bring_in": by.may(policy.BRING_IN),
        "may_take_out": by.may(policy.TAKE_OUT),
    }
    return render(request, "import_export/exchange.html", told)


def _asks(form: Edited[Any], service: Callable[..., Any]) -> Callable[[HttpRequest], HttpResponse]:
    """Return the page of a form that makes something new."""
    return lambda request: edit_page(request, form, None, service)


def _matches(step: int, form: Edited[Any], service: Callable[..., Any]) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """Return the page of a matching step. It redirects a person who is at another step."""

    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        by = standing_in(request)
        form.require(by, pk)
        found = glimpsed(by, pk)
        if not found.sheets or found.state not in (State.TO_MATCH, State.READY):
            return redirect("import_export:import", pk)
        if step > 1 and "table" not in found.said:
            return redirect("import_export:table", pk)
        if step > 1 and not found.headings.names:
            messages.error(
                request, "No row of headings was found in that sheet. Choose another sheet, or add headings."
            )
            return redirect("import_export:table", pk)
        if step > 2 and not found.said.get("columns"):
            return redirect("import_export:columns", pk)
        return edit_page(request, form, pk, service, step=step)

    return page


@require_safe
def came_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an import: its state, its changes and its problems."""
    by = standing_in(request)
    one = queries.import_read(by, pk)
    state, goes_on = one.state, one.job is not None and one.job.goes_on
    may_undo = by.may(policy.BRING_IN) and not goes_on and not is_too_long_ago(one.came_in_at)
    told = {
        "one": one,
        "ready": one.own and state == State.READY,
        "may_leave": one.own and one.held and state in (State.TO_MATCH, State.READY, State.REFUSED),
        "to_match": one.own and state == State.TO_MATCH,
        "may_take_back": may_undo and state == State.IN,
        "taken_back": state == State.TAKEN_BACK,
        "refused": state == State.REFUSED,
    }
    return render(request, "import_export/import.html", told)


def _has_done(service: Callable[..., Any]) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """Return a view that starts a job on an import and shows the import's page, with the progress."""

    @require_POST
    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        service(by=standing_in(request), pk=pk)
        return redirect("import_export:import", pk)

    return page


@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel an import."""
    actions.leave(by=standing_in(request), pk=pk)
    messages.success(request, "Import cancelled. Nothing was imported, and your file is deleted.")
    return redirect("import_export:exchange")


@shows_nobody("Shows who exported the folder, and none of what is in it.")
@require_safe
def went_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an export and its result."""
    by = standing_in(request)
    one = queries.export_read(by, pk)
    own = one.by_id == by.user
    job = job_of(by, one.job) if own else None
    told = {
        "one": one,
        "job": job,
        "may_decide": not own and one.decision == Decision.ASKED and by.may(policy.DECIDE),
        "may_make": own and one.holds_until is not None and not (job and job.goes_on),
    }
    return render(request, "import_export/export.html", told)


def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the form for a second person's decision, and save it."""
    wish = queries.export_read(standing_in(request), pk)
    return edit_page(request, forms.DECIDE, pk, actions.decide_export, wish=wish)


@require_POST
def make(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Start to make an export."""
    made = actions.make_export(by=standing_in(request), pk=pk)
    return redirect("jobs:job", made.job)


app_name = "import_export"
urlpatterns = [
    path("", exchange, name="exchange"),
    path("in/send/", _asks(forms.SEND, actions.send_folder), name="send"),
    path("in/sheet/", _asks(forms.SEND_SHEET, actions.send_sheet), name="send_sheet"),
    path("in/<uuid:pk>/table/", _matches(1, forms.TABLE, actions.choose_table), name="table"),
    path("in/<uuid:pk>/columns/", _matches(2, forms.COLUMNS, actions.match_columns), name="columns"),
    path("in/<uuid:pk>/rest/", _matches(3, forms.REST, actions.say_the_rest), name="rest"),
    path("in/<uuid:pk>/", came_in, name="import"),
    path("in/<uuid:pk>/write/", _has_done(actions.bring_in), name="bring_in"),
    path("in/<uuid:pk>/leave/", leave, name="leave"),
    path("in/<uuid:pk>/undo/", _has_done(actions.take_back), name="take_back"),
    path("out/ask/", _asks(forms.ASK, actions.ask_export), name="ask"),
    path("out/<uuid:pk>/", went_out, name="export"),
    path("out/<uuid:pk>/decide/", decide, name="decide"),
    path("out/<uuid:pk>/make/", make, name="make"),
]


def navigate() -> None:
    """Add the pages to the navigation, with the first step for people who import folders."""
    in_navigation("Import and export", "import_export:exchange", policy.SEE_IMPORTS, urlpatterns)
    then(
        PROGRAMME_MANAGER.code,
        Step(
            "Import what you have already",
            "The hub checks a programme folder or its workbook, and shows what it would import before it does.",
            "import_export:send",
            open_to=who_may(policy.BRING_IN),
            there=queries.how_many_came_in,
            place=20,
        ),
    )
