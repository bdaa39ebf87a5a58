"""The pages of evaluations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.crypto import files
from tideturn.hub.evaluations import forms, queries
from tideturn.hub.evaluations.services import evaluations as services
from tideturn.hub.forms.page import edit_page


@shows_nobody("Which years were judged, and nothing of what came of it.")
@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    """Years that were judged."""
    return render(request, "evaluations/evaluations.html", {"found": queries.evaluations_seen(standing_in(request))})


def judge(request: HttpRequest) -> HttpResponse:
    """Have a year judged."""
    return edit_page(request, forms.JUDGE, None, services.judge_year)


@require_safe
def evaluation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One: its verdicts and its documents, or how far it is."""
    return render(request, "evaluations/evaluation.html", {"one": queries.evaluation_read(standing_in(request), pk)})


@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A document, to be saved."""
    taken = queries.document_taken(standing_in(request), pk)
    return files.attachment(taken.content, name=taken.name, kind=taken.kind)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, and remove it."""
    by = standing_in(request)
    if request.method == "POST":
        services.remove_evaluation(by=by, pk=pk)
        messages.success(request, "The evaluation is removed.")
        return redirect("evaluations:evaluations")
    return render(request, "evaluations/remove.html", {"one": queries.evaluation_read(by, pk)})
