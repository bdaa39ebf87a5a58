"""Buttons that are pressed: what hinders that is said in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError

WRONG: Final = 422
"""The status of a page that was filled in wrongly."""


def pressed(
    request: HttpRequest,
    do: Callable[[], object],
    *,
    said: str,
    then: HttpResponse,
    otherwise: HttpResponse | None = None,
) -> HttpResponse:
    """Where a button leads, with what is said once it is done; or with what hinders it, perhaps elsewhere."""
    try:
        do()
    except RefusedError:
        raise
    except HubError as error:
        messages.error(request, str(error))
        return then if otherwise is None else otherwise
    messages.success(request, said)
    return then
