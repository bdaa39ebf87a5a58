"""The address that searches."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
