"""The pages of referral criteria, and of how they were adapted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.access.tables import table, workbook
from tideturn.hub.common import clock
from tideturn.hub.local_context import forms, lists, policy, queries
from tideturn.hub.local_context.at_place import added, changed, of_place, of_record, removed
from tideturn.hub.local_context.services import criteria as services
from tideturn.hub.local_context.shown import Adapted
from tideturn.hub.ui.tables import page_asked, sorting_asked


@shows_nobody("Criteria, and no person.")
@require_safe
def criteria(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The criteria of a site on a day, and how they were adapted."""
    by = standing_in(request)
    told = of_place(by, pk, "local_context:criteria")
    form = forms.DayForm(request.GET or None)
    on = (form.cleaned_data.get("on") if form.is_valid() else None) or clock.today()
    there = queries.criteria_at(by, told["site"].code)
    told |= {
        "form": form,
        "on": on,
        "is_today": on == clock.today(),
        "held": [one for one in there if one.held_on(on)],
        "coming": [one for one in there if one.begins_on > clock.today()],
        "log": queries.adaptations(by, told["site"].code),
    }
    return render(request, "local_context/criteria.html", told)


@require_safe
def criterion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A criterion, what it said before, and what came before and after it."""
    by = standing_in(request)
    told = of_record(by, queries.criterion_read(by, pk), "local_context:criteria")
    told["because"] = queries.because(by, told["one"].learning)
    return render(request, "local_context/criterion.html", told)


@shows_nobody("Criteria, and no person.")
@require_safe
def adaptations(request: HttpRequest) -> HttpResponse:
    """How the criteria of all sites, or of one, were adapted."""
    by = standing_in(request)
    by.require_unseen(policy.READ)
    form, asked = _narrowed(request, by)
    sorting = sorting_asked(request.GET, lists.COLUMNS, otherwise=lists.LATEST)
    entries = queries.adaptations(by, asked["site"])
    told = {
        "filters": form,
        "sorting": sorting,
        "table": lists.listed(entries, page_asked(request.GET), asked, sorting),
        "address": request.META.get("QUERY_STRING", ""),
    }
    return render(request, "local_context/adaptations.html", told)


@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """The log as CSV."""
    return table("adaptations", lists.SAVED, map(lists.saved, _exported(request)))


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """The log as a workbook."""
    return workbook("adaptations", lists.SAVED, map(lists.saved, _exported(request)))


def add_criterion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A criterion that is in the place of no other."""
    return added(request, forms.ADD_CRITERION, pk, services.add_criterion)


def adapt_criterion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a criterion is changed to."""
    return changed(
        request,
        forms.ADAPT_CRITERION,
        pk,
        services.adapt_criterion,
        then=lambda new: redirect("local_context:criterion", new.pk),
        pk_of_it=pk,
    )


def end_criterion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A criterion that goes, with nothing in its place."""
    return changed(request, forms.END_CRITERION, pk, services.end_criterion, pk_of_it=pk)


def correct_criterion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was written wrongly of a criterion."""
    return changed(request, forms.CORRECT_CRITERION, pk, services.correct_criterion, pk_of_it=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_criterion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A criterion that never held."""
    return removed(
        request,
        forms.CORRECT_CRITERION,
        pk,
        services.remove_criterion,
        queries.criterion_read,
        what="criterion",
        name=lambda one: one.text,
        within="local_context:criteria",
    )


def _narrowed(request: HttpRequest, by: Any) -> tuple[forms.LogForm, dict[str, str]]:
    """The log's form, and the site to which it is narrowed. What is no choice narrows to nothing."""
    form = forms.LogForm(request.GET or None, by=by)
    return form, {"site": form.cleaned_data.get("site", "") if form.is_valid() else ""}


def _exported(request: HttpRequest) -> list[Adapted]:
    by = standing_in(request)
    by.require_unseen(policy.READ)
    _, asked = _narrowed(request, by)
    sorting = sorting_asked(request.GET, lists.COLUMNS, otherwise=lists.LATEST)
    return lists.in_order(queries.adaptations_exported(by, asked["site"]), sorting)
