"""The addresses of the hub."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="accounts_own"), name="home"),
    path("", include("tideturn.hub.accounts.urls")),
    path("access/", include("tideturn.hub.access.urls")),
    path("notices/", include("tideturn.hub.notices.urls")),
]
handler404 = "tideturn.hub.access.views.not_found"
