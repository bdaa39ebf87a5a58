"""The pages of places, and their addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps
from typing import Any, ClassVar, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from tideturn.hub.access.roles import EVALUATOR, PROGRAMME_MANAGER, TEAM_MANAGER
from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.shown_to import who_may
from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.access.tables import table, workbook
from tideturn.hub.common import clock
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited
from tideturn.hub.local_context import access, actions, adapting, overview, resource
from tideturn.hub.local_context.resource import BASELINE, CIRCUMSTANCE, CRITERION, LEARNING, POST, REQUEST
from tideturn.hub.organisations.api import may_read_partners, partners_at, partners_line, sees_partners_at
from tideturn.hub.programme.api import site_of, site_of_code
from tideturn.hub.programme.kept import Section as OnSite
from tideturn.hub.programme.kept import section
from tideturn.hub.resources import writing
from tideturn.hub.resources.declaration import Resource
from tideturn.hub.resources.listing import SiteForm
from tideturn.hub.resources.pages import (
    View,
    addresses_of,
    form_page,
    in_navigation,
    page_of_nobody,
    record_page,
)
from tideturn.hub.resources.reading import Shown
from tideturn.hub.ui.first_use import Step, counted, then
from tideturn.hub.ui.forms import DateEntry, PlainForm, Undrafted
from tideturn.hub.ui.tables import Sorting, page_asked, sorting_asked

_TABS: Final = {
    "local_context:place": "What it is like",
    "local_context:posts": "Posts",
    "local_context:criteria": "Criteria",
    "local_context:baselines": "Baseline",
}
_PARTNERS: Final = {"local_context:partners": "Partners"}

# Forms about one record


class DayForm(PlainForm):
    """The form that picks the day to show criteria for."""

    undrafted: ClassVar = Undrafted.SEARCH
    on = DateEntry(label="Which held on", required=False, called="the day")


ADVERTISE_AGAIN: Final = POST.form_about(
    "advertise_again",
    (
        replace(
            resource.ADVERTISED, label="Advertised again on", called="the day it was advertised again", required=True
        ),
    ),
    title="Advertise the post again",
    button="Advertise post",
    said="Post advertised again. Its page shows both vacancies.",
)
ADAPT_CRITERION: Final = CRITERION.form_about(
    "adapt_criterion",
    (
        resource.TEXT,
        replace(
            resource.FIRST_DAY, label="From when?", help="The old criterion ends the day before.", called="the day"
        ),
        replace(resource.REASON, label="Why it is changed", help="", required=True),
        LEARNING,
    ),
    title="Adapt the criterion",
    button="Adapt criterion",
    said="Criterion adapted. The log keeps the old one.",
    begins=lambda by, pk: {"text": access.CRITERIA.get_visible(by, pk).text},
    template="local_context/adapt_criterion.html",
)
END_CRITERION: Final = CRITERION.form_about(
    "end_criterion",
    (
        replace(resource.LAST_DAY, label="Last day in force", help="", required=True),
        replace(resource.ENDED_BECAUSE, label="Why it goes", help="", required=True),
    ),
    title="End the criterion",
    button="End criterion",
    said="Criterion ended. The log keeps it.",
    shows=CRITERION.read,
    template="local_context/end_criterion.html",
)
FORMS: Final[tuple[Edited[Any], ...]] = (ADVERTISE_AGAIN, ADAPT_CRITERION, END_CRITERION)

# Pages of a place

_Tells = Callable[[HttpRequest, Standing, str], dict[str, Any]]
"""What the page of a tab is given, for a person and a site."""


def _page_of_place(tab: str) -> Callable[[_Tells], View]:
    """Return a decorator that makes a function's values into the page of one tab of a place."""
    at = f"local_context:{tab}"

    def page_of(tells: _Tells) -> View:
        @require_safe
        @wraps(tells)
        def page(request: HttpRequest, pk: UUID) -> HttpResponse:
            by = standing_in(request)
            by.require_unseen(access.READ)
            site = site_of(by, pk)
            tabs = _TABS | _PARTNERS if may_read_partners(by) else _TABS
            told = {
                "site": site,
                "heading": (_TABS | _PARTNERS)[at],
                "tabs": [(reverse(name, args=[pk]), label, name == at) for name, label in tabs.items()],
                "may_write": by.may(access.WRITE, site=site.code),
            }
            return render(request, f"local_context/{tab}.html", told | tells(request, by, site.code))

        return page

    return page_of


