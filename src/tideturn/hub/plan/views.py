"""The pages of the plan of a year, of targets, and of how they were adapted."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.forms.removing import removal_page
from tideturn.hub.plan import forms, lists, policy, queries
from tideturn.hub.plan.at_page import filled, narrowed
from tideturn.hub.plan.services import targets
from tideturn.hub.programme.api import site_of


@shows_nobody("What is planned and was done, and no person.")
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """What is planned in a year, at all sites or one."""
    by = standing_in(request)
    by.require_unseen(policy.READ)
    form = forms.YearForm(request.GET or None, by=by)
    asked = form.cleaned_data if form.is_valid() else {}
    year = queries.year_asked(asked.get("year"))
    told = {
        "filters": form,
        "year": queries.year_planned(by, year, asked.get("site", "")) if year else None,
        "may_set": by.may(policy.WRITE_TARGETS),
    }
    return render(request, "plan/plan.html", told)


@shows_nobody("It leads to the plan, which tells.")
@require_safe
def of_site(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is planned at a site."""
    by = standing_in(request)
    by.require_unseen(policy.READ)
    return redirect(f"{reverse('plan:plan')}?{urlencode({'site': site_of(by, pk).code})}")


@shows_nobody("What was planned and was done otherwise, and no person.")
@require_safe
def adaptations(request: HttpRequest) -> HttpResponse:
    """How targets were changed, and where what was done departs from the plan."""
    by = standing_in(request)
    by.require_unseen(policy.READ)
    form, site = narrowed(request, by)
    asked = {"site": site}
    told = {
        "filters": form,
        "adapted": lists.adapted_listed(queries.adapted(by, site), request.GET, asked),
        "departed": lists.departed_listed(queries.departed(by, site), request.GET, asked),
    }
    return render(request, "plan/adaptations.html", told)


@require_safe
def target(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A target, what came of it and how it was changed."""
    by = standing_in(request)
    one = queries.target_read(by, pk)
    told = {
        "one": one,
        "may_set": by.may(policy.WRITE_TARGETS),
        "may_tell": by.may(policy.TELL_DELIVERY, site=one.site),
    }
    return render(request, "plan/target.html", told)


def add_target(request: HttpRequest) -> HttpResponse:
    """A target."""
    return filled(request, forms.ADD_TARGET, None, targets.add_target, within="plan:plan")


def tell_delivery(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was delivered."""
    return filled(request, forms.TELL_DELIVERY, pk, targets.tell_delivery, within="plan:plan")


def adapt_target(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How many are planned from a day on."""
    return filled(request, forms.ADAPT_TARGET, pk, targets.adapt_target, within="plan:plan")


def correct_target(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was written wrongly."""
    return filled(request, forms.CORRECT_TARGET, pk, targets.correct_target, within="plan:plan")


@require_http_methods(["GET", "HEAD", "POST"])
def remove_target(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One that is to go."""
    by = standing_in(request)
    forms.CORRECT_TARGET.require(by, pk)
    one = queries.target_read(by, pk)
    return removal_page(
        request,
        pk,
        targets.remove_target,
        by=by,
        what="target",
        name=f"{one.component}: {one.told}",
        version=one.version,
        back=reverse("plan:target", args=[pk]),
        leads_to=reverse("plan:plan"),
    )


@shows_nobody("A change of a target, and no person.")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_adaptation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A change of a target that was a mistake."""
    by = standing_in(request)
    of, one = queries.adaptation_read(by, pk)
    back = reverse("plan:target", args=[of])
    return removal_page(
        request,
        pk,
        targets.remove_adaptation,
        by=by,
        what="change of the target",
        name=one.told,
        version=one.version,
        back=back,
        leads_to=back,
    )
