"""The pages of places, but for those of their criteria."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.local_context import forms, overview, policy, queries
from tideturn.hub.local_context.at_place import added, changed, of_place, of_record, removed
from tideturn.hub.local_context.services import baselines, circumstances
from tideturn.hub.local_context.services import posts as services
from tideturn.hub.organisations.api import partners_at, sees_partners_at
from tideturn.hub.programme.api import site_of


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
    told = of_place(by, pk, "local_context:place")
    told["circumstances"] = queries.circumstances_at(by, told["site"].code)
    return render(request, "local_context/place.html", told)


@require_safe
def circumstance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A circumstance, and what it said before."""
    by = standing_in(request)
    told = of_record(by, queries.circumstance_read(by, pk), "local_context:place")
    return render(request, "local_context/circumstance.html", told)


def add_circumstance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a site is like."""
    return added(request, forms.ADD_CIRCUMSTANCE, pk, circumstances.add_circumstance)


def change_circumstance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is said of what a site is like."""
    return changed(request, forms.CHANGE_CIRCUMSTANCE, pk, circumstances.change_circumstance)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_circumstance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A circumstance that never was."""
    return removed(
        request,
        forms.CHANGE_CIRCUMSTANCE,
        pk,
        circumstances.remove_circumstance,
        queries.circumstance_read,
        what="circumstance",
        name=lambda one: one.description,
        within="local_context:place",
    )


@shows_nobody("Posts, and nobody who is in one.")
@require_safe
def posts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The posts of a site."""
    by = standing_in(request)
    told = of_place(by, pk, "local_context:posts")
    told["posts"] = queries.posts_at(by, told["site"].code)
    told["too_early"] = queries.how_many_before_a_manager(by, told["site"].code)
    return render(request, "local_context/posts.html", told)


@require_safe
def post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A post, and what it said before."""
    by = standing_in(request)
    return render(request, "local_context/post.html", of_record(by, queries.post_read(by, pk), "local_context:posts"))


def add_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A post."""
    return added(request, forms.ADD_POST, pk, services.add_post)


def change_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a post is, and its days."""
    return changed(request, forms.CHANGE_POST, pk, services.change_post)


def advertise_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A post that somebody has left."""
    return changed(request, forms.ADVERTISE_AGAIN, pk, services.advertise_again)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A post that never was."""
    return removed(
        request,
        forms.CHANGE_POST,
        pk,
        services.remove_post,
        queries.post_read,
        what="post",
        name=lambda one: f"{one.role}. {one.told}",
        within="local_context:posts",
    )


@shows_nobody("Counts, and no person.")
@require_safe
def baseline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a site stood before work began, and what partners there are asked for."""
    by = standing_in(request)
    told = of_place(by, pk, "local_context:baseline")
    told["baselines"] = queries.baselines_at(by, told["site"].code)
    told["asks"] = queries.asks_at(by, told["site"].code)
    return render(request, "local_context/baseline.html", told)


@require_safe
def baseline_of(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A baseline, and what it said before."""
    by = standing_in(request)
    return render(
        request,
        "local_context/baseline_of.html",
        of_record(by, queries.baseline_read(by, pk), "local_context:baseline"),
    )


def add_baseline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where something stood."""
    return added(request, forms.ADD_BASELINE, pk, baselines.add_baseline)


def change_baseline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a baseline says."""
    return changed(request, forms.CHANGE_BASELINE, pk, baselines.change_baseline)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_baseline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A baseline that was not so."""
    return removed(
        request,
        forms.CHANGE_BASELINE,
        pk,
        baselines.remove_baseline,
        queries.baseline_read,
        what="baseline",
        name=lambda one: f"{one.measure}: {one.value}",
        within="local_context:baseline",
    )


@require_POST
def begin_asks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list of what to ask partners of a site for."""
    by = standing_in(request)
    policy.may_write_at(by, pk)
    baselines.begin_asks(by=by, site=site_of(by, pk).code)
    messages.success(request, "The list is there. Say of each thing how far it has come.")
    return redirect("local_context:baseline", pk)


@require_safe
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Something that partners are asked for, and how far it had come before."""
    by = standing_in(request)
    return render(request, "local_context/ask.html", of_record(by, queries.ask_read(by, pk), "local_context:baseline"))


def add_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Something else to ask for."""
    return added(request, forms.ADD_ASK, pk, baselines.add_ask)


def answer_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far a request for data has come."""
    return changed(
        request,
        forms.ANSWER_ASK,
        pk,
        baselines.answer_ask,
        told=lambda by: {"place": queries.ask_read(by, pk).one.what},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Something that partners are not asked for after all."""
    return removed(
        request,
        forms.ANSWER_ASK,
        pk,
        baselines.remove_ask,
        queries.ask_read,
        what="request",
        name=lambda one: one.what,
        within="local_context:baseline",
    )


@require_safe
def partners(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the partners around a site have come, as far as one sees them."""
    by = standing_in(request)
    told = of_place(by, pk, "local_context:partners")
    told["partners"] = partners_at(by, told["site"].code)
    told["sees_all"] = sees_partners_at(by, told["site"].code)
    return render(request, "local_context/partners.html", told)
