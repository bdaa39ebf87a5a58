"""The pages of the learning log, and their addresses."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from tideturn.hub.access.roles import CASEWORKER, PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.access.standing import standing_in
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.learning import access, actions
from tideturn.hub.learning.api import what_they_changed
from tideturn.hub.learning.resource import LOG, POINT, SHARE, USED, USED_HOW, learnt_at
from tideturn.hub.programme.kept import Section as SiteSection
from tideturn.hub.programme.kept import section
from tideturn.hub.resources.declaration import Related
from tideturn.hub.resources.pages import (
    add_page,
    addresses_of,
    export_page,
    form_page,
    in_navigation,
    list_page,
    record_page,
    remove_page,
)
from tideturn.hub.ui.first_use import Step, then
from tideturn.hub.ui.forms import PlainForm, Undrafted

SHARES: Final = Related(SHARE, ("-on", "-added_at", "-pk"))


class UsedForm(EditForm):
    """The form that records whether a point was used."""

    used = USED.input()
    used_how = USED_HOW.input()


class DigestForm(PlainForm):
    """The form that sets how far back the digest goes."""

    undrafted: ClassVar = Undrafted.SEARCH
    days = forms.TypedChoiceField(
        label="How far back?",
        choices=[("", "Four weeks"), ("7", "One week"), ("91", "Three months"), ("365", "A year")],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, wanted: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if wanted:
            lately, *others = self.fields["days"].choices  # type: ignore[attr-defined]
            self.fields["days"].choices = [("", "Since my last digest"), ("28", lately[1]), *others]  # type: ignore[attr-defined]


MARK_USED: Final = POINT.form_about("mark_used", UsedForm, title="Say whether it was used", shows=POINT.read)


@require_safe
def digest_page(request: HttpRequest) -> HttpResponse:
    """Show new points from other sites."""
    by = standing_in(request)
    wanted = actions.wants_digest(by)
    form = DigestForm(request.GET or None, wanted=wanted)
    told = actions.digest_read(by, form.cleaned_data["days"] if form.is_valid() else None)
    return render(request, "learning/digest.html", {"filters": form, "digest": told, "wanted": wanted})


@require_POST
def want_digest(request: HttpRequest) -> HttpResponse:
    """Start the weekly digest."""
    actions.want_digest(by=standing_in(request))
    messages.success(request, "You will get a notification once a week if there is something new.")
    return redirect("learning:digest")


@require_POST
def stop_digest(request: HttpRequest) -> HttpResponse:
    """Stop the weekly digest."""
    actions.stop_digest(by=standing_in(request))
    messages.success(request, "Weekly digest stopped. You can still use this page.")
    return redirect("learning:digest")


app_name = "learning"
urlpatterns = [
    path("", list_page(LOG, "learning/log.html"), name="log"),
    path("learning.csv", export_page(LOG, as_workbook=False), name="export_csv"),
    path("learning.xlsx", export_page(LOG, as_workbook=True), name="export_xlsx"),
    path("digest/", digest_page, name="digest"),
    path("digest/want/", want_digest, name="want_digest"),
    path("digest/stop/", stop_digest, name="stop_digest"),
    *addresses_of(
        POINT,
        leads_to="learning:log",
        page=record_page(
            POINT,
            "learning/point.html",
            related=(SHARES,),
            tells=lambda by, one: {"changed": what_they_changed(by, [one.id])[one.id]},
            with_history=True,
        ),
    ),
    path("<uuid:pk>/used/", form_page(MARK_USED, actions.mark_used, POINT), name="mark_used"),
    path("<uuid:pk>/share/", add_page(SHARE), name="add_share"),
    path("shares/<uuid:pk>/remove/", remove_page(SHARE, leads_to="learning:log"), name="remove_share"),
]


def navigate() -> None:
    """Put the pages in the navigation, on a site's page and among the first steps of each role."""
    in_navigation("Learning log", "learning:log", access.READ, urlpatterns)
    step = Step(
        "Write down what you learn",
        "What you learn about the problem or the work helps the other sites too, and shows why the programme changed.",
        "learning:log",
        open_to=who_may(access.READ),
        place=70,
    )
    for role in (CASEWORKER, TEAM_MANAGER, SYSTEMS_LEAD, PROGRAMME_MANAGER):
        then(role.code, step)
    section(
        SiteSection(
            title="What was learnt here",
            address=lambda _, code: reverse("learning:log", query={"site": code}),
            summary=learnt_at,
            shown_to=lambda by: by.may(access.READ),
            place=90,  # after the plan
        )
    )
