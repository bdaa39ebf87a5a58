"""The addresses of access."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.access import views

app_name = "access"
urlpatterns = [
    path("break-glass", views.not_found, name="break_glass"),
    path("notices/<uuid:pk>", views.not_found, name="notice"),
]
