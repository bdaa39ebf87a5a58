"""What every answer of the hub carries."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from tideturn.hub.common.answering import answering

Answer = Callable[[HttpRequest], HttpResponseBase]


def looked_up_once(answer: Answer) -> Answer:
    """What a request asks for again and again, such as the names of sites, is looked up once."""
    return answering()(answer)


def no_store(answer: Answer) -> Answer:
    """No page of somebody logged in is kept by a browser or a proxy: the next person at the desk must not find it."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return answered
