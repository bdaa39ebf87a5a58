"""The page on which one says that a record is to go: it takes away what was looked at, and nothing newer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.versions import EditsMeetError


def removal_page(
    request: HttpRequest,
    pk: UUID,
    service: Callable[..., Any],
    *,
    by: Standing,
    what: str,
    name: str,
    version: int,
    back: str,
    leads_to: str,
) -> HttpResponse:
    """Ask, and once it is said, remove it.

    `what` it is (“outcome”) and its `name`; `back` to it where one keeps it or it was changed meanwhile, and where it
    `leads_to` once it is gone. Whoever calls has made sure that they may. Raises what the service does.
    """
    if request.method != "POST":
        shown = {"what": what, "name": name, "version": version, "back": back}
        return render(request, "forms/remove.html", shown)
    seen = request.POST.get("version", "")
    try:
        service(by=by, pk=pk, expected=int(seen) if seen.isdecimal() and len(seen) < 8 else None)
    except EditsMeetError:
        messages.info(request, f"Nothing was removed: somebody changed the {what} meanwhile. Look at it, then decide.")
        return redirect(back)
    messages.success(request, f"The {what} is removed. What it said is kept in its history.")
    return redirect(leads_to)
