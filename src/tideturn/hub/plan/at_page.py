"""What the pages of the plan share: the way back from a form, and the site to which one is narrowed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited
from tideturn.hub.plan.forms import SiteForm


def filled(
    request: HttpRequest, form: Edited[Any], pk: UUID | None, service: Callable[..., Any], *, within: str
) -> HttpResponse:
    """The page of a form, with the way back to its record, or to the list that it is `within`."""
    back = reverse(within) if pk is None else reverse(form.leads_to, args=[pk])
    return edit_page(request, form, pk, service, back=back)


def narrowed(request: HttpRequest, by: Standing) -> tuple[SiteForm, str]:
    """The form of the site, and the site; what is no choice narrows to nothing."""
    form = SiteForm(request.GET or None, by=by)
    return form, form.cleaned_data["site"] if form.is_valid() else ""
