"""The addresses of editing."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.editing import views

app_name = "editing"
urlpatterns = [
    path("", views.drafts, name="drafts"),
    path("keep/", views.keep, name="keep"),
    path("<uuid:pk>/throw-away/", views.throw_away, name="throw_away"),
]
