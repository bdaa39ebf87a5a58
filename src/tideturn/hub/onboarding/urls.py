"""The addresses of the way to a first year."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.onboarding import views

app_name = "onboarding"
urlpatterns = [
    path("", views.start, name="start"),
    path("first-people/", views.leads, name="leads"),
    path("folder/", views.folder, name="folder"),
    path("name/", views.name, name="name"),
    path("year/", views.year, name="year"),
    path("sites/", views.sites, name="sites"),
    path("people/", views.people, name="people"),
    path("people/<uuid:pk>/grant/", views.grant, name="grant"),
    path("outcomes/", views.outcomes, name="outcomes"),
    path("outcomes/take-back/", views.take_back, name="take_back"),
    path("theory/", views.theory, name="theory"),
    path("next/", views.what_next, name="next"),
]
