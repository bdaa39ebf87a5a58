"""Make the pages of a kind of record, each with its address, from its declaration."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.access.tables import table, workbook
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.history.reading import parts_counted
from tideturn.hub.resources import reading, writing
from tideturn.hub.resources.declaration import Related, Resource
from tideturn.hub.resources.listing import Listing
from tideturn.hub.resources.reading import Shown
from tideturn.hub.ui.navigation import Section, goes_to

_SEEN: Final = re.compile(r"(?P<version>\d{1,8})(?:\.(?P<parts>\d{1,8}))?", re.ASCII)
"""Pattern of a record's version, as a page showed it, with the number of changes to its parts until then."""
View = Callable[..., HttpResponse]
Tells = Callable[[Standing, Shown], Mapping[str, Any]]
"""Function that returns further values for a template."""
Gives = Callable[..., Mapping[str, Any]]
"""Function that returns a template's values for a request, a person and the arguments of the address."""
LeadsTo = str | Callable[[Standing, Shown], str]
"""Name of an address, or a function that returns the address for the record shown."""


def _on_paper(resource: Resource[Any], view: View) -> View:
    """Return a page. A browser does not print it if the records are special and the declaration gives no reason."""

    @wraps(view)
    def unprinted(request: Any, *args: Any, **given: Any) -> HttpResponse:
        request.unprinted = True
        return view(request, *args, **given)

    return unprinted if resource.reads.special and not resource.printed else view


def record_page(
    resource: Resource[Any],
    template: str = "resources/record.html",
    *,
    related: Sequence[Related] = (),
    tells: Tells = lambda *_: {},
    with_history: bool = False,
) -> View:
    """Return the page of one record, with related records and perhaps with its history."""

    @require_safe
    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        by = standing_in(request)
        one = reading.read(resource, pk, by=by, related=related, with_history=with_history)
        told: dict[str, Any] = {"one": one, "resource": resource, "may_write": resource.may_write_at(by, one.site)}
        return render(request, template, {**told, **tells(by, one)})

    return _on_paper(resource, page)


def page_of_parent(resource: Resource[Any]) -> View:
    """Return a view that redirects to the page of the record that one belongs to."""
    parent = resource.parent
    assert parent is not None

    @shows_nobody("It leads to a page that tells.")
    @require_safe
    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        found = resource.reads.get_visible(standing_in(request), pk)
        return redirect(parent.resource.page, getattr(found, parent.link.field.attname))

    return page


def history_page(resource: Resource[Any], related: Sequence[Related] = ()) -> View:
    """Return the page with a record's history."""

    @require_safe
    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        changes = reading.history(resource, pk, by=standing_in(request), related=related)
        back = reverse(resource.page, args=[pk])
        return render(request, "resources/history.html", {"changes": changes, "back": back, "noun": resource.noun})

    return _on_paper(resource, page)


