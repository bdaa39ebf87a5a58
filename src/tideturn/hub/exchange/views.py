"""The pages of folders that come in and go out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.editing.page import edit_page
from tideturn.hub.exchange import forms, policy, queries
from tideturn.hub.exchange.services import exporting, sending
from tideturn.hub.exchange.terms import Decision, State


@shows_nobody("Which folders came in and went out, and none of what is in them.")
@require_safe
def exchange(request: HttpRequest) -> HttpResponse:
    """Which folders came in, and who took one out."""
    by = standing_in(request)
    told = {
        "imports": queries.imports_seen(by),
        "exports": queries.exports_seen(by),
        "may_bring_in": by.may(policy.BRING_IN),
        "may_take_out": by.may(policy.TAKE_OUT),
    }
    return render(request, "exchange/exchange.html", told)


def send(request: HttpRequest) -> HttpResponse:
    """A folder that is to come in."""
    return edit_page(request, forms.SEND, None, sending.send_folder)


@require_safe
def came_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: how far it is, what it brings, what is wrong in it."""
    by = standing_in(request)
    one = queries.import_read(by, pk)
    may = by.may(policy.BRING_IN)
    told = {
        "one": one,
        "ready": one.own and one.line.state == State.READY,
        "may_leave": one.own and one.held and one.line.state in (State.READY, State.REFUSED),
        "may_take_back": may and one.line.state == State.IN and not one.goes_on,
        "came_in": one.came_in_at is not None,
        "is_in": one.line.state == State.IN,
        "taken_back": one.line.state == State.TAKEN_BACK,
        "refused": one.line.state == State.REFUSED,
    }
    return render(request, "exchange/import.html", told)


@require_POST
def bring_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have it written."""
    sending.bring_in(by=standing_in(request), pk=pk)
    return redirect("exchange:import", pk)


@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Walk away."""
    sending.leave(by=standing_in(request), pk=pk)
    messages.success(request, "Nothing came in, and what you sent is deleted.")
    return redirect("exchange:exchange")


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo it."""
    sending.take_back(by=standing_in(request), pk=pk)
    return redirect("exchange:import", pk)


def ask(request: HttpRequest) -> HttpResponse:
    """A wish to take the folder out."""
    return edit_page(request, forms.ASK, None, exporting.ask_export)


@shows_nobody("Who took the folder out, and none of what is in it.")
@require_safe
def went_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One such wish, and what came of it."""
    by = standing_in(request)
    one = queries.export_read(by, pk)
    told = {
        "one": one,
        "may_decide": not one.own and one.decision == Decision.ASKED and by.may(policy.DECIDE),
        "may_make": one.own and one.holds_until is not None and not (one.job and one.job.goes_on),
        "refused": one.decision == Decision.REFUSED,
    }
    return render(request, "exchange/export.html", told)


def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a second person says."""
    by = standing_in(request)
    one = queries.export_read(by, pk)
    return edit_page(request, forms.DECIDE, pk, exporting.decide_export, wish=one)


@require_POST
def make(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have it made."""
    made = exporting.make_export(by=standing_in(request), pk=pk)
    return redirect("jobs:job", made.job)
