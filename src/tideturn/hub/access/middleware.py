"""Handle refusals: record them in the audit, and show the page for what is not there or a sentence that says why."""

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
    """Middleware that answers a view's refusal. For what may not be seen, Django shows the hub's not-found page."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request. Meanwhile, keep the hash of its session key in `BROWSER`."""
        token = BROWSER.set(hashed(request.session.session_key or ""))
        try:
            return self._answer(request)
        finally:
            BROWSER.reset(token)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Return the page for a refusal, or for another error whose sentence the person should read.

        Redirect a refused request to the log-in if nobody is signed in. Return None to leave to Django what may not be
        seen, and all other errors.
        """
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
