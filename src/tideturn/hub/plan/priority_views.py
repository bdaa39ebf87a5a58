"""The pages of priorities and their way."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.common import clock
from tideturn.hub.forms.removing import removal_page
from tideturn.hub.plan import policy, priority_forms, priority_queries
from tideturn.hub.plan.at_page import filled, narrowed
from tideturn.hub.plan.services import priorities as services


@shows_nobody("What is to change in the system, and no person.")
@require_safe
def priorities(request: HttpRequest) -> HttpResponse:
    """Every priority by the part of the system that it is to change."""
    by = standing_in(request)
    by.require_unseen(policy.READ)
    form, site = narrowed(request, by)
    told = {
        "filters": form,
        "elements": priority_queries.priorities_seen(by, site),
        "may_write": by.may(policy.WRITE_PRIORITIES),
    }
    return render(request, "plan/priorities.html", told)


@require_safe
def priority(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A priority with its way."""
    by = standing_in(request)
    one = priority_queries.priority_read(by, pk)
    told = {"one": one, "may_write": by.may(policy.WRITE_PRIORITIES, site=one.site)}
    return render(request, "plan/priority.html", told)


def draft_priority(request: HttpRequest) -> HttpResponse:
    """A priority whose way begins."""
    return filled(request, priority_forms.DRAFT_PRIORITY, None, services.draft_priority, within="plan:priorities")


def change_priority(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it says."""
    return filled(request, priority_forms.CHANGE_PRIORITY, pk, services.change_priority, within="plan:priorities")


def consult_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was consulted."""
    return filled(request, priority_forms.CONSULT_ON, pk, services.consult_on, within="plan:priorities")


def agree_priority(request: HttpRequest, pk: UUID) -> HttpResponse:
    """That it was agreed."""
    return filled(request, priority_forms.AGREE_PRIORITY, pk, services.agree_priority, within="plan:priorities")


def retire_priority(request: HttpRequest, pk: UUID) -> HttpResponse:
    """That it is over."""
    return filled(request, priority_forms.RETIRE_PRIORITY, pk, services.retire_priority, within="plan:priorities")


@require_http_methods(["GET", "HEAD", "POST"])
def remove_priority(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One that is to go."""
    by = standing_in(request)
    priority_forms.CHANGE_PRIORITY.require(by, pk)
    one = priority_queries.priority_read(by, pk)
    return removal_page(
        request,
        pk,
        services.remove_priority,
        by=by,
        what="priority",
        name=one.title,
        version=one.version,
        back=reverse("plan:priority", args=[pk]),
        leads_to=reverse("plan:priorities"),
    )


@shows_nobody("A step of a priority, and no young person.")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A step that was a mistake."""
    by = standing_in(request)
    one = priority_queries.step_read(by, pk)
    back = reverse("plan:priority", args=[one.priority])
    return removal_page(
        request,
        pk,
        services.remove_step,
        by=by,
        what="step",
        name=f"{one.title} on {clock.spoken_day(one.on)}",
        version=one.version,
        back=back,
        leads_to=back,
    )
