"""The pages of the plan, and their addresses."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpRequest
from django.urls import path

from tideturn.hub.access.roles import EVALUATOR, PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.access.standing import Standing
from tideturn.hub.plan import access, overview
from tideturn.hub.plan.priorities import AGREEMENT, CONSULTATION, PRIORITY, RETIREMENT, STEP, draft_priority
from tideturn.hub.plan.resource import ADAPTATION, DELIVERY, MILESTONE, SAVED_MILESTONES, TARGET, YEAR
from tideturn.hub.resources.declaration import Related
from tideturn.hub.resources.listing import SiteForm
from tideturn.hub.resources.pages import (
    add_page,
    addresses_of,
    change_page,
    export_page,
    in_navigation,
    page_of_nobody,
    record_page,
    remove_page,
)
from tideturn.hub.resources.reading import Shown
from tideturn.hub.ui.first_use import Step, counted, then

STEPS: Final = Related(STEP, ("-on", "-added_at", "pk"))


class YearForm(SiteForm):
    """The form that filters the plan by year and site."""

    year = forms.TypedChoiceField(label="Year", coerce=int, empty_value=None, required=False)
    field_order = ("year", "site")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["year"].choices = [("", "This year"), *YEAR.choices()]  # type: ignore[attr-defined]


@page_of_nobody("What is planned and was done, and no person.", "plan/plan.html", access.READ)
def plan(request: HttpRequest, by: Standing) -> dict[str, Any]:
    """Show a year's plan, at all sites or one."""
    form = YearForm(request.GET or None)
    year = overview.year_asked(form.asked["year"])
    return {
        "filters": form,
        "year": year,
        "planned": overview.year_planned(by, year, form.asked["site"]) if year else None,
        "may_set": by.may(access.WRITE_TARGETS),
    }


@page_of_nobody("Targets and departures from the plan, and no person.", "plan/adaptations.html", access.READ)
def adaptations(request: HttpRequest, by: Standing) -> dict[str, Any]:
    """Show how targets changed, and the departures from the plan."""
    form = SiteForm(request.GET or None)
    site = form.asked["site"]
    return {
        "filters": form,
        "adapted": overview.adapted_listed(overview.adapted(by, site), request.GET, site),
        "departed": overview.departed_listed(overview.departed(by, site), request.GET, site),
    }


@page_of_nobody("What is due and was reached, and no person.", "plan/milestones.html", access.READ)
def milestones(request: HttpRequest, by: Standing) -> dict[str, Any]:
    """Show the milestones that are due first, then the rest."""
    form = SiteForm(request.GET or None)
    return {
        "filters": form,
        "groups": overview.milestones_due(by, form.asked["site"]),
        "address": request.META.get("QUERY_STRING", ""),
        "may_write": by.may(access.WRITE_MILESTONES),
    }


@page_of_nobody("What is to change in the system, and no person.", "plan/priorities.html", access.READ)
def priorities(request: HttpRequest, by: Standing) -> dict[str, Any]:
    """Show every priority by part of the system."""
    form = SiteForm(request.GET or None)
    return {
        "filters": form,
        "groups": overview.priorities_by_element(by, form.asked["site"]),
        "may_write": by.may(access.WRITE_PRIORITIES),
    }


def _told_of_target(by: Standing, one: Shown) -> dict[str, Any]:
    return {
        "may_tell": DELIVERY.may_write_at(by, one.site),
        "adaptations": overview.with_points(by, one["adaptations"]),
    }


app_name = "plan"
_TARGETS: Final = [
    path("", plan, name="plan"),
    path("adaptations/", adaptations, name="adaptations"),
    path("adaptations/<uuid:pk>/remove/", remove_page(ADAPTATION, leads_to=""), name="remove_adaptation"),
    path("targets/add/", add_page(TARGET, within="plan:plan"), name="add_target"),
    *addresses_of(
        TARGET,
        at="targets/",
        leads_to="plan:plan",
        adds=False,
        page=record_page(
            TARGET, "plan/target.html", related=(overview.ADAPTATIONS,), tells=_told_of_target, with_history=True
        ),
    ),
    path("targets/<uuid:pk>/delivered/", change_page(DELIVERY, noun="target"), name="change_delivery"),
    path("targets/<uuid:pk>/adapt/", add_page(ADAPTATION), name="add_adaptation"),
]
_MILESTONES: Final = [
    path("milestones/", milestones, name="milestones"),
    path("milestones/milestones.csv", export_page(SAVED_MILESTONES, as_workbook=False), name="export_csv"),
    path("milestones/milestones.xlsx", export_page(SAVED_MILESTONES, as_workbook=True), name="export_xlsx"),
    *addresses_of(
        MILESTONE,
        at="milestones/",
        leads_to="plan:milestones",
        page=record_page(MILESTONE, "plan/milestone.html", with_history=True),
    ),
]
_PRIORITIES: Final = [
    path("priorities/", priorities, name="priorities"),
    path(
        "priorities/draft/", add_page(PRIORITY, within="plan:priorities", service=draft_priority), name="add_priority"
    ),
    path("priorities/steps/<uuid:pk>/remove/", remove_page(STEP, leads_to=""), name="remove_step"),
    *addresses_of(
        PRIORITY,
        at="priorities/",
        leads_to="plan:priorities",
        adds=False,
        page=record_page(PRIORITY, "plan/priority.html", related=(STEPS,), with_history=True),
    ),
    path("priorities/<uuid:pk>/consult/", add_page(CONSULTATION), name="add_consultation"),
    path("priorities/<uuid:pk>/agree/", add_page(AGREEMENT), name="add_agreement"),
    path("priorities/<uuid:pk>/retire/", add_page(RETIREMENT), name="add_retirement"),
]
urlpatterns = [*_TARGETS, *_MILESTONES, *_PRIORITIES]


def navigate() -> None:
    """Put the pages in the navigation, with the first steps of each role."""
    in_navigation("The plan", "plan:plan", access.READ, _TARGETS)
    in_navigation("Milestones", "plan:milestones", access.READ, _MILESTONES)
    in_navigation("Priorities", "plan:priorities", access.READ, _PRIORITIES)
    then(PROGRAMME_MANAGER.code, _PLAN)
    then(TEAM_MANAGER.code, _SEE_WHAT_IS_DUE)
    then(SYSTEMS_LEAD.code, _DRAFT)
    then(EVALUATOR.code, _WEIGH)


_PLAN: Final = Step(
    "Plan the year",
    "How many of something each site plans. The evaluation compares this with what you delivered.",
    "plan:plan",
    open_to=who_may(access.WRITE_TARGETS),
    there=lambda: counted(TARGET.all().count(), "target"),
    place=60,
)
_SEE_WHAT_IS_DUE: Final = Step(
    "See what is due",
    "The milestones of your site: say which were reached, and what held others up.",
    "plan:milestones",
    open_to=who_may(access.WRITE_MILESTONES),
)
_DRAFT: Final = Step(
    "Draft priorities with partners",
    "What is to change in the system, who was consulted, and what they changed in it.",
    "plan:priorities",
    open_to=who_may(access.WRITE_PRIORITIES),
)
_WEIGH: Final = Step(
    "See how the plan was adapted",
    "What was planned and delivered, how each target changed, and why.",
    "plan:adaptations",
    open_to=who_may(access.READ),
)