@page_of_nobody("Lines about each site, and no person.", "local_context/places.html", access.READ)
def places(request: HttpRequest, by: Standing) -> dict[str, Any]:
    """Show every site, with a line about each kind of record."""
    return {"places": overview.places_seen(by)}


@shows_nobody("What a site is like, and no person.")
@_page_of_place("place")
def place(request: HttpRequest, by: Standing, site: str) -> dict[str, Any]:
    """Show a site's circumstances."""
    return {"circumstances": overview.circumstances_at(by, site)}


@shows_nobody("Posts, and nobody who is in one.")
@_page_of_place("posts")
def posts(request: HttpRequest, by: Standing, site: str) -> dict[str, Any]:
    """Show the posts of a site."""
    found = overview.posts_at(by, site)
    return {"posts": found, "too_early": overview.how_many_before_a_manager(found)}


@shows_nobody("Criteria, and no person.")
@_page_of_place("criteria")
def criteria(request: HttpRequest, by: Standing, site: str) -> dict[str, Any]:
    """Show the criteria of a site on a day, and how they were adapted."""
    form = DayForm(request.GET or None)
    on = (form.cleaned_data.get("on") if form.is_valid() else None) or clock.today()
    there = adapting.criteria_at(by, site)
    return {
        "heading": "Referral criteria",
        "form": form,
        "on": on,
        "is_today": on == clock.today(),
        "held": [one for one in there if one.on(on)],
        "coming": [one for one in there if one.begins_on > clock.today()],
        "log": adapting.adaptations(by, there),
    }


@shows_nobody("Counts, and no person.")
@_page_of_place("baselines")
def baselines(request: HttpRequest, by: Standing, site: str) -> dict[str, Any]:
    """Show a site's baseline and its data requests."""
    return {
        "baselines": overview.listed_at(BASELINE, by, site, "measure", "on", "id"),
        "requests": overview.listed_at(REQUEST, by, site, "place", "what"),
    }


@_page_of_place("partners")
def partners(request: HttpRequest, by: Standing, site: str) -> dict[str, Any]:
    """Show the engagement of a site's partners that the person can see."""
    return {"partners": partners_at(by, site), "sees_all": sees_partners_at(by, site)}


