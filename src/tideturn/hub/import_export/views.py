"""The pages of folders that come in and go out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.forms.page import edit_page
from tideturn.hub.import_export import forms, policy, queries, to_match
from tideturn.hub.import_export.purging import is_too_long_ago
from tideturn.hub.import_export.services import exporting, matching, sending
from tideturn.hub.import_export.terms import Decision, State


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
    return render(request, "import_export/exchange.html", told)


def send(request: HttpRequest) -> HttpResponse:
    """A folder that is to come in."""
    return edit_page(request, forms.SEND, None, sending.send_folder)


def send_sheet(request: HttpRequest) -> HttpResponse:
    """A spreadsheet that is to come in."""
    return edit_page(request, forms.SEND_SHEET, None, sending.send_sheet)


def choose_table(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which sheet of a spreadsheet comes in, and of which table it is."""
    return _to_match(request, pk, 0) or edit_page(request, forms.TABLE, pk, matching.choose_table, step=1)


def match_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What each of its columns is."""

    def told(by: Standing) -> Mapping[str, Any]:
        one = queries.sheet_glimpsed(by, pk)
        headings = one.headings
        assert headings is not None
        before = queries.matching_of(by, one.said["table"], headings.names)
        labels = [headings.label(index) for index in headings.names]
        return {"labels": labels, "rows": to_match.first_rows(one, headings), "before": before}

    return _to_match(request, pk, 1) or edit_page(request, forms.COLUMNS, pk, matching.match_columns, told=told, step=2)


def say_the_rest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it leaves open."""
    return _to_match(request, pk, 2) or edit_page(request, forms.REST, pk, matching.say_the_rest, step=3)


def _to_match(request: HttpRequest, pk: UUID, step: int) -> HttpResponse | None:
    """Where one goes instead, if a spreadsheet is not at this step of being matched; None where it is."""
    by = standing_in(request)
    forms.TABLE.require(by, pk)
    found = queries.sheet_glimpsed(by, pk)
    if not found.sheets or found.state not in (State.TO_MATCH, State.READY):
        return redirect("import_export:import", pk)
    if step and "table" not in found.said:
        return redirect("import_export:table", pk)
    if step and found.headings is None:
        messages.error(request, "No row of headings was found in that sheet. Choose another, or name its columns.")
        return redirect("import_export:table", pk)
    return redirect("import_export:columns", pk) if step > 1 and not found.said.get("columns") else None


@require_safe
def came_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: how far it is, what it brings, what is wrong in it."""
    by = standing_in(request)
    one = queries.import_read(by, pk)
    may = by.may(policy.BRING_IN)
    told = {
        "one": one,
        "ready": one.own and one.line.state == State.READY,
        "may_leave": one.own and one.held and one.line.state in (State.TO_MATCH, State.READY, State.REFUSED),
        "to_match": one.own and one.line.state == State.TO_MATCH,
        "may_take_back": may and one.line.state == State.IN and not one.goes_on and not is_too_long_ago(one.came_in_at),
        "came_in": one.came_in_at is not None,
        "is_in": one.line.state == State.IN,
        "taken_back": one.line.state == State.TAKEN_BACK,
        "refused": one.line.state == State.REFUSED,
    }
    return render(request, "import_export/import.html", told)


@require_POST
def bring_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have it written."""
    sending.bring_in(by=standing_in(request), pk=pk)
    return redirect("import_export:import", pk)


@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Walk away."""
    sending.leave(by=standing_in(request), pk=pk)
    messages.success(request, "Nothing came in, and what you sent is deleted.")
    return redirect("import_export:exchange")


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo it."""
    sending.take_back(by=standing_in(request), pk=pk)
    return redirect("import_export:import", pk)


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
    return render(request, "import_export/export.html", told)


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
