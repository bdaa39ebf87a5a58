"""The pages of the way to a first year, and their addresses: each writes by the services of the room that it is of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tideturn.hub.access.policy import BEGIN_STAFF_SESSION, GIVE_AUTHORITY
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    GOVERNANCE_LEAD,
    PROGRAMME_MANAGER,
    ROLES,
    SAFEGUARDING_LEAD,
    TEAM_MANAGER,
)
from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.services import grant_role
from tideturn.hub.access.shown_to import who_grants, who_may
from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.common.answering import once
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited
from tideturn.hub.onboarding import access, forms, steps
from tideturn.hub.onboarding.people import Invited, invite_people, meant_role, people_shown, somebody_waits
from tideturn.hub.outcomes import api as of_outcomes
from tideturn.hub.programme import api as of_sites
from tideturn.hub.theory import api as of_theory
from tideturn.hub.ui.first_use import FIRST_USE, Step, then

View = Callable[..., HttpResponse]
_NOBODY: Final = "What there is by its names and numbers, colleagues and their roles; no young person."


def _step(view: View) -> View:
    """Show a step, and handle its form."""
    return shows_nobody(_NOBODY)(require_http_methods(["GET", "HEAD", "POST"])(view))


@shows_nobody(_NOBODY)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show every step, with its progress and who does it."""
    standing_in(request).require_unseen(*access.SEE)
    return render(request, "onboarding/start.html", {"steps": steps.steps(request)})


@_step
def grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Grant somebody the role that they are meant to have."""

    def do(*, by: Standing, meant: UUID, starts_on: date) -> object:
        found = meant_role(by, meant)
        user = found.invitation.account
        assert user is not None
        return grant_role(by=by, user=user, role=ROLES[found.role], site=found.at, starts_on=starts_on)

    def told(by: Standing) -> dict[str, Any]:
        found = meant_role(by, pk)
        assert found.invitation.account is not None
        return {
            "who": found.invitation.account.name,
            "role": ROLES[found.role].title,
            "where": site_name(found.at),
        }

    return edit_page(request, forms.GRANT, pk, do, then=lambda _: redirect("onboarding:people"), told=told)


@shows_nobody(_NOBODY)
@require_safe
def folder(request: HttpRequest) -> HttpResponse:
    """Point to the import pages, where a folder brings all of it."""
    standing_in(request).require_unseen(*access.SEE)
    return _told(
        request, steps.at(request, steps.FOLDER), elsewhere=("import_export:send", "Import a folder or a workbook")
    )


@_step
def outcomes(request: HttpRequest) -> HttpResponse:
    """Outcomes of the template, or others."""
    by = standing_in(request)
    has_year = bool(of_sites.years_named())
    return _page(
        request,
        forms.OUTCOMES,
        lambda **given: of_outcomes.add_suggested(**given)[0],
        again=has_year and bool(of_outcomes.suggestions()),
        closed=not has_year,
        elsewhere=("outcomes:framework", "Write outcomes of your own, or change these"),
        untouched=len(of_outcomes.untouched()) if by.may(of_outcomes.WRITE) else 0,
        needs_year=not has_year,
    )


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take back the outcomes that are as the template has them."""
    by = standing_in(request)
    by.require_unseen(of_outcomes.WRITE)
    gone, stay = of_outcomes.take_suggested_back(by=by)
    stays = f" Others stand on {stay}, which stay." if stay else ""
    messages.success(request, f"Outcomes that were taken back: {gone}.{stays}")
    return redirect("onboarding:outcomes")


@_step
def theory(request: HttpRequest) -> HttpResponse:
    """Show the step of the theory of change, from the template or from scratch."""
    there = of_theory.has_boxes() or of_theory.is_worked_on()
    shown: dict[str, Any] = {} if there else dict(of_theory.template_shown())
    page = "theory:next" if of_theory.is_worked_on() else "theory:now"
    return _page(
        request,
        forms.THEORY,
        of_theory.begin_from_template,
        elsewhere=(page, "Go on with the theory" if there else "Begin from nothing instead"),
        then=lambda _: redirect("theory:next"),
        **shown,
    )


@shows_nobody(_NOBODY)
@require_safe
def what_next(request: HttpRequest) -> HttpResponse:
    """Show what is still missing, and what comes next for each role."""
    standing_in(request).require_unseen(*access.SEE)
    every = steps.steps(request)
    told = {
        "missing": [one for one in every if not one.there and one.of.url_name != steps.FOLDER],
        "year": next(one.there for one in every if one.of.url_name == forms.YEAR.address),
        "roles": [(role.title, FIRST_USE[role.code].lede) for role in ROLES.values()],
        "young": steps.is_young(),
    }
    return render(request, "onboarding/next.html", told)


