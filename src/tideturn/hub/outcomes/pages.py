"""The pages of outcomes and definitions, and their addresses."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from tideturn.hub.access.roles import PROGRAMME_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.outcomes import access, api, resource
from tideturn.hub.outcomes.resource import DEFINITION, OUTCOME
from tideturn.hub.resources.pages import addresses_of, in_navigation, page_of_nobody, record_page
from tideturn.hub.resources.reading import listed
from tideturn.hub.ui.first_use import Step, counted, then

_READERS: Final = {
    "staff": ("For staff", resource.FOR_STAFF),
    "partners": ("For partners", resource.FOR_PARTNERS),
    "young-people": ("For young people", resource.FOR_YOUNG_PEOPLE),
}


@page_of_nobody("What the programme hopes to change, and no person.", "outcomes/framework.html", access.READ)
def framework(request: HttpRequest, by: Standing) -> dict[str, Any]:
    """Show the outcomes that the programme hopes for, and when they are due."""
    return {"areas": resource.framework(by), "may_write": by.may(access.WRITE)}


@page_of_nobody("What the programme means by its words, and no person.", "outcomes/words.html", access.READ)
def words(request: HttpRequest, by: Standing) -> dict[str, Any]:
    """Show the programme's definitions, for one kind of reader."""
    asked = request.GET.get("for", "")
    reader = asked if asked in _READERS else "staff"
    label, field = _READERS[reader]
    return {
        "definitions": [(one, one.of(field)) for one in listed(DEFINITION, DEFINITION.all().order_by("term"), by=by)],
        "readers": [(key, label, key == reader) for key, (label, _) in _READERS.items()],
        "told_to": label,
        "may_write": by.may(access.WRITE),
    }


@require_safe
def definition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a definition with its earlier wordings."""
    by = standing_in(request)
    told = {"one": resource.definition_read(by, pk), "may_write": by.may(access.WRITE)}
    return render(request, "outcomes/definition.html", told)


_OUTCOMES: Final = addresses_of(
    OUTCOME, leads_to="outcomes:framework", page=record_page(OUTCOME, "outcomes/outcome.html", with_history=True)
)
_WORDS: Final = addresses_of(DEFINITION, at="words/", leads_to="outcomes:words", page=definition)
app_name = "outcomes"
urlpatterns = [
    path("", framework, name="framework"),
    *_OUTCOMES,
    path("words/", words, name="words"),
    *_WORDS,
]


def navigate() -> None:
    """Put the pages in the navigation, and what to do among the first steps."""
    in_navigation("Outcomes", "outcomes:framework", access.READ, _OUTCOMES)
    in_navigation("What we mean", "outcomes:words", access.READ, _WORDS)
    then(
        PROGRAMME_MANAGER.code,
        Step(
            "Say what the programme hopes to change",
            "The evaluation reports on these outcomes. Give each the year you expect it.",
            "outcomes:framework",
            open_to=who_may(access.WRITE),
            there=lambda: counted(len(api.codes()), "outcome"),
            place=30,
        ),
    )
