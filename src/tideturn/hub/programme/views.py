"""The pages of years and sites."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.removing import removal_page
from tideturn.hub.programme import forms, policy, queries
from tideturn.hub.programme.sections import sections_of
from tideturn.hub.programme.services import programme as named
from tideturn.hub.programme.services import sites, years


@shows_nobody("Years and names of sites and of the programme, and no person.")
@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """What the programme is called, its years and its sites."""
    by = standing_in(request)
    told = {
        "programme": queries.programme_seen(by),
        "years": queries.years_seen(by),
        "sites": queries.sites_seen(by),
        "may_write": by.may(policy.WRITE),
    }
    return render(request, "programme/programme.html", told)


@require_safe
def called(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the programme is called, and was before."""
    by = standing_in(request)
    told = {"one": queries.programme_read(by, pk), "may_write": by.may(policy.WRITE)}
    return render(request, "programme/called.html", told)


def name_programme(request: HttpRequest) -> HttpResponse:
    """What the programme is called."""
    return edit_page(request, forms.NAME_PROGRAMME, None, named.name_programme)


def rename_programme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it is called from now on."""
    return edit_page(request, forms.RENAME_PROGRAMME, pk, named.rename_programme)


@require_safe
def site(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A site, and what it was called before."""
    by = standing_in(request)
    one = queries.site_read(by, pk)
    told = {"one": one, "sections": sections_of(by, pk, one.code), "may_write": by.may(policy.WRITE)}
    return render(request, "programme/site.html", told)


@require_safe
def year(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A year, and from when to when it went before."""
    by = standing_in(request)
    told = {"one": queries.year_read(by, pk), "may_write": by.may(policy.WRITE)}
    return render(request, "programme/year.html", told)


def add_site(request: HttpRequest) -> HttpResponse:
    """A site."""
    return edit_page(request, forms.ADD_SITE, None, sites.add_site)


def change_site(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a site is called."""
    return edit_page(request, forms.CHANGE_SITE, pk, sites.change_site)


def add_year(request: HttpRequest) -> HttpResponse:
    """The next year."""
    return edit_page(request, forms.ADD_YEAR, None, years.add_year)


def change_year(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From when to when a year goes."""
    return edit_page(request, forms.CHANGE_YEAR, pk, years.change_year)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_site(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A site that is to go."""
    by = standing_in(request)
    forms.CHANGE_SITE.require(by, pk)
    one = queries.site_read(by, pk)
    return removal_page(
        request,
        pk,
        sites.remove_site,
        by=by,
        what="site",
        name=one.name,
        version=one.version,
        back=reverse("programme:site", args=[pk]),
        leads_to=reverse("programme:programme"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_year(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last year, which is to go."""
    by = standing_in(request)
    forms.CHANGE_YEAR.require(by, pk)
    one = queries.year_read(by, pk)
    return removal_page(
        request,
        pk,
        years.remove_year,
        by=by,
        what="year",
        name=f"Year {one.number}",
        version=one.version,
        back=reverse("programme:year", args=[pk]),
        leads_to=reverse("programme:programme"),
    )