@require_POST
def begin_requests(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a site's list of data requests."""
    by = standing_in(request)
    access.may_write_at(by, pk)
    actions.begin_requests(by=by, site=site_of(by, pk).code)
    messages.success(request, "List begun. Set the status of each request.")
    return redirect("local_context:baselines", pk)


# The adaptation log of all sites


def _sorting(request: HttpRequest) -> Sorting:
    return sorting_asked(request.GET, adapting.COLUMNS, otherwise=Sorting("on", backwards=True))


@page_of_nobody("Criteria, and no person.", "local_context/adaptations.html", access.READ)
def adaptations(request: HttpRequest, by: Standing) -> dict[str, Any]:
    """Show how the criteria of all sites, or of one, were adapted."""
    form, sorting = SiteForm(request.GET or None), _sorting(request)
    site = form.asked["site"]
    entries = adapting.adaptations(by, adapting.criteria_at(by, site))
    return {
        "filters": form,
        "sorting": sorting,
        "table": adapting.listed(entries, page_asked(request.GET), {"site": site}, sorting),
        "address": request.META.get("QUERY_STRING", ""),
    }


def _export_page(saves: Callable[..., HttpResponse]) -> View:
    """Return the page that downloads the log, as CSV or as a workbook."""

    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        by = standing_in(request)
        by.require_unseen(access.READ)
        entries = adapting.adaptations_exported(by, SiteForm(request.GET or None).asked["site"])
        return saves("adaptations", adapting.SAVED, map(adapting.saved, adapting.in_order(entries, _sorting(request))))

    return page


# Records


def _add_at(kind: Resource[Any]) -> View:
    """Return the page that adds a record at a site."""
    form = kind.add_form
    assert form is not None

    def service(*, by: Standing, of: UUID, **said: Any) -> Any:
        return writing.add(kind, kind.changes(said | {"site": site_of(by, of).code}), by=by)

    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        back = reverse(form.leads_to, args=[pk])
        return edit_page(request, form, pk, service, told=lambda by: {"place": site_of(by, pk).name}, back=back)

    return page


def _of_a_place(
    kind: Resource[Any], at: str, adds_at: str, template: str = "resources/record.html", **more: Any
) -> list[URLPattern]:
    """Return the addresses of a kind of record. Its pages are beneath the tab of its place where one adds it."""
    assert kind.add_form is not None
    tab = kind.add_form.leads_to

    def within(by: Standing, one: Shown) -> tuple[Any, str]:
        site = site_of_code(by, one.site)
        return site, reverse(tab, args=[site.id]) if site else reverse("local_context:places")

    def tells(by: Standing, one: Shown) -> dict[str, Any]:
        site, address = within(by, one)
        places = [(reverse("local_context:places"), "Places")]
        of_site = [(reverse("programme:site", args=[site.id]), site.name)] if site else []
        told = {name: tell(by, one) for name, tell in more.items()}
        return {"trail": [*places, *of_site, (address, _TABS[tab])], **told}

    page = record_page(kind, template, with_history=True, tells=tells)
    return [
        path(f"<uuid:pk>/{adds_at}", _add_at(kind), name=f"add_{kind.key}"),
        *addresses_of(kind, at=at, adds=False, page=page, leads_to=lambda by, one: within(by, one)[1]),
    ]


app_name = "local_context"
urlpatterns = [
    path("", places, name="places"),
    path("adaptations/", adaptations, name="adaptations"),
    path("adaptations.csv", _export_page(table), name="export_csv"),
    path("adaptations.xlsx", _export_page(workbook), name="export_xlsx"),
    path("<uuid:pk>/", place, name="place"),
    path("<uuid:pk>/posts/", posts, name="posts"),
    path("<uuid:pk>/criteria/", criteria, name="criteria"),
    path("<uuid:pk>/baseline/", baselines, name="baselines"),
    path("<uuid:pk>/baseline/begin/", begin_requests, name="begin_requests"),
    path("<uuid:pk>/partners/", partners, name="partners"),
    *_of_a_place(CIRCUMSTANCE, "circumstances/", "add/", "local_context/circumstance.html"),
    *_of_a_place(POST, "posts/", "posts/add/", "local_context/post.html"),
    path("posts/<uuid:pk>/again/", form_page(ADVERTISE_AGAIN, actions.advertise_again, POST), name="advertise_again"),
    *_of_a_place(
        CRITERION,
        "criteria/",
        "criteria/add/",
        "local_context/criterion.html",
        because=lambda by, one: adapting.because(by, one.of(LEARNING)),
    ),
    path(
        "criteria/<uuid:pk>/adapt/",
        form_page(
            ADAPT_CRITERION, actions.adapt_criterion, CRITERION, then=lambda new: redirect(CRITERION.page, new.pk)
        ),
        name="adapt_criterion",
    ),
    path("criteria/<uuid:pk>/end/", form_page(END_CRITERION, actions.end_criterion, CRITERION), name="end_criterion"),
    *_of_a_place(BASELINE, "baselines/", "baseline/add/"),
    *_of_a_place(REQUEST, "asks/", "baseline/ask/"),
]


def navigate() -> None:
    """Put the pages in the navigation and on the pages of sites, with the first steps of each role."""
    in_navigation("Places", "local_context:places", access.READ, urlpatterns)
    write = Step(
        "Say what each place is like",
        "Its posts, its referral criteria and why they change, and where things stood before you began.",
        "local_context:places",
        open_to=who_may(access.WRITE),
        there=lambda: counted(CRITERION.all().count(), "referral criterion", "referral criteria"),
        place=50,
    )
    for role in (PROGRAMME_MANAGER, TEAM_MANAGER):
        then(role.code, write)
    weigh = Step(
        "See what each place is like",
        "What else is going on there, how its criteria were adapted and why, and where things stood before.",
        "local_context:places",
        open_to=who_may(access.READ),
    )
    then(EVALUATOR.code, weigh)
    lines = (overview.CIRCUMSTANCES.at, overview.POSTS.at, overview.CRITERIA.at, overview.BASELINES.at, partners_line)
    titles = ("What the place is like", "Posts", "Referral criteria", "Baseline", "Partners")
    for at, (title, tab, line) in enumerate(zip(titles, _TABS | _PARTNERS, lines, strict=True)):
        section(OnSite(title, partial(_address, tab), line, partial(_may_see, tab), at))


def _address(tab: str, pk: UUID, code: str) -> str:
    return reverse(tab, args=[pk])


def _may_see(tab: str, by: Standing) -> bool:
    return by.may(access.READ) and (tab in _TABS or may_read_partners(by))
