"""The pages of the programme's name, years and sites, and their addresses."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.urls import path

from tideturn.hub.access.roles import PROGRAMME_MANAGER
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.access.standing import Standing
from tideturn.hub.programme import access
from tideturn.hub.programme.kept import sections_of
from tideturn.hub.programme.resource import PROGRAMME, SITE, YEAR, years_and_sites
from tideturn.hub.resources.pages import add_page, addresses_of, change_page, in_navigation, page_of_nobody, record_page
from tideturn.hub.resources.reading import Shown, listed
from tideturn.hub.ui.first_use import Step, then

_RECORD: Final = "programme/record.html"


@page_of_nobody(
    "Years and names of sites and of the programme, and no person.", "programme/programme.html", access.READ
)
def programme(request: HttpRequest, by: Standing) -> dict[str, Any]:
    """Show the programme's name, years and sites."""
    return {
        "names": listed(PROGRAMME, PROGRAMME.all(), by=by),
        "years": listed(YEAR, YEAR.all().order_by("number"), by=by),
        "sites": listed(SITE, SITE.all().order_by("name"), by=by),
        "may_write": by.may(access.WRITE),
    }


def _told_of_site(by: Standing, one: Shown) -> dict[str, Any]:
    return {"may_write": by.may(access.WRITE), "sections": sections_of(by, one.id, one["code"])}


app_name = "programme"
urlpatterns = [
    path("", programme, name="programme"),
    path("name/", add_page(PROGRAMME), name="add_name"),
    path("name/<uuid:pk>/", record_page(PROGRAMME, _RECORD, with_history=True), name="name"),
    path("name/<uuid:pk>/change/", change_page(PROGRAMME), name="change_name"),
    *addresses_of(
        SITE,
        at="sites/",
        leads_to="programme:programme",
        page=record_page(SITE, _RECORD, tells=_told_of_site, with_history=True),
    ),
    *addresses_of(
        YEAR, at="years/", leads_to="programme:programme", page=record_page(YEAR, _RECORD, with_history=True)
    ),
]


def navigate() -> None:
    """Put the pages in the navigation and among the manager's first steps."""
    in_navigation("Years and sites", "programme:programme", access.READ, urlpatterns)
    then(
        PROGRAMME_MANAGER.code,
        Step(
            "Say which years and sites the programme has",
            "Records are kept at a site, and the programme reports by its own years.",
            "programme:programme",
            open_to=who_may(access.WRITE),
            there=years_and_sites,
            place=10,
        ),
    )
