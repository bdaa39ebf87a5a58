"""Where a refusal ends: the audit is told, and who asked gets the page of what is not there, or the sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from tideturn.hub.access.refusals import write_refusal
from tideturn.hub.access.standing import BROWSER
from tideturn.hub.accounts.sessions import hashed
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common.errors import HubError, KeysError, MisconfiguredError


class Refusals:
    """Answers whatever a view refuses. What may not be seen goes on to the hub's page of what is not there."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request, and keep its browser session for the time being."""
        token = BROWSER.set(hashed(request.session.session_key or ""))
        try:
            return self._answer(request)
        finally:
            BROWSER.reset(token)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The page in place of an error that is a refusal, or that a sentence tells to whoever asked."""
        if isinstance(error, HubError) and not isinstance(error, (RefusedError, KeysError, MisconfiguredError)):
            return render(request, "access/hindered.html", {"hindrance": error}, status=409)
        if not isinstance(error, (RefusedError, NotVisibleError)):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        write_refusal(error)
        if isinstance(error, NotVisibleError):
            return None
        return render(request, "access/refused.html", {"refusal": error}, status=403)
