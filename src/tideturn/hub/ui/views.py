"""The page of styles: every part in each of its states, with examples that are made up."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tideturn.hub.ui.examples import Examples


@require_safe
@login_required
def style(request: HttpRequest) -> HttpResponse:
    """Every part. It reads no record and changes nothing."""
    return render(request, "ui/style.html", {"examples": Examples(request.GET)})
