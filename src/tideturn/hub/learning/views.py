"""The pages of the learning log."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.access.tables import table, workbook
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.removing import removal_page
from tideturn.hub.learning import folder, forms, lists, policy, queries
from tideturn.hub.learning.queries import Asked
from tideturn.hub.learning.services import digests, points, shares
from tideturn.hub.programme.api import site_of
from tideturn.hub.ui.tables import Sorting, page_asked, sorting_asked


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What was learnt, narrowed and sorted as the address asks."""
    by = standing_in(request)
    by.require_unseen(policy.READ)
    form, narrowed, sorting = _narrowed(request)
    page = queries.points_seen(by, Asked(**narrowed, sorting=sorting), page_asked(request.GET))
    shown = {
        "filters": form,
        "table": lists.listed(page, narrowed, sorting),
        "sorting": sorting,
        "address": request.META.get("QUERY_STRING", ""),
        "may_write": by.may(policy.WRITE),
    }
    return render(request, "learning/log.html", shown)


@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """What the log was narrowed to, as CSV."""
    return table("learning", folder.COLUMNS, _exported(request))


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """What the log was narrowed to, as a workbook."""
    return workbook("learning", folder.COLUMNS, _exported(request))


@shows_nobody("It leads to the log, which tells.")
@require_safe
def of_site(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was learnt at a site."""
    by = standing_in(request)
    by.require_unseen(policy.READ)
    return redirect(f"{reverse('learning:log')}?{urlencode({'site': site_of(by, pk).code})}")


@require_safe
def point(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one."""
    by = standing_in(request)
    one = queries.point_read(by, pk)
    return render(request, "learning/point.html", {"one": one, "may_write": policy.may_write_at(by, one.line.site)})


def add_point(request: HttpRequest) -> HttpResponse:
    """What was learnt."""
    return edit_page(request, forms.ADD, None, points.add_point)


def change_point(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it says."""
    return edit_page(request, forms.CHANGE, pk, points.change_point, of=pk)


def mark_used(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether it was acted on."""
    return edit_page(request, forms.MARK_USED, pk, points.mark_used, of=pk)


def record_share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """With whom it was shared."""
    return edit_page(request, forms.SHARE, pk, shares.record_share, of=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_point(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One that is to go."""
    by = standing_in(request)
    forms.CHANGE.require(by, pk)
    one = queries.point_read(by, pk)
    return removal_page(
        request,
        pk,
        points.remove_point,
        by=by,
        what="learning point",
        name=one.line.point,
        version=one.version,
        back=reverse("learning:point", args=[pk]),
        leads_to=reverse("learning:log"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was recorded of sharing by mistake."""
    by = standing_in(request)
    one = queries.share_read(by, pk)
    back = reverse("learning:point", args=[one.point])
    return removal_page(
        request,
        pk,
        shares.remove_share,
        by=by,
        what="record of sharing",
        name=one.told,
        version=one.version,
        back=back,
        leads_to=back,
    )


@require_safe
def digest(request: HttpRequest) -> HttpResponse:
    """What is new from other sites."""
    by = standing_in(request)
    wanted = queries.wants_digest(by)
    form = forms.DigestForm(request.GET or None, wanted=wanted)
    told = queries.digest_read(by, form.cleaned_data["days"] if form.is_valid() else None)
    return render(request, "learning/digest.html", {"filters": form, "digest": told, "wanted": wanted})


@require_POST
def want_digest(request: HttpRequest) -> HttpResponse:
    """Be told once a week."""
    digests.want_digest(by=standing_in(request))
    messages.success(request, "You are told once a week, where there is something new.")
    return redirect("learning:digest")


@require_POST
def stop_digest(request: HttpRequest) -> HttpResponse:
    """Be told no more."""
    digests.stop_digest(by=standing_in(request))
    messages.success(request, "You are told no more. This page stays.")
    return redirect("learning:digest")


def _narrowed(request: HttpRequest) -> tuple[forms.ListForm, dict[str, str], Sorting]:
    """The log's form, what it narrows to, and the order. What is no choice narrows to nothing."""
    sorting = sorting_asked(request.GET, lists.COLUMNS, otherwise=queries.LATEST)
    form = forms.ListForm(request.GET or None)
    narrowed = {name: form.cleaned_data.get(name, "") for name in form.fields} if form.is_valid() else {}
    return form, narrowed, sorting


def _exported(request: HttpRequest) -> list[tuple[str, ...]]:
    by: Standing = standing_in(request)
    by.require_unseen(policy.READ)
    _, narrowed, sorting = _narrowed(request)
    rows = queries.points_exported(by, Asked(**narrowed, sorting=sorting))
    return [tuple(row.cells[name] for name in folder.COLUMNS) for row in rows]
