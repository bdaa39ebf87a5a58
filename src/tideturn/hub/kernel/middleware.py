"""What every answer of the hub carries."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


def no_store(answer: Answer) -> Answer:
    """No page of somebody logged in is kept by a browser or a proxy: the next person at the desk must not find it."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return answered
