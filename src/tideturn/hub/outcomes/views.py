"""The pages of outcomes and definitions."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.removing import removal_page
from tideturn.hub.outcomes import forms, policy, queries
from tideturn.hub.outcomes.services import definitions, outcomes

_READERS: Final = {"staff": "For staff", "partners": "For partners", "young-people": "For young people"}


@shows_nobody("What the programme hopes to change, and no person.")
@require_safe
def framework(request: HttpRequest) -> HttpResponse:
    """What the programme hopes to change, and by when."""
    by = standing_in(request)
    told = {"areas": queries.framework(by), "may_write": by.may(policy.WRITE)}
    return render(request, "outcomes/framework.html", told)


@require_safe
def outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An outcome, and what it said before."""
    by = standing_in(request)
    told = {"one": queries.outcome_read(by, pk), "may_write": by.may(policy.WRITE)}
    return render(request, "outcomes/outcome.html", told)


def add_outcome(request: HttpRequest) -> HttpResponse:
    """An outcome."""
    return edit_page(request, forms.ADD_OUTCOME, None, outcomes.add_outcome)


def change_outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What an outcome says."""
    return edit_page(request, forms.CHANGE_OUTCOME, pk, outcomes.change_outcome)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an outcome away."""
    by = standing_in(request)
    one = queries.outcome_to_remove(by, pk)
    return removal_page(
        request,
        pk,
        outcomes.remove_outcome,
        by=by,
        what="outcome",
        name=one.title,
        version=one.version,
        back=reverse("outcomes:outcome", args=[pk]),
        leads_to=reverse("outcomes:framework"),
    )


@shows_nobody("What the programme means by its words, and no person.")
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """What the programme means by its words, as it says it to one kind of reader."""
    by = standing_in(request)
    asked = request.GET.get("for", "")
    reader = asked if asked in _READERS else "staff"
    told = {
        "definitions": queries.definitions(by),
        "readers": [(key, label, key == reader) for key, label in _READERS.items()],
        "reader": reader,
        "told_to": _READERS[reader],
        "may_write": by.may(policy.WRITE),
    }
    return render(request, "outcomes/words.html", told)


@require_safe
def definition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A term, as it is worded and was."""
    by = standing_in(request)
    told = {"one": queries.definition_read(by, pk), "may_write": by.may(policy.WRITE)}
    return render(request, "outcomes/definition.html", told)


def add_definition(request: HttpRequest) -> HttpResponse:
    """What a term means."""
    return edit_page(request, forms.ADD_DEFINITION, None, definitions.add_definition)


def reword_definition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it is worded from a day on."""
    return edit_page(request, forms.REWORD_DEFINITION, pk, definitions.reword_definition)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_definition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a definition away."""
    by = standing_in(request)
    one = queries.definition_to_remove(by, pk)
    return removal_page(
        request,
        pk,
        definitions.remove_definition,
        by=by,
        what="definition",
        name=one.term,
        version=one.version,
        back=reverse("outcomes:definition", args=[pk]),
        leads_to=reverse("outcomes:words"),
    )
