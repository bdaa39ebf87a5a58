"""The addresses of the hub's health."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.health import views

app_name = "health"
urlpatterns = [
    path("", views.plain, name="plain"),
    path("page/", views.health, name="health"),
]
