"""The pages of organisations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.access.tables import table, workbook
from tideturn.hub.common import clock
from tideturn.hub.crypto import files
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.removing import removal_page
from tideturn.hub.organisations import forms, lists, policy, queries
from tideturn.hub.organisations.services import merging
from tideturn.hub.organisations.services import organisations as services
from tideturn.hub.organisations.shown import OrganisationLine
from tideturn.hub.ui.tables import Sorting, page_asked, sorting_asked

_BY_NAME = Sorting("name")


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Those that one may see, narrowed and sorted as the address asks."""
    by = standing_in(request)
    by.require_unseen(policy.READ)
    form, narrowed, sorting = _narrowed(request, by)
    page = queries.organisations_seen(by, lists.asked_of(narrowed, sorting), page_asked(request.GET))
    shown = {
        "filters": form,
        "table": lists.listed(page, narrowed, sorting),
        "sorting": sorting,
        "address": request.META.get("QUERY_STRING", ""),
        "may_write": by.may(policy.WRITE),
        "may_export": by.may(policy.EXPORT),
        "likely": queries.how_many_likely_pairs(by),
        "many": queries.MANY,
    }
    return render(request, "organisations/organisations.html", shown)


@shows_nobody("Names of organisations, and no person.")
@require_safe
def named(request: HttpRequest) -> HttpResponse:
    """Names like what is typed into the list's form, for its script."""
    by = standing_in(request)
    by.require_unseen(policy.READ)
    return JsonResponse({"found": queries.named(by, request.GET.get("text", ""))})


@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """Those that the list was narrowed to, as CSV."""
    return table("organisations", lists.SAVED, map(lists.saved, _exported(request)))


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """Those that the list was narrowed to, as a workbook."""
    return workbook("organisations", lists.SAVED, map(lists.saved, _exported(request)))


@require_safe
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one."""
    by = standing_in(request)
    shown = queries.organisation_read(by, pk)
    may_write = policy.may_write_at(by, shown.site) and shown.merged_into is None
    told = {"one": shown, "may_write": may_write, "may_merge": may_write and by.may(policy.MERGE)}
    return render(request, "organisations/organisation.html", told)


@require_safe
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was changed, when and by whom."""
    changes = queries.history_read(standing_in(request), pk)
    return render(request, "organisations/history.html", {"changes": changes, "pk": pk})


@shows_nobody("It leads to the organisation's page, which tells.")
@require_safe
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The organisation in which somebody works."""
    return redirect("organisations:organisation", queries.organisation_of(standing_in(request), pk))


def add_organisation(request: HttpRequest) -> HttpResponse:
    """Add one; those with names like it are shown first."""
    return edit_page(request, forms.ADD, None, services.add_organisation)


def change_organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it is called, its sector and its site."""
    return edit_page(request, forms.CHANGE, pk, services.change_organisation, of=pk)


def add_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody who works there."""
    return edit_page(request, forms.ADD_CONTACT, pk, services.add_contact, of=pk)


def change_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known of somebody."""
    return edit_page(request, forms.CHANGE_CONTACT, pk, services.change_contact)


def record_engagement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it has come."""
    return edit_page(request, forms.RECORD_ENGAGEMENT, pk, services.record_engagement, of=pk)


@shows_nobody("It leads to the organisation's page, which tells.")
@require_safe
def engagement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The organisation that had come so far."""
    return redirect("organisations:organisation", queries.step_read(standing_in(request), pk).organisation)


def change_engagement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it had come on a day, as it should have been recorded."""
    return edit_page(request, forms.CHANGE_ENGAGEMENT, pk, services.change_engagement)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_engagement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was not so on a day."""
    by = standing_in(request)
    forms.CHANGE_ENGAGEMENT.require(by, pk)
    one = queries.step_read(by, pk)
    address = reverse("organisations:organisation", args=[one.organisation])
    return removal_page(
        request,
        pk,
        services.remove_engagement,
        by=by,
        what="step",
        name=f"{one.title}, {clock.spoken_day(one.on)}",
        version=one.version,
        back=address,
        leads_to=address,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An organisation of which nothing is kept."""
    by = standing_in(request)
    forms.CHANGE.require(by, pk)
    one = queries.organisation_read(by, pk)
    return removal_page(
        request,
        pk,
        services.remove_organisation,
        by=by,
        what="organisation",
        name=one.name,
        version=one.version,
        back=reverse("organisations:organisation", args=[pk]),
        leads_to=reverse("organisations:organisations"),
    )


def write_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A note."""
    return edit_page(request, forms.WRITE_NOTE, pk, services.write_note, of=pk)


def attach_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file."""
    return edit_page(request, forms.ATTACH_FILE, pk, services.attach_file, of=pk)


@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file, to be saved."""
    taken = queries.file_taken(standing_in(request), pk)
    return files.attachment(taken.content, name=taken.name, kind=taken.kind)


@shows_nobody("Names of organisations, and no person.")
@require_safe
def likely_the_same(request: HttpRequest) -> HttpResponse:
    """Records that may be one organisation."""
    return render(request, "organisations/likely_the_same.html", {"pairs": queries.likely_pairs(standing_in(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, keep: UUID, other: UUID) -> HttpResponse:
    """Two of them side by side; sent, they are one."""
    by = standing_in(request)
    if request.method == "POST":
        merging.merge_organisations(by=by, keep=keep, merge=other)
        messages.success(request, "The two are one now.")
        return redirect("organisations:organisation", keep)
    kept, merged = queries.pair_compared(by, keep, other)
    return render(request, "organisations/merge.html", {"kept": kept, "merged": merged})


@require_POST
def tell_apart(request: HttpRequest, first: UUID, second: UUID) -> HttpResponse:
    """Two that are not the same."""
    merging.tell_apart(by=standing_in(request), first=first, second=second)
    messages.success(request, "They are not proposed again.")
    return redirect("organisations:likely_the_same")


@require_POST
def undo_merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two that were one, apart again."""
    apart = merging.undo_merge(by=standing_in(request), merge=pk)
    messages.success(request, "They are two again. What was added since stays where it is.")
    return redirect("organisations:organisation", apart.pk)


def _narrowed(request: HttpRequest, by: Standing) -> tuple[forms.ListForm, dict[str, str], Sorting]:
    """The list's form, what it narrows to, and the order. What is no choice narrows to nothing."""
    sorting = sorting_asked(request.GET, lists.COLUMNS, otherwise=_BY_NAME)
    form = forms.ListForm(request.GET or None, by=by, sectors=queries.sectors())
    narrowed = {name: form.cleaned_data.get(name, "") for name in form.fields} if form.is_valid() else {}
    return form, narrowed, sorting


def _exported(request: HttpRequest) -> tuple[OrganisationLine, ...]:
    by = standing_in(request)
    by.require_unseen(policy.EXPORT)
    _, narrowed, sorting = _narrowed(request, by)
    return queries.organisations_exported(by, lists.asked_of(narrowed, sorting))
