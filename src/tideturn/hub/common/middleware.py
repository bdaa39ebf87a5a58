"""What every answer of the hub carries."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from tideturn.hub.common.answering import answering

Answer = Callable[[HttpRequest], HttpResponseBase]


def looked_up_once(answer: Answer) -> Answer:
    """Look up once per request what it needs repeatedly, such as the names of sites."""
    return answering()(answer)


def no_store(answer: Answer) -> Answer:
    """Stop browsers and proxies from storing pages of people who are signed in: the next person at the desk must not
    find them.
    """

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return answered
