"""The pages of evaluations, their addresses, and where they are in the navigation."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.crypto import files
from tideturn.hub.evaluations import access, actions, queries
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited
from tideturn.hub.programme.api import year_choices
from tideturn.hub.resources.pages import in_navigation
from tideturn.hub.ui.navigation import Section


class YearForm(EditForm):
    """Which year."""

    year = forms.ChoiceField(label="Which year?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        field: Any = self.fields["year"]
        field.choices = year_choices(self.by)

    def given(self) -> dict[str, Any]:
        """Return the number of the year."""
        return {"year": int(self.cleaned_data["year"])}


JUDGE: Final[Edited[Any]] = Edited(
    name="evaluations.judge_year",
    title="Evaluate a year",
    form=YearForm,
    address="evaluations:judge",
    leads_to="evaluations:evaluation",
    needs=access.JUDGE,
    button="Judge it",
    said="The year is being judged.",
    template="evaluations/judge.html",
)
FORMS: Final[tuple[Edited[Any], ...]] = (JUDGE,)


@shows_nobody("Which years were judged, and nothing of what came of it.")
@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    """Years that were judged."""
    return render(request, "evaluations/evaluations.html", {"found": queries.evaluations_seen(standing_in(request))})


def judge(request: HttpRequest) -> HttpResponse:
    """Have a year judged."""
    return edit_page(request, JUDGE, None, actions.judge_year)


@require_safe
def evaluation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an evaluation: its verdicts and documents, or its progress."""
    return render(request, "evaluations/evaluation.html", {"one": queries.evaluation_read(standing_in(request), pk)})


@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Download a document."""
    return files.attachment(queries.document_taken(standing_in(request), pk))


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, and remove it."""
    by = standing_in(request)
    if request.method == "POST":
        actions.remove_evaluation(by=by, pk=pk)
        messages.success(request, "The evaluation is removed.")
        return redirect("evaluations:evaluations")
    return render(request, "evaluations/remove.html", {"one": queries.evaluation_read(by, pk)})


app_name = "evaluations"
urlpatterns = [
    path("", evaluations, name="evaluations"),
    path("judge/", judge, name="judge"),
    path("documents/<uuid:pk>/", document, name="document"),
    path("<uuid:pk>/", evaluation, name="evaluation"),
    path("<uuid:pk>/remove/", remove, name="remove"),
]


def navigate() -> None:
    """Put the pages in the navigation."""
    in_navigation("Evaluations", "evaluations:evaluations", access.JUDGE, urlpatterns, Section.EVIDENCE)
