"""The pages of access."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is not there, and what may not be seen: one page, which says nothing of either."""
    return render(request, "access/not_found.html", status=404)