def add_page(resource: Resource[Any], *, within: str = "", service: Callable[..., Any] | None = None) -> View:
    """Return the page that adds a record, either by itself, linking back to the address named `within`, or to the
    record that it belongs to.

    `service` adds it, if that takes more than its own fields.
    """
    form = resource.add_form
    assert form is not None
    of_parent = resource.parent.resource if resource.parent else resource
    page_of, noun = of_parent.page, of_parent.noun

    def add(*, by: Standing, of: UUID | None = None, **said: Any) -> Any:
        return writing.add(resource, resource.changes(said), by=by, of=of)

    def page(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        if pk:
            return edit_page(request, form, pk, service or add, back=reverse(page_of, args=[pk]), noun=noun)
        return edit_page(request, form, pk, service or add, back=reverse(within) if within else "")

    return _on_paper(resource, page)


def change_page(resource: Resource[Any], *, noun: str = "") -> View:
    """Return the page that changes a record; `noun` names what the page is about, if that is more than the record."""
    form = resource.change_form
    assert form is not None

    def service(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> Any:
        return writing.change(resource, pk, resource.changes(said), by=by, expected=expected)

    return form_page(form, service, resource, noun=noun)


def form_page(
    form: Edited[Any],
    service: Callable[..., Any],
    resource: Resource[Any],
    *,
    noun: str = "",
    then: Callable[[Any], HttpResponse] | None = None,
) -> View:
    """Return the page of a form about one record. It leads back to the record's page, or on to what `then` returns."""

    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        back = reverse(resource.page, args=[pk])
        return edit_page(request, form, pk, service, then=then, back=back, noun=noun or resource.noun)

    return _on_paper(resource, page)


def remove_page(
    resource: Resource[Any], *, leads_to: LeadsTo, names: Callable[[Shown], str] = lambda one: one.title
) -> View:
    """Return the page that asks whether to remove a record. It removes the version that the person saw and nothing
    newer.

    `names` returns the name to show. Afterwards the page redirects to the parent record, or to `leads_to`.
    """
    parent, noun = resource.parent, resource.noun

    def leads(by: Standing, one: Shown) -> str:
        return reverse(leads_to) if isinstance(leads_to, str) else leads_to(by, one)

    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        by = standing_in(request)
        resource.writes.require(by, resource.reads.get_visible(by, pk))
        one = reading.read(resource, pk, by=by)
        back = reverse(parent.resource.page, args=[one.parent]) if parent else reverse(resource.page, args=[pk])
        if request.method != "POST":
            told = {"noun": noun, "name": names(one), "version": f"{one.version}.{parts_counted(pk)}", "back": back}
            return render(request, "resources/remove.html", told)
        seen = _SEEN.fullmatch(request.POST.get("version", ""))
        version, parts = (int(one) if one else None for one in (seen.groups() if seen else (None, None)))
        try:
            writing.remove(resource, pk, by=by, expected=version, parts=parts)
        except EditsMeetError:
            messages.info(request, f"Nothing was removed: somebody changed the {noun} meanwhile. Look at it first.")
            return redirect(back)
        messages.success(request, f"The {noun} is removed. Its history is kept.")
        return redirect(back if parent else leads(by, one))

    return _on_paper(resource, page)


def page_of_nobody(because: str, template: str, reads: Permission) -> Callable[[Gives], View]:
    """Return a decorator that renders a function's values in a template, for people who may read it.

    Use it only for pages that show no young person.
    """

    def page_of(gives: Gives) -> View:
        @shows_nobody(because)
        @require_safe
        @wraps(gives)
        def page(request: HttpRequest, **asked: Any) -> HttpResponse:
            by = standing_in(request)
            by.require_unseen(reads)
            return render(request, template, dict(gives(request, by, **asked)))

        return page

    return page_of


def list_page(listing: Listing, template: str, tells: Callable[[Standing], Mapping[str, Any]] = lambda _: {}) -> View:
    """Return the page of a list."""
    resource = listing.resource

    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        by = standing_in(request)
        by.require_unseen(resource.reads.permission)
        form, shown = listing.page(request.GET, by)
        told = {
            "listing": listing,
            "filters": form,
            "table": shown,
            "sorting": shown.sorting,
            "address": request.META.get("QUERY_STRING", ""),
            "may_write": by.may(resource.needs),
            "may_export": listing.exports is not None and by.may(listing.exports.permission),
        }
        return render(request, template, {**told, **tells(by)})

    return _on_paper(resource, page)


def export_page(listing: Listing, *, as_workbook: bool) -> View:
    """Return the view that saves a list as CSV or as a workbook."""
    name, exports = listing.name, listing.exports
    assert exports is not None

    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        by = standing_in(request)
        by.require_unseen(exports.permission)
        return (workbook if as_workbook else table)(name, listing.saved_heads, listing.saved(request.GET, by))

    return page


def in_navigation(
    label: str, page: str, reads: Permission, addresses: Sequence[URLPattern], section: Section = Section.PROGRAMME
) -> None:
    """Add a page to the navigation of people who may read it, with its app's other `addresses` below it."""
    app = page.partition(":")[0]
    beneath = tuple(name for one in addresses if (name := f"{app}:{one.name}") != page)
    goes_to(label, page, section, visible=who_may(reads), beneath=beneath)


def addresses_of(
    resource: Resource[Any],
    *,
    at: str = "",
    leads_to: LeadsTo = "",
    adds: bool = True,
    removes: bool = True,
    page: View | None = None,
    history: Sequence[Related] | None = None,
) -> list[URLPattern]:
    """Return the addresses of a kind of record below `at`: its page and history, and the pages that add, change and
    remove it.

    After removal, it redirects to `leads_to`.
    """
    key, parent, under = resource.key, resource.parent, f"{at}<uuid:pk>/"
    found = []
    if resource.add_form and adds:
        found.append(path(f"<uuid:pk>/{at}add/" if parent else f"{at}add/", add_page(resource), name=f"add_{key}"))
    if page or resource.change_form:
        found.append(path(under, page or page_of_parent(resource), name=key))
    if resource.changing:
        changing = resource.changing.path or "change"
        found.append(path(f"{under}{changing}/", change_page(resource), name=f"change_{key}"))
    if resource.change_form and removes:
        found.append(path(f"{under}remove/", remove_page(resource, leads_to=leads_to), name=f"remove_{key}"))
    if history is not None:
        found.append(path(f"{under}history/", history_page(resource, history), name=f"history_of_{key}"))
    return found
