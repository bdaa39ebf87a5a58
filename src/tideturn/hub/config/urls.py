"""The addresses of the hub."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from tideturn.hub.access.views import home
from tideturn.hub.access_forms.pages import ABOUT_ACCOUNTS
from tideturn.hub.ui.pages import style

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("style/", style, name="style"),
    path("", include("tideturn.hub.accounts.urls")),
    path("", include(ABOUT_ACCOUNTS)),
    path("drafts/", include("tideturn.hub.forms.pages")),
    path("access/", include("tideturn.hub.access_forms.pages")),
    path("health/", include("tideturn.hub.health.pages")),
    path("jobs/", include("tideturn.hub.jobs.pages")),
    path("notices/", include("tideturn.hub.notices.pages")),
    path("programme/", include("tideturn.hub.programme.pages")),
    path("search/", include("tideturn.hub.search.pages")),
    path("begin/", include("tideturn.hub.onboarding.pages")),
    path("evaluation/", include("tideturn.hub.evaluations.pages")),
    path("exchange/", include("tideturn.hub.import_export.pages")),
    path("organisations/", include("tideturn.hub.organisations.pages")),
    path("learning/", include("tideturn.hub.learning.pages")),
    path("outcomes/", include("tideturn.hub.outcomes.pages")),
    path("places/", include("tideturn.hub.local_context.pages")),
    path("theory/", include("tideturn.hub.theory.pages")),
    path("plan/", include("tideturn.hub.plan.pages")),
]
handler404 = "tideturn.hub.access.views.not_found"
