"""The pages of places, and their addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
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
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.page import edit_page
from tideturn.hub.forms.registry import Edited
from tideturn.hub.local_context import access, actions, adapting, overview
from tideturn.hub.local_context.resource import BASELINE, CIRCUMSTANCE, CRITERION, LEARNING, POST, REQUEST, TEXT
from tideturn.hub.organisations.api import may_read_partners, partners_at, partners_line, sees_partners_at
from tideturn.hub.programme.api import site_of, site_of_code, sites_named
from tideturn.hub.programme.kept import Section as OnSite
from tideturn.hub.programme.kept import section
from tideturn.hub.resources import writing
from tideturn.hub.resources.declaration import Resource, ResourceForm
from tideturn.hub.resources.pages import View, addresses_of, record_page
from tideturn.hub.resources.reading import Shown
from tideturn.hub.ui.first_use import Step, counted, then
from tideturn.hub.ui.forms import DateEntry, PlainForm, Undrafted
from tideturn.hub.ui.navigation import Section, goes_to
from tideturn.hub.ui.page_help import helps
from tideturn.hub.ui.tables import page_asked, sorting_asked

_TABS: Final = {
    "local_context:place": "What it is like",
    "local_context:posts": "Posts",
    "local_context:criteria": "Criteria",
    "local_context:baselines": "Baseline",
}
_PARTNERS: Final = {"local_context:partners": "Partners"}

# Forms of what is out of the ordinary


class AgainForm(EditForm):
    """The form by which a post is advertised again."""

    advertised_on = DateEntry(label="Advertised again on", called="the day it was advertised again")


class AdaptForm(ResourceForm):
    """The form of what a criterion is changed to, from when, and why."""

    declared = (LEARNING,)
    needs = access.WRITE
    text = TEXT.input()
    begins_on = DateEntry(
        label="From which day on?", called="the day", help_text="What held until now ends the day before."
    )
    reason = forms.CharField(label="Why it is changed", max_length=2_000, widget=forms.Textarea({"rows": 4}))
    learning = LEARNING.input()


class EndForm(EditForm):
    """The form of when and why a criterion goes."""

    ends_on = DateEntry(label="Last day on which it holds", called="the last day")
    ended_because = forms.CharField(label="Why it goes", max_length=2_000, widget=forms.Textarea({"rows": 4}))


class LogForm(PlainForm):
    """The form that narrows the adaptation log to a site."""

    undrafted: ClassVar = Undrafted.SEARCH
    site = forms.ChoiceField(label="Site", required=False)

    def __init__(self, *args: Any, by: Standing, **given: Any) -> None:
        super().__init__(*args, **given)
        box: Any = self.fields["site"]
        box.choices = [("", "Any site"), *((one.code, one.name) for one in sites_named(by))]


class DayForm(PlainForm):
    """The form of the day whose criteria are asked for."""

    undrafted: ClassVar = Undrafted.SEARCH
    on = DateEntry(label="Which held on", required=False, called="the day")


def _as_it_is(by: Standing, pk: UUID | None) -> dict[str, Any]:
    """Return what a criterion is changed from, to begin with."""
    assert pk is not None
    return {"text": access.CRITERIA.get_visible(by, pk).text}


ADVERTISE_AGAIN: Final = Edited(
    name="local_context.advertise_again",
    title="Advertise the post again",
    form=AgainForm,
    address="local_context:advertise_again",
    button="Advertise post",
    said="Post advertised again. Both vacancies can be seen.",
    reads=access.POSTS,
    writes=access.WRITABLE_POSTS,
    leads_to=POST.page,
    template="resources/form.html",
)
ADAPT_CRITERION: Final = Edited(
    name="local_context.adapt_criterion",
    title="Adapt the criterion",
    form=AdaptForm,
    address="local_context:adapt_criterion",
    button="Adapt criterion",
    said="Criterion adapted. What held before stays in the log.",
    begins=_as_it_is,
    reads=access.CRITERIA,
    writes=access.WRITABLE_CRITERIA,
    leads_to=CRITERION.page,
    template="local_context/adapt_criterion.html",
)
END_CRITERION: Final = Edited(
    name="local_context.end_criterion",
    title="End the criterion",
    form=EndForm,
    address="local_context:end_criterion",
    button="End criterion",
    said="Criterion ended. It stays in the log.",
    reads=access.CRITERIA,
    writes=access.WRITABLE_CRITERIA,
    shows=CRITERION.read,
    leads_to=CRITERION.page,
    template="local_context/end_criterion.html",
)
FORMS: Final[tuple[Edited[Any], ...]] = (ADVERTISE_AGAIN, ADAPT_CRITERION, END_CRITERION)

# Pages of a place


def _of_place(by: Standing, pk: UUID, at: str) -> dict[str, Any]:
    """Return what each page of a place is told, of the tab at which it is. Raise NotVisibleError."""
    by.require_unseen(access.READ)
    site = site_of(by, pk)
    tabs = _TABS | _PARTNERS if may_read_partners(by) else _TABS
    return {
        "site": site,
        "tabs": [(reverse(name, args=[pk]), label, name == at) for name, label in tabs.items()],
        "may_write": by.may(access.WRITE, site=site.code),
    }


@shows_nobody("Lines about each site, and no person.")
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Every site, with a line about each thing that there is of it."""
    return render(request, "local_context/places.html", {"places": overview.places_seen(standing_in(request))})


