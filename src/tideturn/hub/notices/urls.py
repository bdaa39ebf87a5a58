"""The addresses of notices."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("<uuid:pk>/", views.notice, name="notice"),
    path("<uuid:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
]
