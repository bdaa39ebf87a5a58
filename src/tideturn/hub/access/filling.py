"""Pages that are filled in, and buttons that are pressed: what hinders either is said in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.kernel.errors import HubError

WRONG: Final = 422
"""The status of a page that was filled in wrongly."""


def given(request: HttpRequest) -> QueryDict | None:
    """What was filled in; nothing where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def filled(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], HttpResponse],
    template: str,
    *,
    at: str | None = None,
    **shown: Any,
) -> HttpResponse:
    """The page of a form; once it is filled in, what is done with it, or what hinders that, at the field."""
    if form.is_valid():
        try:
            return do(form.cleaned_data)
        except RefusedError:
            raise
        except HubError as error:
            form.add_error(at, str(error))
    return render(request, template, {"form": form, **shown}, status=WRONG if form.errors else 200)


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
