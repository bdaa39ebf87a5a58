"""The addresses of editing."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.forms import views

app_name = "forms"
urlpatterns = [
    path("", views.drafts, name="drafts"),
    path("keep/", views.keep, name="keep"),
    path("<uuid:pk>/throw-away/", views.throw_away, name="throw_away"),
]
