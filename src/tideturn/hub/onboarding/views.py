"""The pages of the way to a first year: each writes by the services of the room that it is of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tideturn.hub.access.policy import BEGIN_STAFF_SESSION, GIVE_AUTHORITY
from tideturn.hub.access.roles import ROLES
from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.services import grant_role
from tideturn.hub.access.site_names import site_name
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited
from tideturn.hub.onboarding import forms, policy, steps
from tideturn.hub.onboarding.people import meant_role, people_shown
from tideturn.hub.onboarding.services import Asked, Invited, invite_people
from tideturn.hub.outcomes import api as of_outcomes
from tideturn.hub.programme import api as of_sites
from tideturn.hub.theory import api as of_theory
from tideturn.hub.ui.first_use import FIRST_USE

_NOBODY: Final = "What there is by its names and numbers, colleagues and their roles; no young person."
_any = require_http_methods(["GET", "HEAD", "POST"])


@shows_nobody(_NOBODY)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Every step, with what there is of it and who does it."""
    policy.require(standing_in(request))
    return render(request, "onboarding/start.html", {"steps": steps.steps(request)})


@shows_nobody(_NOBODY)
@_any
def leads(request: HttpRequest) -> HttpResponse:
    """Whom a hub begins with."""
    return _invited(request, "leads", forms.LEADS)


@shows_nobody(_NOBODY)
@_any
def people(request: HttpRequest) -> HttpResponse:
    """Who is invited to which role, and who is to grant it."""
    return _invited(request, "people", forms.PEOPLE)


@shows_nobody(_NOBODY)
@_any
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
    """A folder may bring all of it; it is sent on the pages of the exchange."""
    policy.require(standing_in(request))
    return _told(request, steps.at(request, "folder"), elsewhere=("import_export:send", "Send a folder or a workbook"))


@shows_nobody(_NOBODY)
@_any
def name(request: HttpRequest) -> HttpResponse:
    """What the programme is called."""
    return _once(request, "name", forms.NAME, of_sites.name_programme, ("programme:programme", "Change the name"))


@shows_nobody(_NOBODY)
@_any
def year(request: HttpRequest) -> HttpResponse:
    """When the first year begins and ends."""
    elsewhere = ("programme:programme", "Change its days, or add the next year")
    return _once(request, "year", forms.YEAR, of_sites.add_first_year, elsewhere)


@shows_nobody(_NOBODY)
@_any
def sites(request: HttpRequest) -> HttpResponse:
    """Several sites at once."""

    def do(*, by: Standing, sites: list[tuple[str, str, str]]) -> Any:
        return of_sites.add_sites(by=by, sites=sites)[0]

    return _page(request, "sites", forms.SITES, do, again=True)


@shows_nobody(_NOBODY)
@_any
def outcomes(request: HttpRequest) -> HttpResponse:
    """Outcomes of the template, or others."""

    def do(*, by: Standing, chosen: list[str], due_year: int) -> Any:
        return of_outcomes.add_suggested(by=by, chosen=chosen, due_year=due_year)[0]

    by = standing_in(request)
    has_year = bool(of_sites.years_named())
    return _page(
        request,
        "outcomes",
        forms.OUTCOMES,
        do,
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


@shows_nobody(_NOBODY)
@_any
def theory(request: HttpRequest) -> HttpResponse:
    """The theory of change, from the template or otherwise."""
    there = of_theory.has_boxes() or of_theory.is_worked_on()
    shown: dict[str, Any] = {} if there else dict(of_theory.template_shown())
    page = "theory:next" if of_theory.is_worked_on() else "theory:now"
    return _once(
        request,
        "theory",
        forms.THEORY,
        of_theory.begin_from_template,
        (page, "Go on with the theory" if there else "Begin from nothing instead"),
        then=lambda _: redirect("theory:next"),
        **shown,
    )


@shows_nobody(_NOBODY)
@require_safe
def what_next(request: HttpRequest) -> HttpResponse:
    """What is still missing, and what comes next for each role."""
    policy.require(standing_in(request))
    every = steps.steps(request)
    told = {
        "missing": [one for one in every if not one.there and one.key != "folder"],
        "year": next(one.there for one in every if one.key == "year"),
        "roles": [(role.title, FIRST_USE[role.code].lede) for role in ROLES.values()],
        "young": steps.is_young(),
    }
    return render(request, "onboarding/next.html", told)


def _invited(request: HttpRequest, key: str, form: Edited[Any]) -> HttpResponse:
    def do(*, by: Standing, people: list[Asked]) -> Invited:
        return invite_people(by=by, people=people)

    def then(made: Invited) -> HttpResponse:
        links = []
        for link in made.links:
            link.of.refresh_from_db()
            links.append({"to": link.of.name, "email": link.of.email, "mailed": link.of.mailed, "link": link.address})
        return render(request, "onboarding/links.html", {"links": links, "back": reverse(f"onboarding:{key}")})

    by = standing_in(request)
    policy.require_people(by)
    shown: dict[str, Any] = {
        "people": people_shown(by),
        "gives_authority": by.may(GIVE_AUTHORITY),
        "begins_session": by.may(BEGIN_STAFF_SESSION),
    }
    return _page(request, key, form, do, again=True, then=then, **shown)


def _once(
    request: HttpRequest,
    key: str,
    form: Edited[Any],
    do: Callable[..., Any],
    elsewhere: tuple[str, str],
    *,
    then: Callable[[Any], HttpResponse] | None = None,
    **shown: Any,
) -> HttpResponse:
    """A step that is done once: where it is, its page says where it is changed."""
    return _page(request, key, form, do, again=False, elsewhere=elsewhere, then=then, **shown)


def _page(
    request: HttpRequest,
    key: str,
    form: Edited[Any],
    do: Callable[..., Any],
    *,
    again: bool,
    closed: bool = False,
    elsewhere: tuple[str, str] | None = None,
    then: Callable[[Any], HttpResponse] | None = None,
    **shown: Any,
) -> HttpResponse:
    """The page of a step: its form for whoever does it; for others, and where it is done, what there is."""
    by = standing_in(request)
    if key not in ("leads", "people"):
        policy.require(by)
    here = steps.at(request, key)
    if request.method != "POST" and (closed or not here.step.mine or (here.step.there and not again)):
        return _told(request, here, elsewhere=elsewhere, **shown)
    after = here.after.url if here.after else reverse("onboarding:next")
    link = elsewhere and (reverse(elsewhere[0]), elsewhere[1])
    told = {"at": here, "elsewhere": link, **shown}
    return edit_page(request, form, None, do, then=then or (lambda _: redirect(after)), told=lambda _: told)


def _told(
    request: HttpRequest, here: steps.At, *, elsewhere: tuple[str, str] | None = None, **shown: Any
) -> HttpResponse:
    """A step without a form."""
    link = (reverse(elsewhere[0]), elsewhere[1]) if elsewhere and here.step.mine else None
    return render(request, "onboarding/told.html", {"at": here, "elsewhere": link, **shown})