def _invited(form: Edited[Any]) -> View:
    """Show who is invited to each role, and who is to grant it."""

    @_step
    def page(request: HttpRequest) -> HttpResponse:
        by = standing_in(request)
        access.require_people(by)

        def then(made: Invited) -> HttpResponse:
            links = []
            for link in made.links:
                link.of.refresh_from_db()
                told = {"to": link.of.name, "email": link.of.email, "mailed": link.of.mailed, "link": link.address}
                links.append(told)
            return render(request, "onboarding/links.html", {"links": links, "back": form.url(None)})

        return _page(
            request,
            form,
            invite_people,
            again=True,
            then=then,
            people=people_shown(by),
            gives_authority=by.may(GIVE_AUTHORITY),
            begins_session=by.may(BEGIN_STAFF_SESSION),
        )

    return page


def _simple(form: Edited[Any], do: Callable[..., Any], *, elsewhere: tuple[str, str] | None = None) -> View:
    """Show a step that is done once, or one that has no other page."""

    @_step
    def page(request: HttpRequest) -> HttpResponse:
        return _page(request, form, do, again=elsewhere is None, elsewhere=elsewhere)

    return page


def _page(
    request: HttpRequest,
    form: Edited[Any],
    do: Callable[..., Any],
    *,
    again: bool = False,
    closed: bool = False,
    elsewhere: tuple[str, str] | None = None,
    then: Callable[[Any], HttpResponse] | None = None,
    **shown: Any,
) -> HttpResponse:
    """Show a step: the form to people who do it; to others, or if it is done elsewhere, its progress."""
    by = standing_in(request)
    if form not in (forms.LEADS, forms.PEOPLE):
        by.require_unseen(*access.SEE)
    here = steps.at(request, form.address)
    if request.method != "POST" and (closed or not here.step.mine or (here.step.there and not again)):
        return _told(request, here, elsewhere=elsewhere, **shown)
    after = here.after.url if here.after else reverse("onboarding:next")
    link = elsewhere and (reverse(elsewhere[0]), elsewhere[1])
    told = {"at": here, "elsewhere": link, **shown}
    return edit_page(request, form, None, do, then=then or (lambda _: redirect(after)), told=lambda _: told)


def _told(
    request: HttpRequest, here: steps.At, *, elsewhere: tuple[str, str] | None = None, **shown: Any
) -> HttpResponse:
    """Show a step without a form."""
    link = (reverse(elsewhere[0]), elsewhere[1]) if elsewhere and here.step.mine else None
    return render(request, "onboarding/told.html", {"at": here, "elsewhere": link, **shown})


_CHANGE_NAME: Final = ("programme:programme", "Change the name")
_CHANGE_YEARS: Final = ("programme:programme", "Change its days, or add the next year")
app_name = "onboarding"
urlpatterns = [
    path("", start, name="start"),
    path("first-people/", _invited(forms.LEADS), name="leads"),
    path("folder/", folder, name="folder"),
    path("name/", _simple(forms.NAME, of_sites.name_programme, elsewhere=_CHANGE_NAME), name="name"),
    path("year/", _simple(forms.YEAR, of_sites.add_first_year, elsewhere=_CHANGE_YEARS), name="year"),
    path("sites/", _simple(forms.SITES, lambda **given: of_sites.add_sites(**given)[0]), name="sites"),
    path("people/", _invited(forms.PEOPLE), name="people"),
    path("people/<uuid:pk>/grant/", grant, name="grant"),
    path("outcomes/", outcomes, name="outcomes"),
    path("outcomes/take-back/", take_back, name="take_back"),
    path("theory/", theory, name="theory"),
    path("next/", what_next, name="next"),
]


_STEP: Final = Step(
    "Set up your programme",
    "Step by step: the first people, the programme’s name, its first year, sites, people, outcomes and theory. Each "
    "page shows what is done and who does it.",
    "onboarding:start",
    open_to=who_may(*access.SEE),
    shown=lambda: once("the hub is young", steps.is_young),
    place=-10,
)


_GRANT: Final = Step(
    "Grant the roles that people were invited to",
    "They have opened their accounts, and see nothing before they hold a role.",
    "onboarding:people",
    open_to=lambda request: once("who grants", lambda: who_grants(request)),
    shown=lambda: once("somebody waits for a role", somebody_waits),
    place=-5,
)


def navigate() -> None:
    """Add this to the first steps of each role."""
    then(ADMINISTRATOR.code, _STEP)
    then(PROGRAMME_MANAGER.code, _STEP)
    for role in (PROGRAMME_MANAGER, GOVERNANCE_LEAD, SAFEGUARDING_LEAD, TEAM_MANAGER):
        then(role.code, _GRANT)
