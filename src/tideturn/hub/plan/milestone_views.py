"""The pages of milestones."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.access.tables import table, workbook
from tideturn.hub.forms.removing import removal_page
from tideturn.hub.plan import forms, milestone_queries, policy
from tideturn.hub.plan.at_page import filled, narrowed
from tideturn.hub.plan.folder import MILESTONE_COLUMNS
from tideturn.hub.plan.services import milestones as services


@shows_nobody("What is due and was reached, and no person.")
@require_safe
def milestones(request: HttpRequest) -> HttpResponse:
    """What is due first, then the rest."""
    by = standing_in(request)
    by.require_unseen(policy.READ)
    form, site = narrowed(request, by)
    told = {
        "filters": form,
        "groups": milestone_queries.milestones_seen(by, site),
        "address": request.META.get("QUERY_STRING", ""),
        "may_write": by.may(policy.WRITE_MILESTONES),
    }
    return render(request, "plan/milestones.html", told)


@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """Milestones as CSV."""
    return table("milestones", MILESTONE_COLUMNS, _exported(request))


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """Milestones as a workbook."""
    return workbook("milestones", MILESTONE_COLUMNS, _exported(request))


@require_safe
def milestone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A milestone, and what it said before."""
    by = standing_in(request)
    one = milestone_queries.milestone_read(by, pk)
    told = {"one": one, "may_write": by.may(policy.WRITE_MILESTONES, site=one.site)}
    return render(request, "plan/milestone.html", told)


def add_milestone(request: HttpRequest) -> HttpResponse:
    """A milestone."""
    return filled(request, forms.ADD_MILESTONE, None, services.add_milestone, within="plan:milestones")


def change_milestone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it stands."""
    return filled(request, forms.CHANGE_MILESTONE, pk, services.change_milestone, within="plan:milestones")


@require_http_methods(["GET", "HEAD", "POST"])
def remove_milestone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One that is to go."""
    by = standing_in(request)
    forms.CHANGE_MILESTONE.require(by, pk)
    one = milestone_queries.milestone_read(by, pk)
    return removal_page(
        request,
        pk,
        services.remove_milestone,
        by=by,
        what="milestone",
        name=one.title,
        version=one.version,
        back=reverse("plan:milestone", args=[pk]),
        leads_to=reverse("plan:milestones"),
    )


def _exported(request: HttpRequest) -> list[tuple[str, ...]]:
    by = standing_in(request)
    by.require_unseen(policy.READ)
    _, site = narrowed(request, by)
    rows = milestone_queries.milestones_exported(by, site)
    return [tuple(row.cells[name] for name in MILESTONE_COLUMNS) for row in rows]
