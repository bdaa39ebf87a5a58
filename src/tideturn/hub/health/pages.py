"""Show the system status, to administrators in sentences and to monitors in words."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.access.standing import standing_in
from tideturn.hub.health import access
from tideturn.hub.health.checks import Pressing
from tideturn.hub.health.report import report
from tideturn.hub.ui.navigation import Section, goes_to

_WORDS: Final = {None: "well", Pressing.SOON: "soon", Pressing.NOW: "now"}


@shows_nobody("How the hub itself is; it reads no record.")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Show every check, most urgent first."""
    standing_in(request).require_unseen(*access.READ)
    found = report()
    return render(request, "health/health.html", {"report": found})


@shows_nobody("A word for each check; it knows nobody and reads no record.")
@never_cache
@require_safe
def plain(request: HttpRequest) -> HttpResponse:
    """Answer with one line per check, and with 503 if action is needed. This needs no sign-in and stores nothing."""
    found = report()
    lines = "".join(f"{looked.check.name}: {_WORDS[looked.pressing]}\n" for looked in found.checks)
    status = HTTPStatus.SERVICE_UNAVAILABLE if found.pressing is Pressing.NOW else HTTPStatus.OK
    return HttpResponse(lines, content_type="text/plain; charset=utf-8", status=status)


app_name = "health"
urlpatterns = [
    path("", plain, name="plain"),
    path("page/", health, name="health"),
]


def navigate() -> None:
    """Put the page in the navigation."""
    goes_to("System status", "health:health", Section.HUB, visible=who_may(*access.READ))
