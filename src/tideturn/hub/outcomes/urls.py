"""The addresses of the room of outcomes."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("", views.framework, name="framework"),
    path("add/", views.add_outcome, name="add_outcome"),
    path("<uuid:pk>/", views.outcome, name="outcome"),
    path("<uuid:pk>/change/", views.change_outcome, name="change_outcome"),
    path("<uuid:pk>/remove/", views.remove_outcome, name="remove_outcome"),
    path("words/", views.words, name="words"),
    path("words/add/", views.add_definition, name="add_definition"),
    path("words/<uuid:pk>/", views.definition, name="definition"),
    path("words/<uuid:pk>/reword/", views.reword_definition, name="reword_definition"),
    path("words/<uuid:pk>/remove/", views.remove_definition, name="remove_definition"),
]