@shows_nobody("What a site is like, and no person.")
@require_safe
def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a site is like, and what else is going on there."""
    by = standing_in(request)
    told = _of_place(by, pk, "local_context:place")
    told["circumstances"] = overview.circumstances_at(by, told["site"].code)
    return render(request, "local_context/place.html", told)


@shows_nobody("Posts, and nobody who is in one.")
@require_safe
def posts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The posts of a site."""
    by = standing_in(request)
    told = _of_place(by, pk, "local_context:posts")
    told["posts"] = overview.posts_at(by, told["site"].code)
    told["too_early"] = overview.how_many_before_a_manager(told["posts"])
    return render(request, "local_context/posts.html", told)


@shows_nobody("Criteria, and no person.")
@require_safe
def criteria(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The criteria of a site on a day, and how they were adapted."""
    by = standing_in(request)
    told = _of_place(by, pk, "local_context:criteria")
    form = DayForm(request.GET or None)
    on = (form.cleaned_data.get("on") if form.is_valid() else None) or clock.today()
    there = adapting.criteria_at(by, told["site"].code)
    told |= {
        "form": form,
        "on": on,
        "is_today": on == clock.today(),
        "held": [one for one in there if one.on(on)],
        "coming": [one for one in there if one.begins_on > clock.today()],
        "log": adapting.adaptations(by, there),
    }
    return render(request, "local_context/criteria.html", told)


@shows_nobody("Counts, and no person.")
@require_safe
def baselines(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a site stood before work began, and what partners there are asked for."""
    by = standing_in(request)
    told = _of_place(by, pk, "local_context:baselines")
    told["baselines"] = overview.baselines_at(by, told["site"].code)
    told["requests"] = overview.requests_at(by, told["site"].code)
    return render(request, "local_context/baselines.html", told)


@require_POST
def begin_requests(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list of what to ask partners of a site for."""
    by = standing_in(request)
    access.may_write_at(by, pk)
    actions.begin_requests(by=by, site=site_of(by, pk).code)
    messages.success(request, "List begun. Say of each request how far it has come.")
    return redirect("local_context:baselines", pk)


@require_safe
def partners(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the partners around a site have come, as far as one sees them."""
    by = standing_in(request)
    told = _of_place(by, pk, "local_context:partners")
    told["partners"] = partners_at(by, told["site"].code)
    told["sees_all"] = sees_partners_at(by, told["site"].code)
    return render(request, "local_context/partners.html", told)


# The adaptation log of all sites


@shows_nobody("Criteria, and no person.")
@require_safe
def adaptations(request: HttpRequest) -> HttpResponse:
    """How the criteria of all sites, or of one, were adapted."""
    by = standing_in(request)
    by.require_unseen(access.READ)
    form, asked = _narrowed(request, by)
    sorting = sorting_asked(request.GET, adapting.COLUMNS, otherwise=adapting.LATEST)
    entries = adapting.adaptations(by, adapting.criteria_at(by, asked["site"]))
    told = {
        "filters": form,
        "sorting": sorting,
        "table": adapting.listed(entries, page_asked(request.GET), asked, sorting),
        "address": request.META.get("QUERY_STRING", ""),
    }
    return render(request, "local_context/adaptations.html", told)


@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """The log as CSV."""
    return table("adaptations", adapting.SAVED, map(adapting.saved, _exported(request)))


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """The log as a workbook."""
    return workbook("adaptations", adapting.SAVED, map(adapting.saved, _exported(request)))


def _narrowed(request: HttpRequest, by: Standing) -> tuple[LogForm, dict[str, str]]:
    """Return the log's form, and the site to which it is narrowed. What is no choice narrows to nothing."""
    form = LogForm(request.GET or None, by=by)
    return form, {"site": form.cleaned_data.get("site", "") if form.is_valid() else ""}


def _exported(request: HttpRequest) -> list[adapting.Adapted]:
    by = standing_in(request)
    by.require_unseen(access.READ)
    _, asked = _narrowed(request, by)
    sorting = sorting_asked(request.GET, adapting.COLUMNS, otherwise=adapting.LATEST)
    return adapting.in_order(adapting.adaptations_exported(by, asked["site"]), sorting)


# Records


def _add_at(kind: Resource[Any]) -> View:
    """Return the page on which a record is added at a site."""
    form = kind.add_form
    assert form is not None

    def service(*, by: Standing, of: UUID, **said: Any) -> Any:
        return writing.add(kind, kind.changes(said | {"site": site_of(by, of).code}), by=by)

    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        back = reverse(form.leads_to, args=[pk])
        return edit_page(request, form, pk, service, told=lambda by: {"place": site_of(by, pk).name}, back=back)

    return page


def _of_a_place(kind: Resource[Any], at: str, tab: str, template: str, **more: Any) -> list[URLPattern]:
    """Return the addresses of a kind of record, whose pages stand beneath a tab of its place."""

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
    return addresses_of(kind, at=at, adds=False, page=page, leads_to=lambda by, one: within(by, one)[1])


def _special(form: Edited[Any], service: Callable[..., Any], kind: Resource[Any], then: Any = None) -> View:
    """Return the page of a form that does something out of the ordinary with a record."""

    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        back = reverse(kind.page, args=[pk])
        return edit_page(request, form, pk, service, then=then, back=back, noun=kind.noun)

    return page


app_name = "local_context"
urlpatterns = [
    path("", places, name="places"),
    path("adaptations/", adaptations, name="adaptations"),
    path("adaptations.csv", export_csv, name="export_csv"),
    path("adaptations.xlsx", export_xlsx, name="export_xlsx"),
    path("<uuid:pk>/", place, name="place"),
    path("<uuid:pk>/add/", _add_at(CIRCUMSTANCE), name="add_circumstance"),
    path("<uuid:pk>/posts/", posts, name="posts"),
    path("<uuid:pk>/posts/add/", _add_at(POST), name="add_post"),
    path("<uuid:pk>/criteria/", criteria, name="criteria"),
    path("<uuid:pk>/criteria/add/", _add_at(CRITERION), name="add_criterion"),
    path("<uuid:pk>/baseline/", baselines, name="baselines"),
    path("<uuid:pk>/baseline/add/", _add_at(BASELINE), name="add_baseline"),
    path("<uuid:pk>/baseline/begin/", begin_requests, name="begin_requests"),
    path("<uuid:pk>/baseline/ask/", _add_at(REQUEST), name="add_request"),
    path("<uuid:pk>/partners/", partners, name="partners"),
    *_of_a_place(CIRCUMSTANCE, "circumstances/", "local_context:place", "local_context/circumstance.html"),
    *_of_a_place(POST, "posts/", "local_context:posts", "local_context/post.html"),
    path("posts/<uuid:pk>/again/", _special(ADVERTISE_AGAIN, actions.advertise_again, POST), name="advertise_again"),
    *_of_a_place(
        CRITERION,
        "criteria/",
        "local_context:criteria",
        "local_context/criterion.html",
        because=lambda by, one: adapting.because(by, one.of(LEARNING)),
    ),
    path(
        "criteria/<uuid:pk>/adapt/",
        _special(
            ADAPT_CRITERION, actions.adapt_criterion, CRITERION, then=lambda new: redirect(CRITERION.page, new.pk)
        ),
        name="adapt_criterion",
    ),
    path("criteria/<uuid:pk>/end/", _special(END_CRITERION, actions.end_criterion, CRITERION), name="end_criterion"),
    *_of_a_place(BASELINE, "baselines/", "local_context:baselines", "resources/record.html"),
    *_of_a_place(REQUEST, "asks/", "local_context:baselines", "resources/record.html"),
]


def navigate() -> None:
    """Put the pages in the navigation and on the pages of sites, with their help and the first steps of each role."""
    goes_to(
        "Places",
        "local_context:places",
        Section.PROGRAMME,
        visible=who_may(access.READ),
        beneath=tuple(f"local_context:{one.name}" for one in urlpatterns if one.name != "places"),
    )
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
    for at, (title, page, line) in enumerate(
        (
            ("What the place is like", "local_context:place", overview.circumstances_line),
            ("Posts", "local_context:posts", overview.posts_line),
            ("Referral criteria", "local_context:criteria", overview.criteria_line),
            ("Baseline", "local_context:baselines", overview.baselines_line),
        )
    ):
        section(OnSite(title, _leads_to(page), line, lambda by: by.may(access.READ), at))
    section(OnSite("Partners", _leads_to("local_context:partners"), partners_line, _may_read_partners, at + 1))
    helps(
        "local_context:place",
        "What else is there and what else is going on explains why places differ. Where something may explain an "
        "outcome, name that outcome: it is then weighed beside what the programme did.",
    )
    helps(
        "local_context:posts",
        "A post is a post, whoever is in it: no name is kept here. How it stands follows from its days.",
        "Advertise a post again where somebody has left it, so that both vacancies can be seen. Where nobody is to "
        "follow, say so of the post.",
    )
    helps(
        "local_context:criteria",
        "Local adaptation is normal, and is written down here. Adapt a criterion where it changes from a day on: what "
        "held before stays in the log. Correct one where something was written wrongly and never held so.",
        "Where the programme folder has one criterion that went and one that came in on the next day, the log tells "
        "them as one change.",
    )
    helps(
        "local_context:baselines",
        "Agree with partners where things stand before work begins, and what they will go on counting. The list of "
        "what to ask for stays in the hub; the figures go into the programme folder.",
    )


def _may_read_partners(by: Standing) -> bool:
    return by.may(access.READ) and may_read_partners(by)


def _leads_to(page: str) -> Callable[[UUID], str]:
    return lambda pk: reverse(page, args=[pk])
