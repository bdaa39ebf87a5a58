"""What the pages of a place share: its tabs, the way to add to it, and the way to take away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited
from tideturn.hub.forms.removing import removal_page
from tideturn.hub.local_context import policy
from tideturn.hub.local_context.shown import Whole
from tideturn.hub.organisations.api import may_read_partners
from tideturn.hub.programme.api import site_of, site_of_code

TABS: Final = (
    ("local_context:place", "What it is like"),
    ("local_context:posts", "Posts"),
    ("local_context:criteria", "Criteria"),
    ("local_context:baseline", "Baseline"),
)
PARTNERS: Final = ("local_context:partners", "Partners")


def of_place(by: Standing, pk: UUID, at: str) -> dict[str, Any]:
    """What each page of a place is told, of the tab at which it is. Raises NotVisibleError."""
    by.require_unseen(policy.READ)
    site = site_of(by, pk)
    tabs = (*TABS, PARTNERS) if may_read_partners(by) else TABS
    return {
        "site": site,
        "tabs": [(reverse(name, args=[pk]), label, name == at) for name, label in tabs],
        "may_write": by.may(policy.WRITE, site=site.code),
    }


def of_record(by: Standing, whole: Whole[Any], within: str) -> dict[str, Any]:
    """What the page of a record is told, with the page of its place that it is beneath."""
    site = site_of_code(by, whole.one.site)
    return {
        "one": whole.one,
        "changes": whole.changes,
        "site": site,
        "within": reverse(within, args=[site.id]) if site else reverse("local_context:places"),
        "tab": dict(TABS)[within],
        "may_write": by.may(policy.WRITE, site=whole.one.site),
    }


def added(request: HttpRequest, form: Edited[Any], pk: UUID, service: Callable[..., Any]) -> HttpResponse:
    """The page of a form that adds something at a place."""

    def add(*, by: Standing, place: UUID, **given: Any) -> Any:
        return service(by=by, site=site_of(by, place).code, **given)

    back = reverse(form.leads_to, args=[pk])
    return edit_page(request, form, pk, add, told=lambda by: {"place": site_of(by, pk).name}, back=back)


def changed(
    request: HttpRequest, form: Edited[Any], pk: UUID, service: Callable[..., Any], **shown: Any
) -> HttpResponse:
    """The page of a form that changes a record."""
    return edit_page(request, form, pk, service, back=reverse(form.leads_to, args=[pk]), **shown)


def removed(
    request: HttpRequest,
    form: Edited[Any],
    pk: UUID,
    service: Callable[..., Any],
    read: Callable[[Standing, UUID], Whole[Any]],
    *,
    what: str,
    name: Callable[[Any], str],
    within: str,
) -> HttpResponse:
    """The page that asks whether a record is to go, for whoever may change it."""
    by = standing_in(request)
    form.require(by, pk)
    one = read(by, pk).one
    return removal_page(
        request,
        pk,
        service,
        by=by,
        what=what,
        name=name(one),
        version=one.version,
        back=reverse(form.leads_to, args=[pk]),
        leads_to=of_record(by, Whole(one, ()), within)["within"],
    )
