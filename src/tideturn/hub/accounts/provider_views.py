"""The library's two pages of the office's log-in, which answer in a sentence also where the provider does not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Final

from allauth.socialaccount.providers.openid_connect import views
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from tideturn.hub.accounts.provider import FAILED

_LOG: Final = logging.getLogger(__name__)
_View = Callable[[HttpRequest, str], HttpResponseBase]


def _answered(view: _View) -> _View:
    @wraps(view)
    def shown(request: HttpRequest, provider_id: str) -> HttpResponseBase:
        if "process" in request.GET or "process" in request.POST:  # the library's ways to link accounts; here is none
            raise Http404
        try:
            return view(request, provider_id)
        except (OSError, ValueError, LookupError):  # not reached, or it says something else than it should
            _LOG.warning("the office's log-in did not answer as it should", exc_info=True)
            return render(request, "accounts/refused.html", {"refusal": FAILED}, status=502)

    return shown


log_in: _View = _answered(views.login)
callback: _View = _answered(views.callback)
