"""The pages of the theory of change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.removing import removal_page
from tideturn.hub.theory import forms, policy, queries
from tideturn.hub.theory.drawing import drawn
from tideturn.hub.theory.reading import read
from tideturn.hub.theory.services import making, working
from tideturn.hub.theory.shape import Theory


@shows_nobody("The theory of change, and no person.")
@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """The theory as it stands, and its versions."""
    by = standing_in(request)
    found = queries.theory_now(by)
    told = {
        "now": found,
        "may_write": by.may(policy.WRITE),
        "beginnings": (working.FROM_TEMPLATE, working.FROM_NOTHING),
        "comparing": forms.CompareForm(by=by) if len(found.versions) > 1 else None,
    }
    return render(request, "theory/now.html", told | _shown(found.theory, "The theory of change"))


@require_safe
def version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A version, as it was."""
    by = standing_in(request)
    found = queries.version_read(by, pk)
    title = f"The theory of change, version {found.version.number}"
    told = {"one": found.version, "may_write": by.may(policy.WRITE)}
    return render(request, "theory/version.html", told | _shown(found.theory, title))


@shows_nobody("Two versions of the theory of change, and no person.")
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """What differs between two versions."""
    by = standing_in(request)
    by.require_unseen(policy.READ)
    form = forms.CompareForm(request.GET or None, by=by)
    told: dict[str, Any] = {"form": form}
    if form.is_valid():
        first, second = (int(form.cleaned_data[name]) for name in ("earlier", "later"))
        found = queries.versions_compared(by, first, second)
        title = f"From version {first} to version {second}"
        told |= {"compared": found, "title": title} | _shown(found.theory, title)
    return render(request, "theory/compare.html", told, status=422 if form.errors else 200)


def say_since_when(request: HttpRequest) -> HttpResponse:
    """Since when a theory holds that came without a version."""
    return edit_page(request, forms.SAY_SINCE_WHEN, None, making.say_since_when)


@shows_nobody("The theory’s next version, and no person.")
@require_safe
def next_version(request: HttpRequest) -> HttpResponse:
    """The next version as it is worked on."""
    found = queries.next_read(standing_in(request))
    told = {"next": found, "may_write": True}
    return render(request, "theory/next.html", told | _shown(found.theory, "The next version"))


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the next version: with the latest, with a template or with nothing."""
    asked = request.POST.get("from_what", "")
    beginnings = (working.FROM_TEMPLATE, working.FROM_NOTHING)
    working.begin_next(by=standing_in(request), from_what=asked if asked in beginnings else working.FROM_LATEST)
    messages.success(request, "The next version is begun. Only those who may alter the theory see it.")
    return redirect("theory:next")


@require_http_methods(["GET", "HEAD", "POST"])
def throw_away(request: HttpRequest) -> HttpResponse:
    """Let go of the next version, once one has said so."""
    by = standing_in(request)
    found = queries.next_read(by)
    if request.method == "POST":
        working.throw_next_away(by=by)
        messages.success(request, "The next version is thrown away. The theory stands as it did.")
        return redirect("theory:now")
    return render(request, "theory/throw_away.html", {"next": found})


def make_version(request: HttpRequest) -> HttpResponse:
    """Make the next version the version."""
    return edit_page(
        request,
        forms.MAKE_VERSION,
        None,
        making.make_version,
        told=lambda by: {"next": queries.next_read(by)},
    )


def add_box(request: HttpRequest) -> HttpResponse:
    """A box."""
    return edit_page(request, forms.ADD_BOX, None, working.add_box, then=_at_next)


def change_box(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a box says."""
    return edit_page(request, forms.CHANGE_BOX, pk, working.change_box, then=_at_next)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_box(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a box out, with the links that lead to it and from it."""
    by = standing_in(request)
    one = queries.box_to_remove(by, pk)
    with_it = f", and with it: {'; '.join(one.links)}" if one.links else ""
    return removal_page(
        request,
        pk,
        working.remove_box,
        by=by,
        what="box",
        name=f"{one.name}{with_it}",
        version=one.version,
        back=reverse("theory:next"),
        leads_to=reverse("theory:next"),
    )


def add_link(request: HttpRequest) -> HttpResponse:
    """That a box leads to another."""
    return edit_page(request, forms.ADD_LINK, None, working.add_link, then=_at_next)


def change_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a link says."""
    return edit_page(request, forms.CHANGE_LINK, pk, working.change_link, then=_at_next)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a link out."""
    by = standing_in(request)
    one = queries.link_to_remove(by, pk)
    return removal_page(
        request,
        pk,
        working.remove_link,
        by=by,
        what="link",
        name=one.name,
        version=one.version,
        back=reverse("theory:next"),
        leads_to=reverse("theory:next"),
    )


def _at_next(_: object) -> HttpResponse:
    """What was altered is seen in the drawing at once."""
    return redirect("theory:next")


def _shown(theory: Theory, title: str) -> dict[str, Any]:
    """A theory as a page draws it and tells it."""
    drawing = drawn(theory)
    return {"drawing": drawing, "told": read(drawing), "drawing_title": title}
