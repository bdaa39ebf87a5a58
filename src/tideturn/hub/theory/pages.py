"""The pages of the theory of change, and their addresses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tideturn.hub.access.roles import PROGRAMME_MANAGER
from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited
from tideturn.hub.resources.pages import addresses_of, in_navigation, page_of_nobody, record_page, remove_page
from tideturn.hub.theory import access, next_version
from tideturn.hub.theory.drawing import reading
from tideturn.hub.theory.drawing.reading import shown
from tideturn.hub.theory.next_version import BOX, FROM_LATEST, FROM_NOTHING, FROM_TEMPLATE, LINK
from tideturn.hub.theory.resource import VERSION
from tideturn.hub.ui.first_use import Step, counted, then
from tideturn.hub.ui.forms import PlainForm, Undrafted


class CompareForm(PlainForm):
    """The form that picks two versions."""

    undrafted: ClassVar = Undrafted.SEARCH
    earlier = forms.ChoiceField(label="From")
    later = forms.ChoiceField(label="To")

    def __init__(self, *args: Any, by: Standing, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = reading.version_choices(by)
        for name, at in (("earlier", 1), ("later", 0)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.initial.setdefault(name, choices[at][0] if len(choices) > at else "")


assert VERSION.add_form
PUBLISH: Final[Edited[Any]] = VERSION.add_form
SAY_SINCE_WHEN: Final[Edited[Any]] = replace(
    PUBLISH,
    name="theory.say_since_when",
    title="Say when the theory came into force",
    address="theory:say_since_when",
    needs=access.WRITE,
    said="Saved as version 1.",
    template="theory/of_theory.html",
)
FORMS: Final = (SAY_SINCE_WHEN,)


@page_of_nobody("The theory of change, and no person.", "theory/now.html", access.READ)
def now(request: HttpRequest, by: Standing) -> dict[str, Any]:
    """Show the theory as it is, and its versions."""
    found = reading.theory_now(by)
    comparing = CompareForm(by=by) if len(found["versions"]) > 1 else None
    told = {"now": found, "may_write": by.may(access.WRITE), "comparing": comparing}
    return told | shown(found["theory"], "The theory of change")


@shows_nobody("Two versions of the theory of change, and no person.")
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show how one version differs from another."""
    by = standing_in(request)
    by.require_unseen(access.READ)
    form = CompareForm(request.GET or None, by=by)
    told: dict[str, Any] = {"form": form}
    if form.is_valid():
        first, second = (int(form.cleaned_data[name]) for name in ("earlier", "later"))
        found = reading.versions_compared(by, first, second)
        title = f"From version {first} to version {second}"
        told |= {"compared": found, "title": title} | shown(found.theory, title)
    return render(request, "theory/compare.html", told, status=422 if form.errors else 200)


def say_since_when(request: HttpRequest) -> HttpResponse:
    """Publish a theory that came without a version."""
    return edit_page(request, SAY_SINCE_WHEN, None, next_version.say_since_when)


@page_of_nobody("The theory’s next version, and no person.", "theory/next.html", access.WRITE)
def next_page(request: HttpRequest, by: Standing) -> dict[str, Any]:
    """Show the next version."""
    found = reading.next_read(by)
    return {"next": found} | shown(found["theory"], "The next version")


@shows_nobody("It redirects to the next version.")
@require_safe
def at_next(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Redirect from a box or link to the next version, whose drawing shows what was altered."""
    standing_in(request).require_unseen(access.WRITE)
    return redirect("theory:next")


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the next version: from the latest, from the template or from nothing."""
    asked = request.POST.get("from_what", "")
    from_what = asked if asked in (FROM_TEMPLATE, FROM_NOTHING) else FROM_LATEST
    next_version.begin_next(by=standing_in(request), from_what=from_what)
    messages.success(request, "Next version begun. Only people who may alter the theory see it.")
    return redirect("theory:next")


@require_http_methods(["GET", "HEAD", "POST"])
def throw_away(request: HttpRequest) -> HttpResponse:
    """Ask, then discard the next version."""
    by = standing_in(request)
    found = reading.next_read(by)
    if request.method == "POST":
        next_version.discard_next(by=by)
        messages.success(request, "Next version discarded. The theory is as it was.")
        return redirect("theory:now")
    return render(request, "theory/throw_away.html", {"next": found})


def add_version(request: HttpRequest) -> HttpResponse:
    """Publish the next version."""
    return edit_page(request, PUBLISH, None, next_version.publish_next, told=lambda by: {"next": reading.next_read(by)})


app_name = "theory"
urlpatterns = [
    path("", now, name="now"),
    path("since/", say_since_when, name="say_since_when"),
    path("versions/<uuid:pk>/", record_page(VERSION, "theory/version.html", tells=reading.of_version), name="version"),
    path("compare/", compare, name="compare"),
    path("next/", next_page, name="next"),
    path("next/begin/", begin, name="begin"),
    path("next/throw-away/", throw_away, name="throw_away"),
    path("next/make/", add_version, name="add_version"),
    *addresses_of(BOX, at="next/boxes/", page=at_next, removes=False),
    path(
        "next/boxes/<uuid:pk>/remove/",
        remove_page(BOX, leads_to="theory:next", names=reading.with_its_links),
        name="remove_box",
    ),
    *addresses_of(LINK, at="next/links/", page=at_next, leads_to="theory:next"),
]


def navigate() -> None:
    """Put the pages in the navigation, with the first step."""
    in_navigation("Theory of change", "theory:now", access.READ, urlpatterns)
    then(
        PROGRAMME_MANAGER.code,
        Step(
            "Draw the theory of change",
            "What you do, what you expect from it, and why. Start from a template or from scratch.",
            "theory:now",
            open_to=who_may(access.WRITE),
            there=lambda: counted(VERSION.all().count(), "version"),
            place=40,
        ),
    )
